using System;

namespace OnnxCodegen.Kernels;

/// <summary>Few texts that differ in length and in some letters, which find their place without a look at all letters.</summary>
sealed class TextTable
{
    const int MaximumTexts = 256;
    const int LongestChain = 3;

    readonly string[] texts;

    /// <summary>The first text of each slot and the one behind each text; −1 for none.</summary>
    readonly int[] first, next;

    TextTable(string[] texts, int[] first, int[] next) => (this.texts, this.first, this.next) = (texts, first, next);

    /// <summary>The table of texts; null where too many fall into one slot.</summary>
    public static TextTable? TryMake(string[] texts)
    {
        if (texts.Length > MaximumTexts)
            return null;
        int slots = 4;
        while (slots < 4 * texts.Length)
            slots *= 2;
        int[] first = new int[slots], next = new int[texts.Length];
        first.AsSpan().Fill(-1);
        for (int i = texts.Length - 1; i >= 0; i--)
        {
            int slot = Slot(texts[i], slots - 1);
            (next[i], first[slot]) = (first[slot], i);
            int chain = 0;
            for (int at = i; at >= 0; at = next[at])
                chain++;
            if (chain > LongestChain)
                return null;
        }
        return new TextTable(texts, first, next);
    }

    /// <summary>The place of a text, the first of equal ones; −1 for what is none.</summary>
    public int Place(string text)
    {
        int at = first[Slot(text, first.Length - 1)];
        while (at >= 0 && !string.Equals(texts[at], text))
            at = next[at];
        return at;
    }

    static int Slot(string text, int mask) => text.Length == 0
        ? 0
        : ((text.Length * 5) + (text[0] * 31) + (text[text.Length / 2] * 17) + (text[^1] * 7)) & mask;
}

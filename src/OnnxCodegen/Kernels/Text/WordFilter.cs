using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Kernels;

/// <summary>What StringNormalizer does to words: those among the stopwords are dropped, the others change their case.</summary>
public sealed class WordFilter
{
    readonly TextInfo text;
    readonly HashSet<string> stopwords;
    readonly bool isCaseSensitive;
    readonly string change;

    /// <summary>Makes a filter ready.</summary>
    /// <param name="stopwords">The words to drop.</param>
    /// <param name="isCaseSensitive">Whether stopwords differ by case.</param>
    /// <param name="change"><c>LOWER</c>, <c>UPPER</c>, or else none.</param>
    /// <param name="locale">Whose letters change case, for example <c>tr_TR</c>; one that the machine lacks counts as invariant.</param>
    public WordFilter(string[] stopwords, bool isCaseSensitive, string change, string locale)
    {
        ArgumentNullException.ThrowIfNull(locale);
        text = Culture(locale).TextInfo;
        this.isCaseSensitive = isCaseSensitive;
        this.change = change;
        this.stopwords = [.. stopwords.Select(Key)];
    }

    /// <summary>The words that stay.</summary>
    internal IEnumerable<string> Apply(IEnumerable<string> words) => words.Where(word => !stopwords.Contains(Key(word))).Select(word => change switch
    {
        "LOWER" => text.ToLower(word),
        "UPPER" => text.ToUpper(word),
        _ => word,
    });

    string Key(string word) => isCaseSensitive ? word : text.ToLower(word);

    static CultureInfo Culture(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale.Split('.', '@')[0].Replace('_', '-'));
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}

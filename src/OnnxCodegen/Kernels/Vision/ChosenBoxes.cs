using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>The boxes that are kept so far, coordinate by coordinate, in strips by their left edges: a box meets only those of few strips.</summary>
unsafe ref struct ChosenBoxes
{
    const int MostStrips = 256;

    /// <summary>Fewer boxes are sooner compared with all.</summary>
    const int FewBoxes = 128;

    const int Coordinates = 5;

    /// <summary>Room for the last vector of boxes.</summary>
    const int Padding = 16;

    readonly float overlap;
    readonly float* left, top, right, bottom, area;
    readonly int* starts, counts;
    int strips;
    float origin, stripsPerUnit, reach;

    /// <param name="memory">As many floats as <see cref="Length"/> says.</param>
    /// <param name="candidates">The number of boxes at most.</param>
    /// <param name="overlap">The ratio that is allowed.</param>
    public ChosenBoxes(float* memory, int candidates, float overlap)
    {
        int capacity = candidates + Padding;
        this.overlap = overlap;
        left = memory;
        top = left + capacity;
        right = top + capacity;
        bottom = right + capacity;
        area = bottom + capacity;
        starts = (int*)(memory + (Coordinates * capacity));
        counts = starts + MostStrips;
    }

    public int Count { get; private set; }

    public static nint Length(int candidates) => (Coordinates * ((nint)candidates + Padding)) + (2 * MostStrips);

    /// <summary>Forgets all boxes and makes strips for the candidates that follow.</summary>
    /// <param name="boxes">The numbers of all boxes.</param>
    /// <param name="candidates">The boxes to come, each in the lower half.</param>
    /// <param name="most">The number of boxes that are kept at most.</param>
    public void Begin(ReadOnlySpan<float> boxes, ReadOnlySpan<ulong> candidates, int most, bool areCentred)
    {
        Count = 0;
        strips = 1;
        if (Math.Min(candidates.Length, most) >= FewBoxes)
            Divide(boxes, candidates, areCentred);
        new Span<int>(counts, strips).Clear();
        foreach (ulong candidate in strips == 1 ? [] : candidates)
            counts[Strip(Corners(boxes, candidate, areCentred).Left)]++;
        int start = 0;
        for (int strip = 0; strip < strips; strip++)
        {
            starts[strip] = start;
            start += counts[strip];
            counts[strip] = 0;
        }
        // Places that hold no box yet are met by none.
        new Span<float>(right, candidates.Length + Padding).Fill(float.NegativeInfinity);
    }

    /// <summary>Adds a box that overlaps none by more than the ratio.</summary>
    public bool TryAdd(ReadOnlySpan<float> boxes, ulong candidate, bool areCentred)
    {
        (float l, float t, float r, float b) = Corners(boxes, candidate, areCentred);
        float size = (r - l) * (b - t);
        if (size > 0 && OverlapsAny(l, t, r, b, size))
            return false;
        int strip = strips == 1 ? 0 : Strip(l), place = starts[strip] + counts[strip]++;
        (left[place], top[place], right[place], bottom[place], area[place]) = (l, t, r, b, size);
        Count++;
        return true;
    }

    static (float Left, float Top, float Right, float Bottom) Corners(ReadOnlySpan<float> boxes, ulong candidate, bool areCentred)
    {
        ReadOnlySpan<float> box = boxes.Slice((int)(uint)candidate * 4, 4);
        return areCentred
            ? (box[0] - (box[2] / 2), box[1] - (box[3] / 2), box[0] + (box[2] / 2), box[1] + (box[3] / 2))
            : (Math.Min(box[1], box[3]), Math.Min(box[0], box[2]), Math.Max(box[1], box[3]), Math.Max(box[0], box[2]));
    }

    /// <summary>Makes strips as wide as the widest box.</summary>
    void Divide(ReadOnlySpan<float> boxes, ReadOnlySpan<ulong> candidates, bool areCentred)
    {
        float first = float.PositiveInfinity, last = float.NegativeInfinity, widest = 0;
        foreach (ulong candidate in candidates)
        {
            (float l, _, float r, _) = Corners(boxes, candidate, areCentred);
            first = Math.Min(first, l);
            last = Math.Max(last, l);
            widest = Math.Max(widest, r - l);
        }
        float fitting = (last - first) / widest;
        // Neither for numbers that are not finite.
        if (!(fitting >= 2 && widest > 0 && float.IsFinite(last - first)))
            return;
        strips = (int)Math.Min(fitting, MostStrips);
        origin = first;
        stripsPerUnit = strips / (last - first);
        reach = widest * 1.01f;
    }

    readonly int Strip(float edge) => (int)Math.Clamp((edge - origin) * stripsPerUnit, 0, strips - 1);

    readonly bool OverlapsAny(float l, float t, float r, float b, float size)
    {
        if (strips == 1)
            return OverlapsAny(0, counts[0], l, t, r, b, size);
        // One strip more on each side covers what the edges are rounded by.
        int last = Math.Min(Strip(r) + 1, strips - 1);
        for (int strip = Math.Max(Strip(l - reach) - 1, 0); strip <= last; strip++)
            if (OverlapsAny(starts[strip], starts[strip] + counts[strip], l, t, r, b, size))
                return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly bool OverlapsAny(int first, int end, float l, float t, float r, float b, float size)
    {
        Vector<float> zero = Vector<float>.Zero, ratio = new(overlap), from = new(l), to = new(r), above = new(t), below = new(b);
        for (int i = first; i < end; i += Vector<float>.Count)
        {
            // Most boxes lie apart.
            Vector<int> near = Vector.GreaterThan(Vector.Load(right + i), from) & Vector.LessThan(Vector.Load(left + i), to)
                & Vector.GreaterThan(Vector.Load(bottom + i), above) & Vector.LessThan(Vector.Load(top + i), below);
            if (near == Vector<int>.Zero)
                continue;
            Vector<float> width = Vector.Min(Vector.Load(right + i), to) - Vector.Max(Vector.Load(left + i), from);
            Vector<float> height = Vector.Min(Vector.Load(bottom + i), below) - Vector.Max(Vector.Load(top + i), above);
            Vector<float> areas = Vector.Load(area + i), common = width * height, union = new Vector<float>(size) + areas - common;
            Vector<int> meets = Vector.GreaterThan(width, zero) & Vector.GreaterThan(height, zero) & Vector.GreaterThan(common, zero)
                & Vector.GreaterThan(areas, zero) & Vector.GreaterThan(union, zero) & Vector.GreaterThan(common / union, ratio);
            if (meets != Vector<int>.Zero)
                return true;
        }
        return false;
    }
}

using System;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Html;

/// <summary>How many resets came after how long a silence, a few bins for each power of
/// ten.</summary>
sealed class SilenceBins
{
    /// <summary>Bins for each power of ten.</summary>
    public const int PerDecade = 6;

    /// <summary>The first power of ten that is told apart, in seconds: what is below counts into
    /// the first bin.</summary>
    public const int LowestDecade = -3;

    const int Decades = 10; // to 10^7 s, a third of a year
    readonly long[] _counts = new long[Decades * PerDecade];

    /// <summary>Resets with a silence before them.</summary>
    public long Total { get; private set; }

    /// <summary>The longest.</summary>
    public Duration Longest { get; private set; }

    /// <summary>Adds a silence.</summary>
    public void Add(Duration silence)
    {
        Total++;
        if (silence > Longest) Longest = silence;
        int bin = (int)Math.Floor((Decade(silence) - LowestDecade) * PerDecade);
        _counts[Math.Clamp(bin, 0, _counts.Length - 1)]++;
    }

    /// <summary>Resets in a bin, from 0.</summary>
    public long this[int bin] => _counts[bin];

    /// <summary>Powers of ten up to that which holds the longest silence, and at least one
    /// second.</summary>
    public int DecadesUsed
        => Math.Clamp((int)Math.Floor(Decade(Longest)) + 1 - LowestDecade, 4, Decades);

    /// <summary>The power of ten of a silence in seconds; of none at all, the lowest.</summary>
    public static double Decade(Duration silence)
        => silence > Duration.Zero ? Math.Log10(silence.Seconds) : LowestDecade;
}

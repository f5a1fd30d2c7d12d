using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>Which resets are meant: those in any of the frames or streams, and of those the ones
/// with one of the words of each term. A stream that no term limits need not hold one.</summary>
sealed class ResetChoice
{
    /// <summary>Numbers of RST frames.</summary>
    public IReadOnlyList<long> Frames { get; init; } = [];

    /// <summary>Numbers of streams.</summary>
    public IReadOnlyList<long> Streams { get; init; } = [];

    /// <summary>For each of <see cref="ResetTerms.Keys"/> the words that will do; none for
    /// any.</summary>
    public required IReadOnlyDictionary<string, string[]> Terms { get; init; }

    /// <summary>Whether frames or streams are named, which are those of one file.</summary>
    public bool IsOfOneFile => Frames.Count + Streams.Count > 0;

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => !HasTerms && !IsOfOneFile;

    /// <summary>Streams that are meant as they are, reset or not: those that no term
    /// limits.</summary>
    public IReadOnlyList<long> WholeStreams => HasTerms ? [] : Streams;

    /// <summary>Whether resets are to be judged to find what is meant.</summary>
    public bool NeedsVerdicts => HasTerms || Frames.Count > 0;

    bool HasTerms
    {
        get
        {
            foreach (string[] words in Terms.Values)
                if (words.Length > 0) return true;

            return false;
        }
    }

    /// <summary>Whether a reset is meant.</summary>
    public bool Holds(ResetEvent reset)
    {
        foreach ((string key, string[] words) in Terms)
        {
            string word = ResetTerms.WordOf(reset.Verdict, key);
            if (words.Length > 0 && System.Array.IndexOf(words, word) < 0) return false;
        }

        // A whole stream is not picked for its resets, and once is enough.
        if (Contains(Streams, reset.Flow.Stream)) return HasTerms;
        return !IsOfOneFile || HoldsFrame(reset);
    }

    bool HoldsFrame(ResetEvent reset)
    {
        foreach (FrameId frame in reset.Frames)
            if (Contains(Frames, frame.Number)) return true;

        return false;
    }

    static bool Contains(IReadOnlyList<long> numbers, long number)
    {
        foreach (long one in numbers)
            if (one == number) return true;

        return false;
    }
}

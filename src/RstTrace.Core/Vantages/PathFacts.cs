using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>What else the path did to a connection between two captures.</summary>
static class PathFacts
{
    /// <summary>It in a sentence; null where the path did nothing.</summary>
    public static string? Sentence(TrackPair pair, string one, string other)
    {
        var facts = new List<string>();
        AddRouters(facts, pair);
        AddTranslation(facts, pair);
        AddOptions(facts, pair);
        AddShift(facts, pair);
        return facts.Count == 0
            ? null
            : $"between {one} and {other}: {string.Join("; ", facts)}";
    }

    static void AddRouters(List<string> facts, TrackPair pair)
    {
        int? low = Lost(pair, fromLow: true), high = Lost(pair, fromLow: false);
        if ((low ?? high) is not { } hops || (hops == 0 && (high ?? 0) == 0)) return;

        string there = hops == 1 ? "1 router" : $"{hops} routers";
        facts.Add(low is { } first && high is { } second && first != second
            ? $"{first} hops one way, {second} the other"
            : there);
    }

    static int? Lost(TrackPair pair, bool fromLow)
    {
        foreach ((SeenSegment one, SeenSegment other) in pair.Twins)
            if (one.FromLow == fromLow) return Math.Abs(one.HopLimit - other.HopLimit);

        return null;
    }

    static void AddTranslation(List<string> facts, TrackPair pair)
    {
        if (pair.One.Key == pair.Other.Key) return;

        facts.Add($"addresses translated, {Ends(pair.One)} to {Ends(pair.Other)}");
    }

    static string Ends(FlowTrack track)
        => $"{track.Key.LowAddress} port {track.Key.LowPort} and {track.Key.HighAddress} port "
            + track.Key.HighPort;

    static void AddOptions(List<string> facts, TrackPair pair)
    {
        foreach ((SeenSegment one, SeenSegment other) in pair.Twins)
        {
            if (!one.IsSyn) continue;
            if (one.MaximumSegmentSize != other.MaximumSegmentSize)
            {
                facts.Add($"MSS {Math.Max(one.MaximumSegmentSize, other.MaximumSegmentSize)} "
                    + $"made {Math.Min(one.MaximumSegmentSize, other.MaximumSegmentSize)}");
            }

            if ((one.TimestampValue == 0) != (other.TimestampValue == 0))
                facts.Add("timestamps stripped");
            if (one.WindowShift != other.WindowShift) facts.Add("window scale changed");
            const SegmentTraits Options = SegmentTraits.SackPermitted | SegmentTraits.Mptcp;
            if ((one.Traits & Options) != (other.Traits & Options))
                facts.Add("SACK or MPTCP options stripped");
            return;
        }
    }

    static void AddShift(List<string> facts, TrackPair pair)
    {
        if (pair.Kinship != Kinship.Rewritten) return;

        uint low = pair.ShiftOf(low: true), high = pair.ShiftOf(low: false);
        facts.Add(low != 0 && high != 0
            ? $"sequence numbers moved by {low} and {high}"
            : $"sequence numbers of one side moved by {(low != 0 ? low : high)}");
    }
}

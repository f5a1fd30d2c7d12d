using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>Resets that are one story: what a reader gets instead of a line for each.</summary>
/// <remarks>Immutable and the receiver's to keep. Every reset event of a capture is in exactly
/// one.</remarks>
public sealed record Incident
{
    /// <summary>What makes them one.</summary>
    public required IncidentKind Kind { get; init; }

    /// <summary>How much it hurts.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What happened, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What happened, in a sentence with numbers.</summary>
    public required string Story { get; init; }

    /// <summary>The observation that would refute the story.</summary>
    public required string RefutedBy { get; init; }

    /// <summary>How sure the story is: 0 to 1. Of resets that only say the same, how sure the
    /// surest of them is.</summary>
    public required double Confidence { get; init; }

    /// <summary>The median of its resets' own confidences, to the hundredth.</summary>
    public required double TypicalConfidence { get; init; }

    /// <summary>The causes of its resets, most frequent first, that of echoes last.</summary>
    public required IReadOnlyList<CauseCount> Causes { get; init; }

    /// <summary>Who sent them, in the order of the enumeration.</summary>
    public required IReadOnlyList<Party> Senders { get; init; }

    /// <summary>Whose addresses they bear.</summary>
    public IReadOnlyList<Side> ClaimedSenders { get; init; } = [];

    /// <summary>When in their connections' lives, in the order of the enumeration.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>Reset events in it, <see cref="Echoes"/> among them.</summary>
    public required long Count { get; init; }

    /// <summary>Those that only answer what was sent before an earlier reset of the same
    /// connection.</summary>
    public required long Echoes { get; init; }

    /// <summary>RST frames in these events.</summary>
    public required long ResetFrames { get; init; }

    /// <summary>When the first reset was captured that is no echo.</summary>
    public required Timestamp First { get; init; }

    /// <summary>When the last one was.</summary>
    public required Timestamp Last { get; init; }

    /// <summary>Resets a minute from the first to the last; null where they are fewer than two or
    /// closer than ten seconds.</summary>
    public double? PerMinute { get; init; }

    /// <summary>Different client addresses.</summary>
    public required Tally Clients { get; init; }

    /// <summary>Different services.</summary>
    public required Tally Servers { get; init; }

    /// <summary>These services by address and port, as many as were told apart.</summary>
    public required IReadOnlyList<Service> Services { get; init; }

    /// <summary>What is known of these services' connections, added up; null where it is not known
    /// of each.</summary>
    public ServiceFacts? Facts { get; init; }

    /// <summary>Silences before those resets that came after one; null without.</summary>
    public SilenceRange? Silences { get; init; }

    /// <summary>What is known at the end of an idle timeout: of several paths, on the one with
    /// most silences; null where none of its resets came after one.</summary>
    public IdleBracket? IdleTimeout { get; init; }

    /// <summary>The regular interval of a check; null of all else.</summary>
    public Beat? Beat { get; init; }

    /// <summary>The reset that tells most: of the worst, the surest; of equals, the
    /// earliest.</summary>
    public required ResetEvent Example { get; init; }

    /// <summary>What to check or change, first things first.</summary>
    public required IReadOnlyList<Fix> Fixes { get; init; }

    /// <summary>A line for each reset, in order of time, as far as the tracker kept them: see
    /// <see cref="IncidentTracker.MostListed"/>.</summary>
    public required IReadOnlyList<ListedReset> Listed { get; init; }

    /// <summary>Resets in it that are no echoes.</summary>
    public long Resets => Count - Echoes;

    /// <summary>Share of these services' connections that were reset: 0 to 1; null where their
    /// number is not known.</summary>
    public double? Share
        => Facts is { Connections: > 0 } facts
            ? System.Math.Min(1, (double)Resets / facts.Connections)
            : null;

    /// <summary>The order of reports: by severity, then the largest, then the earliest.</summary>
    /// <remarks>Whatever their order was before, the same incidents give the same
    /// report.</remarks>
    public static int WorstFirst(Incident left, Incident right)
    {
        int order = left.Severity.CompareTo(right.Severity);
        if (order == 0) order = right.Count.CompareTo(left.Count);
        if (order == 0) order = left.First.CompareTo(right.First);
        if (order == 0)
            order = string.CompareOrdinal(left.Causes[0].Cause.Id, right.Causes[0].Cause.Id);
        return order != 0
            ? order
            : left.Example.Frames[0].Number.CompareTo(right.Example.Frames[0].Number);
    }
}

/// <summary>What makes several resets one incident.</summary>
public enum IncidentKind : byte
{
    /// <summary>They say the same: cause, sender, stage and, mostly, server.</summary>
    Resets,

    /// <summary>One process ended and left its connections to the system.</summary>
    ProcessExit,

    /// <summary>A service cut its connections, and refused new ones for a time.</summary>
    ServiceRestart,

    /// <summary>One host tried many ports or hosts.</summary>
    PortScan,

    /// <summary>One host connects at regular intervals and says nothing.</summary>
    HealthCheck,

    /// <summary>A segment escaped address translation, and the answer to it ended the true
    /// connection.</summary>
    NatLeak,

    /// <summary>Another host answers at an address than before.</summary>
    AddressTakeover,
}

/// <summary>How many resets had a cause.</summary>
public readonly record struct CauseCount(Cause Cause, long Count);

/// <summary>A number of different things, told apart up to a limit.</summary>
/// <param name="Count">How many were told apart.</param>
/// <param name="IsAtLeast">Whether there may have been more.</param>
public readonly record struct Tally(int Count, bool IsAtLeast)
{
    /// <summary>"1 client", "3 clients", "at least 256 clients".</summary>
    public string Of(string noun) => (IsAtLeast ? "at least " : "") + Say.Count(Count, noun);
}

/// <summary>Shortest, median and longest of some silences.</summary>
public readonly record struct SilenceRange(Duration Shortest, Duration Median, Duration Longest);

/// <summary>How regular a check is.</summary>
/// <param name="Interval">Median time from one to the next.</param>
/// <param name="Jitter">Standard deviation of these times, a missed one set right.</param>
/// <param name="Intervals">How many of them.</param>
public readonly record struct Beat(Duration Interval, Duration Jitter, int Intervals);

/// <summary>What is known of a service's connections: also of those that were not reset.</summary>
/// <param name="Connections">Connections to it that were seen.</param>
/// <param name="Accepted">Those it accepted.</param>
/// <param name="Refused">Those it refused.</param>
/// <param name="Unanswered">Those whose SYN it did not answer.</param>
public sealed record ServiceFacts(long Connections, long Accepted, long Refused, long Unanswered)
{
    /// <summary>The facts of two services as those of one.</summary>
    public static ServiceFacts operator +(ServiceFacts left, ServiceFacts right)
        => new(
            left.Connections + right.Connections,
            left.Accepted + right.Accepted,
            left.Refused + right.Refused,
            left.Unanswered + right.Unanswered);
}

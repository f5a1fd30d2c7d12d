using System.Collections.Generic;

namespace RstTrace.Reports.History;

/// <summary>What a history answers to a question.</summary>
public sealed record HistoryAnswer
{
    /// <summary>The history's file.</summary>
    public required string File { get; init; }

    /// <summary>Resets that match, whether listed or not.</summary>
    public required long Count { get; init; }

    /// <summary>The first of them, in nanoseconds since 1970; null where there is none.</summary>
    public long? First { get; init; }

    /// <summary>The last of them.</summary>
    public long? Last { get; init; }

    /// <summary>The oldest reset in the file, matching or not; null in one without.</summary>
    public long? Oldest { get; init; }

    /// <summary>The newest.</summary>
    public long? Newest { get; init; }

    /// <summary>All that match, by cause, sender and server, most first.</summary>
    public required IReadOnlyList<StoredGroup> Groups { get; init; }

    /// <summary>The latest that match, in order of time.</summary>
    public required IReadOnlyList<StoredReset> Resets { get; init; }
}

/// <summary>Resets of one cause, sender and server.</summary>
public readonly record struct StoredGroup(
    string Cause, string Sender, string Server, int ServerPort, long Count, double Surest);

/// <summary>A reset as a history's columns have it.</summary>
/// <param name="Time">In nanoseconds since 1970.</param>
/// <param name="Cause">Its cause.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Stage">When in the connection's life.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Client">The client's address.</param>
/// <param name="ClientPort">Its port.</param>
/// <param name="Server">The server's address.</param>
/// <param name="ServerPort">Its port.</param>
/// <param name="ServerName">The host that was asked for; may be empty.</param>
public readonly record struct StoredReset(
    long Time, string Cause, string Sender, string Stage, double Confidence, string Client,
    int ClientPort, string Server, int ServerPort, string ServerName);

using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>A line of a log that fits a reset.</summary>
/// <remarks>Its texts are as they stand in the log, which anybody who connects writes into: no
/// more than some hundred characters each, and not yet safe to show.</remarks>
public sealed record LogEvidence
{
    /// <summary>When it was written, on the capture's clock as far as that is known.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>From the reset to the line; negative before it.</summary>
    public required Duration Since { get; init; }

    /// <summary>What the log's time is rounded down to: a second, say.</summary>
    public required Duration Precision { get; init; }

    /// <summary>The log: a file as the user named it, or "journal".</summary>
    public required string Source { get; init; }

    /// <summary>Who wrote it, such as <c>sshd</c>; null where the line does not say.</summary>
    public string? Process { get; init; }

    /// <summary>Its process id; null where the line does not say.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>What makes it this reset's.</summary>
    public required LogFit Fit { get; init; }

    /// <summary>Id of the phrase that is known, such as <c>sshd-max-startups</c>; null for
    /// none.</summary>
    public string? Phrase { get; init; }

    /// <summary>What that phrase proves, in a sentence of ours; null for nothing.</summary>
    public string? Proves { get; init; }
}

/// <summary>What makes a line of a log one reset's, the strongest first.</summary>
public enum LogFit : byte
{
    /// <summary>It names the client's address and port.</summary>
    Endpoint,

    /// <summary>It names the client's address, or the server's address and port.</summary>
    Address,

    /// <summary>It is of the service, or of the kernel, and says what may end
    /// connections.</summary>
    Service,
}

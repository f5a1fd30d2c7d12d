using System;
using System.IO;

namespace RstTrace.Sidecar.Store;

/// <summary>The <c>store:</c> of the configuration.</summary>
public sealed record StoreOptions
{
    /// <summary>Where the history is unless told otherwise.</summary>
    public const string UsualFile = "/var/lib/rsttrace/events.db";

    /// <summary>Whether a history is kept.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The file; its folder is made if need be.</summary>
    public string File { get; init; } = UsualFile;

    /// <summary>What is older is deleted.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Octets of the file at most; the oldest is deleted beyond it.</summary>
    public long MaxOctets { get; init; } = 1L << 30;

    /// <summary>How long an event may wait to be committed: up to a second.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Events that may wait for the disk; what comes beyond is dropped and
    /// counted.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>What is wrong, after the name of the key; null when nothing is.</summary>
    public string? Validate()
        => File.Length == 0 || Directory.Exists(File) ? $"store.file is no file: '{File}'"
            : MaxAge < TimeSpan.FromMinutes(1) ? "store.max_age is less than a minute"
            : MaxAge > TimeSpan.FromDays(36500) ? "store.max_age is more than a hundred years"
            : MaxOctets < 1 << 20 ? "store.max_size is less than 1 MB"
            : CommitInterval <= TimeSpan.Zero || CommitInterval > TimeSpan.FromSeconds(1)
                ? "store.commit_interval is not between 0 and 1 second"
            : QueueLength is < 16 or > 1_000_000 ? "store.queue is not between 16 and 1000000"
            : null;
}

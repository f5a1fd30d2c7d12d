using System.IO;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The <c>spool:</c> of a destination: what waits for it, on disk.</summary>
public sealed record SpoolOptions
{
    /// <summary>Where spools are unless told otherwise, each in a folder of its name.</summary>
    public const string UsualFolder = "/var/lib/rsttrace/spool";

    /// <summary>The folder of this spool; made if need be.</summary>
    public required string Folder { get; init; }

    /// <summary>Octets at most; beyond it the oldest are dropped and counted.</summary>
    public long MaxOctets { get; init; } = 256 << 20;

    /// <summary>How sure it is that what was appended outlives a power cut. A kill -9 loses
    /// nothing that was appended under any of them.</summary>
    public SpoolSync Sync { get; init; } = SpoolSync.EachSecond;

    /// <summary>What is wrong, after the name of the key; null when nothing is.</summary>
    public string? Validate()
        => Folder.Length == 0 || File.Exists(Folder) ? $"spool.folder is no folder: '{Folder}'"
            : MaxOctets < 1 << 20 ? "spool.max_size is less than 1 MB"
            : null;
}

/// <summary>When a spool is forced to the disk.</summary>
public enum SpoolSync
{
    /// <summary>When the system likes.</summary>
    Never,

    /// <summary>Once a second, while there is something new.</summary>
    EachSecond,

    /// <summary>Whenever something is appended.</summary>
    Always,
}

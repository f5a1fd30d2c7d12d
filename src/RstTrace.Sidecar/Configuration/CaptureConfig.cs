using RstTrace.Core.Wire;

namespace RstTrace.Sidecar.Configuration;

/// <summary><c>capture:</c>: what is captured, where, and how much is kept of it. Null is what
/// <c>rsttrace live</c> does.</summary>
public sealed record CaptureConfig
{
    const long Kibi = 1 << 10, Mebi = 1 << 20;

    /// <summary>The device, or any.</summary>
    public string Interface { get; init; } = "any";

    /// <summary>Which packets, as tcpdump takes it; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The network namespace by name or path; null for none.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>A process whose network namespace it is; null for none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>A container whose network namespace it is, by the beginning of its id; null for
    /// none.</summary>
    public string? Container { get; init; }

    /// <summary>Octets of each frame.</summary>
    public int SnapLength { get; init; } = 512;

    /// <summary>The kernel's buffer; null for what the memory limit leaves.</summary>
    public int? BufferOctets { get; init; }

    /// <summary>Threads that share the frames.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Connections held at once; null for what the memory limit leaves.</summary>
    public int? MaxFlows { get; init; }

    /// <summary>Silence from which on a reset came after idle.</summary>
    public Duration? IdleAfter { get; init; }

    /// <summary>Whom to become once the device is open; null to stay.</summary>
    public string? User { get; init; }

    /// <summary>Memory in which the latest frames are kept, for the ladders of resets.</summary>
    public int LadderOctets { get; init; } = 4 << 20;

    internal static CaptureConfig Read(ConfigTree tree)
    {
        ConfigSection section = tree.Section("capture");
        var usual = new CaptureConfig();
        var read = new CaptureConfig
        {
            Interface = section.Text("interface") ?? usual.Interface,
            Filter = section.Text("filter"),
            NetworkNamespace = section.Text("netns"),
            ProcessId = (int?)section.Whole("pid", 1, int.MaxValue),
            Container = section.Text("container"),
            SnapLength = (int)(section.Whole("snaplen", 64, 256 * Kibi) ?? usual.SnapLength),
            BufferOctets = (int?)section.Octets("buffer", 256 * Kibi, 1024 * Mebi),
            Workers = (int)(section.Whole("workers", 1, 64) ?? usual.Workers),
            MaxFlows = (int?)section.Whole("max_flows", 1_000, 1 << 24),
            IdleAfter = section.Time(
                "idle_after", Duration.FromMilliseconds(1), Duration.FromSeconds(1e6)),
            User = section.Text("user"),
            LadderOctets = (int)(section.Octets("ladder_memory", Mebi, 256 * Mebi)
                ?? usual.LadderOctets),
        };
        if (Count(read.NetworkNamespace, read.ProcessId, read.Container) > 1)
        {
            section.Wrong(
                "netns", "and pid and container each name a network namespace", "one of them");
        }

        if (read.Container is { } id && !ContainerProcess.IsId(id))
        {
            section.Wrong("container", $"takes 12 or more digits of an id, not '{id}'",
                "crictl ps --no-trunc");
        }

        return read;
    }

    static int Count(params object?[] values)
    {
        int count = 0;
        foreach (object? value in values)
            if (value is not null) count++;

        return count;
    }
}

using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar.Configuration;

/// <summary>What the service was told, all of it checked.</summary>
public sealed record SidecarConfig
{
    // What is applied while the service runs; all else needs another start.
    static readonly string[] s_changeable =
        ["services.", "events.rate", "events.burst", "http.token", "log.", "limits.cpu"];

    /// <summary>As it was written.</summary>
    public required ConfigTree Tree { get; init; }

    /// <summary>What is captured.</summary>
    public required CaptureConfig Capture { get; init; }

    /// <summary>Where it answers.</summary>
    public required HttpConfig Http { get; init; }

    /// <summary>How many events are told.</summary>
    public required EventsConfig Events { get; init; }

    /// <summary>What it may take of the host.</summary>
    public required LimitsConfig Limits { get; init; }

    /// <summary>How it speaks of itself.</summary>
    public required bool LogsJson { get; init; }

    /// <summary>What services are called.</summary>
    public required ServiceNames Services { get; init; }

    /// <summary>What makes the outlets that were asked for.</summary>
    public required IReadOnlyList<OutletMaker> Outlets { get; init; }

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="ConfigException">Something is wrong: all of it is said.</exception>
    public static SidecarConfig Read(ConfigTree tree)
    {
        var config = new SidecarConfig
        {
            Tree = tree,
            Capture = CaptureConfig.Read(tree),
            Http = HttpConfig.Read(tree),
            Events = EventsConfig.Read(tree),
            Limits = LimitsConfig.Read(tree),
            LogsJson = ReadLog(tree.Section("log")),
            Services = ServiceNames.Read(tree),
            Outlets = OutletMakers.Read(tree),
        };
        tree.Finish();
        return config;
    }

    /// <summary>What another configuration says otherwise, by key, and whether that can change
    /// while the service runs.</summary>
    public IReadOnlyList<(string Key, bool CanChange)> ChangesTo(SidecarConfig other)
    {
        SortedDictionary<string, string> before = Tree.Lines(), after = other.Tree.Lines();
        var changes = new List<(string, bool)>();
        foreach ((string key, string value) in before)
        {
            if (!after.TryGetValue(key, out string? now) || now != value)
                changes.Add((key, CanChange(key)));
        }

        foreach (string key in after.Keys)
            if (!before.ContainsKey(key)) changes.Add((key, CanChange(key)));

        return changes;
    }

    static bool CanChange(string key)
    {
        foreach (string changeable in s_changeable)
            if (key.StartsWith(changeable, System.StringComparison.Ordinal)) return true;

        return false;
    }

    static bool ReadLog(ConfigSection section)
        => section.Word("format", "plain", "json") is "json";
}

/// <summary><c>events:</c>: how many reset events are told one by one.</summary>
public sealed record EventsConfig
{
    /// <summary>Of one cause at one server, a second on average.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>Of one cause at one server at once, after a quiet time.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>Whether they are written to standard output.</summary>
    public bool WritesOutput { get; init; } = true;

    internal static EventsConfig Read(ConfigTree tree)
    {
        ConfigSection section = tree.Section("events");
        var usual = new EventsConfig();
        return new EventsConfig
        {
            Rate = section.Whole("rate", 1, 1_000_000) ?? usual.Rate,
            Burst = (int)(section.Whole("burst", 1, 1_000_000) ?? usual.Burst),
            WritesOutput = section.Word("output", "ndjson", "none") is not "none",
        };
    }
}

/// <summary><c>limits:</c>: what the service may take of the host.</summary>
public sealed record LimitsConfig
{
    const long Mebi = 1 << 20;

    /// <summary>Resident memory that its tables and buffers are made for, in octets.</summary>
    public long MemoryOctets { get; init; } = 64 * Mebi;

    /// <summary>Share of one processor in percent, above which flows are sampled; null for
    /// none.</summary>
    public int? CpuPercent { get; init; }

    /// <summary>How often what happened is summed up in incidents.</summary>
    public Duration IncidentsEvery { get; init; } = Duration.FromSeconds(300);

    internal static LimitsConfig Read(ConfigTree tree)
    {
        ConfigSection section = tree.Section("limits");
        var usual = new LimitsConfig();
        return new LimitsConfig
        {
            MemoryOctets = section.Octets("memory", 48 * Mebi, 65_536 * Mebi)
                ?? usual.MemoryOctets,
            CpuPercent = (int?)section.Whole("cpu", 1, 6_400),
            IncidentsEvery = section.Time(
                "incidents", Duration.FromSeconds(1), Duration.FromSeconds(86_400))
                ?? usual.IncidentsEvery,
        };
    }
}

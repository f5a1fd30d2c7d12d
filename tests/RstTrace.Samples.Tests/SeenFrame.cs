using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests;

/// <summary>A frame as tshark sees it.</summary>
sealed class SeenFrame
{
    static readonly ConcurrentDictionary<string, SortedDictionary<long, SeenFrame>> s_files = new();

    static readonly string[] s_fields =
    [
        "icmp.type", "icmpv6.type", "tcp.flags.reset", "tcp.window_size_value", "tcp.stream",
        "tcp.srcport", "tcp.dstport", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst",
    ];

    readonly Dictionary<string, string[]> _values;

    SeenFrame(string[] values)
        => _values = s_fields.Zip(values).ToDictionary(
            field => field.First,
            field => field.Second.Length == 0 ? [] : field.Second.Split(Tshark.Separator));

    /// <summary>Whether it is a TCP segment, captured up to its window at least.</summary>
    public bool IsSegment => !IsIcmp && this["tcp.window_size_value"].Length > 0;

    /// <summary>Whether it is an RST on the wire, not one that ICMP quotes.</summary>
    public bool IsReset
        => !IsIcmp && this["tcp.flags.reset"].Any(value => value is "1" or "True");

    /// <summary>Its values of a field, outermost first.</summary>
    public string[] this[string field] => _values[field];

    bool IsIcmp => this["icmp.type"].Length > 0 || this["icmpv6.type"].Length > 0;

    /// <summary>Every frame of a sample, by file and number.</summary>
    public static Dictionary<(string File, long Number), SeenFrame> AllOf(Sample sample)
        => sample.Files
            .SelectMany(file => AllOf(sample, file).Select(frame => (file, frame.Key, frame.Value)))
            .ToDictionary(frame => (frame.file, frame.Key), frame => frame.Value);

    /// <summary>Every frame of one file, by its number.</summary>
    public static SortedDictionary<long, SeenFrame> AllOf(Sample sample, string file)
        => s_files.GetOrAdd(file, _ =>
        {
            using TemporaryFile whole = sample.WholeCopy(file);
            return new(Tshark.Fields(whole.Path, "", s_fields)
                .ToDictionary(frame => frame.Key, frame => new SeenFrame(frame.Value)));
        });
}

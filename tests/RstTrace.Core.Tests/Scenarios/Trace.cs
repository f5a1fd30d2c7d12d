using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>A connection written down as packetdrill does, and what the engine says of
/// it.</summary>
/// <remarks>
/// A line is a segment: <c>+0.010 &lt; P. 1:101(100) ack 1 win 512 ttl 61</c>. The time is seconds
/// since the line before, negative where the clock runs back; <c>&gt;</c> is the client's,
/// <c>&lt;</c> the server's; then the control bits (S F R P . U E W, "." is ACK), the relative
/// sequence number, its end and the length, and what is named: ack (without the ACK bit, too), win,
/// ttl, tos, id, nodf, label (of the flow, IPv6), ts, echo (TSecr), shift, mac (the source's), vlan
/// (any encapsulation), text (what the payload says, in quotation marks), crafted. <c>raw</c> takes
/// sequence and acknowledgment as they stand; <c>port</c> and <c>service</c> make it another
/// connection of the two hosts, from another port of the client and to another port of the server.
/// A line that begins with # is a comment.
/// </remarks>
sealed partial class Trace
{
    readonly Engine _engine;

    Trace(Engine engine) => _engine = engine;

    /// <summary>Counts of the run.</summary>
    public TraceCounters Counters => _engine.Counters;

    /// <summary>The events, in the order they settled.</summary>
    public IReadOnlyList<ResetEvent> Events => _engine.Events;

    /// <summary>The only event.</summary>
    public ResetEvent Event => Events.Count == 1
        ? Events[0]
        : throw new InvalidOperationException($"{Events.Count} events");

    /// <summary>Who is said to have sent each event's reset.</summary>
    public IEnumerable<Party> Senders => Events.Select(reset => reset.Verdict.Sender);

    /// <summary>What was known of each event's reset.</summary>
    public IReadOnlyList<Sight> Sights => _engine.Sights;

    /// <summary>What was known of the only event's reset.</summary>
    public Sight Sight => Event is not null ? Sights[0] : throw new InvalidOperationException();

    /// <summary>Plays a trace.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="setting">Where it takes place: numbers that no verdict may depend on.</param>
    /// <param name="options">What the engine is told.</param>
    public static Trace Of(
        string text, TraceSetting? setting = null, TracerOptions? options = null)
    {
        var engine = new Engine(options);
        foreach ((Segment segment, byte[] payload) in Lines(text, setting ?? new TraceSetting()))
            engine.Take(in segment, payload);
        engine.Finish();
        return new Trace(engine);
    }

    /// <summary>The segments of a trace.</summary>
    public static IEnumerable<Segment> Segments(string text, TraceSetting setting)
        => Lines(text, setting).Select(line => line.Segment);

    static IEnumerable<(Segment Segment, byte[] Payload)> Lines(string text, TraceSetting setting)
    {
        var now = new Timestamp(1_700_000_000_000_000_000);
        int number = 0;
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            Match match = Line().Match(line);
            if (!match.Success) throw new FormatException($"not a segment: {line}");
            now += Duration.FromSeconds(Number(match, "time"));
            byte[] payload = Encoding.UTF8.GetBytes(match.Groups["text"].Value);
            Segment segment = Parse(match, setting, now, ++number);
            if (payload.Length > 0 && payload.Length != segment.PayloadLength)
                throw new FormatException($"{payload.Length} octets of text: {line}");
            yield return (segment with { PayloadCaptured = payload.Length }, payload);
        }
    }

    static Segment Parse(Match match, TraceSetting setting, Timestamp now, int number)
    {
        bool fromClient = match.Groups["way"].Value == ">";
        bool isRaw = match.Groups["raw"].Success;
        uint own = isRaw ? 0 : fromClient ? setting.ClientIss : setting.ServerIss;
        uint other = isRaw ? 0 : fromClient ? setting.ServerIss : setting.ClientIss;
        ControlBits control = Control(match.Groups["bits"].Value);
        int length = (int)Number(match, "length");
        bool hasTimestamps = match.Groups["ts"].Success;
        SegmentTraits traits = (match.Groups["nodf"].Success ? 0 : SegmentTraits.DontFragment)
            | (setting.IsIpv6 ? SegmentTraits.Ipv6 : 0)
            | (hasTimestamps ? SegmentTraits.Timestamps : 0)
            | (match.Groups["crafted"].Success ? SegmentTraits.NoOptions : 0);

        ushort clientPort = (ushort)Number(match, "port", setting.ClientPort);
        ushort serverPort = (ushort)Number(match, "service", setting.ServerPort);
        (IpAddress source, IpAddress destination) = fromClient
            ? (setting.Client, setting.Server)
            : (setting.Server, setting.Client);
        return new Segment
        {
            Time = now,
            Frame = new FrameId(0, number),
            SourceAddress = source,
            DestinationAddress = destination,
            SourcePort = fromClient ? clientPort : serverPort,
            DestinationPort = fromClient ? serverPort : clientPort,
            Encapsulation = match.Groups["vlan"].Success
                ? (ulong)Number(match, "vlan")
                : setting.Encapsulation,
            Sequence = new SequenceNumber(unchecked(own + (uint)Number(match, "seq"))),
            Acknowledgment = match.Groups["ack"].Success
                ? new SequenceNumber(unchecked(other + (uint)Number(match, "ack")))
                : default,
            Control = control,
            PayloadLength = length,
            Window = (ushort)Number(match, "win", 502),
            HopLimit = (byte)Number(match, "ttl", 64),
            TrafficClass = (byte)Number(match, "tos"),
            Identification = (ushort)Number(match, "id"),
            FlowLabel = (uint)Number(
                match, "label", fromClient ? setting.ClientLabel : setting.ServerLabel),
            SourceMac = (ulong)Number(
                match, "mac", fromClient ? setting.ClientMac : setting.ServerMac),
            WindowShift = match.Groups["shift"].Success
                ? (byte)Number(match, "shift")
                : Segment.NoWindowShift,
            MptcpReset = Segment.NoMptcpReset,
            TimestampValue = (uint)Number(match, "ts"),
            TimestampEcho = (uint)Number(match, "echo"),
            Traits = traits,
        };
    }

    static ControlBits Control(string letters)
    {
        const string InHeaderOrder = "FSRP.UEW";
        var control = ControlBits.None;
        foreach (char letter in letters)
            control |= (ControlBits)(1 << InHeaderOrder.IndexOf(letter, StringComparison.Ordinal));
        return control;
    }

    static double Number(Match match, string name, double otherwise = 0)
        => match.Groups[name].Success
            ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture)
            : otherwise;

    [GeneratedRegex(
        @"^\+?(?<time>-?[\d.]+) (?<way>[<>]) +(?<bits>[FSRP.UEW]+) +"
        + @"(?<seq>\d+):\d+\((?<length>\d+)\)"
        + @"(?: +(?:(?<raw>raw)|(?<crafted>crafted)|ack (?<ack>\d+)|win (?<win>\d+)|ttl (?<ttl>\d+)"
        + @"|id (?<id>\d+)|ts (?<ts>\d+)|vlan (?<vlan>\d+)|shift (?<shift>\d+)|(?<nodf>nodf)"
        + @"|tos (?<tos>\d+)|label (?<label>\d+)|echo (?<echo>\d+)|mac (?<mac>\d+)"
        + @"|port (?<port>\d+)|service (?<service>\d+)|text ""(?<text>[^""]*)""))*$")]
    private static partial Regex Line();
}

/// <summary>Where a trace takes place. No verdict may depend on any of it.</summary>
sealed record TraceSetting
{
    public uint ClientIss { get; init; } = 1_000_000;

    public uint ServerIss { get; init; } = 5_000_000;

    public IpAddress Client { get; init; } = IpAddress.FromIpv4(0x0A00_0002);

    public IpAddress Server { get; init; } = IpAddress.FromIpv4(0x0A00_0101);

    public ushort ClientPort { get; init; } = 40_000;

    public ushort ServerPort { get; init; } = 443;

    public ulong Encapsulation { get; init; }

    public bool IsIpv6 { get; init; }

    public uint ClientLabel { get; init; }

    public uint ServerLabel { get; init; }

    public ulong ClientMac { get; init; }

    public ulong ServerMac { get; init; }
}

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
/// sequence and acknowledgment as they stand, <c>rawseq</c> only the sequence number; <c>port</c>
/// and <c>service</c> make it another connection of the two hosts, from another port of the client
/// and to another port of the server. A line that begins with # is a comment.
/// <para>
/// <c>~</c> instead of + says that the segment answers the other side: the way there and back comes
/// on top, as far as it lies beyond the sensor. A time that ends in <c>r</c> is in round trips.
/// <c>says "..."</c> and <c>octets 1603..</c> are how the payload begins; mss, mptcp and
/// <c>mptcprst N</c> (flags and reason) are options; <c>foreign</c> is a segment that the host did
/// not make, so it has none of its habits; text is a payload in full.
/// </para>
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
        foreach ((Segment segment, byte[] octets) in Parsed(text, setting ?? new TraceSetting()))
            engine.Take(in segment, octets);
        engine.Finish();
        return new Trace(engine);
    }

    /// <summary>Plays several connections at once, as one sensor sees them.</summary>
    /// <param name="connections">Each a trace of its own that begins when the others do, and where
    /// it takes place.</param>
    public static Trace Together(
        params IEnumerable<(string Text, TraceSetting Setting)> connections)
    {
        var engine = new Engine();
        int number = 0;
        IEnumerable<(Segment Segment, byte[] Octets)> all = connections
            .SelectMany(connection => Parsed(connection.Text, connection.Setting))
            .OrderBy(parsed => parsed.Segment.Time.Nanoseconds);
        foreach ((Segment segment, byte[] octets) in all)
            engine.Take(segment with { Frame = new FrameId(0, ++number) }, octets);
        engine.Finish();
        return new Trace(engine);
    }

    /// <summary>The segments of a trace.</summary>
    public static IEnumerable<Segment> Segments(string text, TraceSetting setting)
        => Parsed(text, setting).Select(parsed => parsed.Segment);

    static IEnumerable<(Segment Segment, byte[] Octets)> Parsed(string text, TraceSetting setting)
    {
        var now = new Timestamp(1_700_000_000_000_000_000);
        var habits = new HostHabits(setting);
        int number = 0;
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            Match match = Line().Match(line);
            if (!match.Success) throw new FormatException($"not a segment: {line}");
            now += Duration.FromSeconds(Elapsed(match, setting));
            byte[] octets = Octets(match);
            Segment segment = Parse(match, setting, now, ++number);
            segment.PayloadCaptured = octets.Length;
            segment.Hint = PayloadHint.Read(octets);
            bool isForeign = match.Groups["foreign"].Success;
            if (!isForeign) habits.Dress(ref segment, name => match.Groups[name].Success);
            yield return (segment, octets);
        }
    }

    // A turn of the talk takes the part of the round trip that lies beyond the sensor.
    static double Elapsed(Match match, TraceSetting setting)
    {
        double time = Number(match, "time");
        if (match.Groups["trips"].Success) time *= setting.RoundTrip;
        if (match.Groups["answer"].Value != "~") return time;
        bool fromClient = match.Groups["way"].Value == ">";
        double beyond = fromClient ? setting.SensorAt : 1 - setting.SensorAt;
        return time + (setting.RoundTrip * beyond) + HostHabits.Processing;
    }

    // The payload as it begins, and then octets that mean nothing.
    static byte[] Octets(Match match)
    {
        string said = match.Groups["says"].Value + match.Groups["text"].Value;
        byte[] beginning = said.Length > 0
            ? Encoding.UTF8.GetBytes(said)
            : Convert.FromHexString(match.Groups["octets"].Value);
        if (beginning.Length == 0) return [];
        int length = (int)Number(match, "length");
        bool isAll = match.Groups["text"].Success;
        if (length < beginning.Length || (isAll && length > beginning.Length))
            throw new FormatException($"{beginning.Length} octets: {match.Value}");
        return [.. beginning, .. Enumerable.Repeat((byte)'x', length - beginning.Length)];
    }

    static Segment Parse(Match match, TraceSetting setting, Timestamp now, int number)
    {
        bool fromClient = match.Groups["way"].Value == ">";
        bool isRaw = match.Groups["raw"].Success;
        uint own = isRaw || match.Groups["rawseq"].Success ? 0
            : fromClient ? setting.ClientIss : setting.ServerIss;
        uint other = isRaw ? 0 : fromClient ? setting.ServerIss : setting.ClientIss;
        ControlBits control = Control(match.Groups["bits"].Value);
        int length = (int)Number(match, "length");
        bool hasTimestamps = match.Groups["ts"].Success;
        SegmentTraits traits = (match.Groups["nodf"].Success ? 0 : SegmentTraits.DontFragment)
            | (setting.IsIpv6 ? SegmentTraits.Ipv6 : 0)
            | (hasTimestamps ? SegmentTraits.Timestamps : 0)
            | (match.Groups["mptcp"].Success ? SegmentTraits.Mptcp : 0)
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
            HopLimit = (byte)Number(
                match, "ttl", 64 - (fromClient ? setting.ClientHops : setting.ServerHops)),
            TrafficClass = (byte)Number(match, "tos"),
            Identification = (ushort)Number(match, "id"),
            FlowLabel = (uint)Number(
                match, "label", fromClient ? setting.ClientLabel : setting.ServerLabel),
            SourceMac = (ulong)Number(
                match, "mac", fromClient ? setting.ClientMac : setting.ServerMac),
            WindowShift = match.Groups["shift"].Success
                ? (byte)Number(match, "shift")
                : Segment.NoWindowShift,
            MaximumSegmentSize = (ushort)Number(match, "mss"),
            MptcpReset = (ushort)Number(match, "mptcprst", Segment.NoMptcpReset),
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
        @"^(?<answer>[+~]?)(?<time>-?[\d.]+)(?<trips>r)? +(?<way>[<>]) +(?<bits>[FSRP.UEW]+) +"
        + @"(?<seq>\d+):\d+\((?<length>\d+)\)"
        + @"(?: +(?:(?<raw>raw)|(?<rawseq>rawseq)|(?<crafted>crafted)|(?<foreign>foreign)"
        + @"|says ""(?<says>[^""]*)""|octets (?<octets>[0-9A-F]+)|text ""(?<text>[^""]*)"""
        + @"|ack (?<ack>\d+)|win (?<win>\d+)|ttl (?<ttl>\d+)|mss (?<mss>\d+)|(?<mptcp>mptcp)"
        + @"|mptcprst (?<mptcprst>\d+)"
        + @"|id (?<id>\d+)|ts (?<ts>\d+)|vlan (?<vlan>\d+)|shift (?<shift>\d+)|(?<nodf>nodf)"
        + @"|tos (?<tos>\d+)|label (?<label>\d+)|echo (?<echo>\d+)|mac (?<mac>\d+)"
        + @"|port (?<port>\d+)|service (?<service>\d+)))*$")]
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

    /// <summary>Seconds from a segment to its answer, which <c>~</c> adds.</summary>
    public double RoundTrip { get; init; } = 0.010;

    /// <summary>Where the sensor is: 0 at the client, 1 at the server.</summary>
    public double SensorAt { get; init; }

    /// <summary>Routers between the client and the sensor.</summary>
    public byte ClientHops { get; init; }

    /// <summary>Routers between the server and the sensor.</summary>
    public byte ServerHops { get; init; }

    /// <summary>What the hosts do that a line does not say.</summary>
    public HostStack Stack { get; init; }

    /// <summary>Whether they agree on timestamps and window scaling (RFC 7323), where
    /// <see cref="Stack"/> does.</summary>
    public HighPerformance Agreed { get; init; } = HighPerformance.All;

    public uint ClientLabel { get; init; }

    public uint ServerLabel { get; init; }

    public ulong ClientMac { get; init; }

    public ulong ServerMac { get; init; }
}

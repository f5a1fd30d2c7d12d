using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>Where the made-up capture is taken, beside the servers: turns what a connection wants
/// into the frame that is seen there.</summary>
sealed class Vantage(RandomNumbers random)
{
    static readonly ushort[] s_serverPorts = [HttpPort, 8080, 20022, 20443, 25432];
    const ushort HttpPort = 80, OtherHttpPort = 8080;

    /// <summary>The machines at both ends.</summary>
    public Hosts Hosts { get; } = new(random);

    /// <summary>What choices are made with.</summary>
    public RandomNumbers Random { get; } = random;

    /// <summary>Holds the latest frame.</summary>
    public EthernetFrame Frame { get; } = new();

    /// <summary>When the next segment is seen, in microseconds since the capture began.</summary>
    public long Now { get; set; }

    /// <summary>Whether the latest frame resets a connection.</summary>
    public bool ShowedReset { get; private set; }

    /// <summary>A port on which some server might serve.</summary>
    public ushort AnyServerPort() => s_serverPorts[Random.Below(s_serverPorts.Length)];

    /// <summary>Shows a segment.</summary>
    /// <param name="sender">Its sender, whose clock and identification it carries.</param>
    /// <param name="receiver">The other end.</param>
    /// <param name="intent">What the connection wants of it.</param>
    public void Show(ref Peer sender, in Peer receiver, in Intent intent)
    {
        bool fromClient = intent.Sender == Side.Client;
        ref Host from = ref Hosts[intent.Sender, sender.Host];
        ref Host to = ref Hosts[fromClient ? Side.Server : Side.Client, receiver.Host];
        var segment = new Segment
        {
            SourceMac = from.Mac,
            SourceAddress = intent.IsIpv6 ? from.Ipv6 : from.Ipv4,
            DestinationAddress = intent.IsIpv6 ? to.Ipv6 : to.Ipv4,
            SourcePort = sender.Port,
            DestinationPort = receiver.Port,
            HopLimit = from.HopLimit,
            Control = intent.Control,
            Sequence = intent.Sequence,
            Acknowledgment = intent.Acknowledgment,
            PayloadLength = intent.PayloadLength,
            Window = Window(from.Stack, intent.Control),
        };
        if (segment.IsSyn) AddSynOptions(ref segment, from.Stack, intent.IsIpv6);
        if (intent.HasTimestamps && !intent.IsOutsideConnection)
            AddTimestamps(ref segment, ref sender, in receiver);
        if (intent.IsIpv6) AddIpv6(ref segment, sender.TimestampOffset);
        else AddIpv4(ref segment, ref from, ref sender, intent.IsOutsideConnection);

        Span<byte> head = stackalloc byte[MessageHead.MaximumLength];
        ushort serverPort = fromClient ? receiver.Port : sender.Port;
        bool hasHead = intent.MessageOctets != 0 && serverPort is HttpPort or OtherHttpPort;
        head = hasHead ? MessageHead.Write(fromClient, intent.MessageOctets, head) : [];
        ShowedReset = segment.IsReset;
        Frame.Write(in segment, to.Mac, head, received: fromClient);
    }

    static ushort Window(TcpStack stack, ControlBits control)
    {
        if ((control & ControlBits.Reset) != 0) return 0;
        return (control & ControlBits.Syn) != 0 ? stack.SynWindow : stack.Window;
    }

    static void AddSynOptions(ref Segment segment, TcpStack stack, bool isIpv6)
    {
        segment.MaximumSegmentSize = EthernetFrame.MaximumSegmentSize(isIpv6);
        segment.Traits |= SegmentTraits.SackPermitted;
        segment.WindowShift = stack.WindowShift;
    }

    void AddTimestamps(ref Segment segment, ref Peer sender, in Peer receiver)
    {
        segment.Traits |= SegmentTraits.Timestamps;
        segment.TimestampValue = unchecked(sender.TimestampOffset + (uint)(Now / 1000));
        segment.TimestampEcho = segment.HasAcknowledgment ? receiver.TimestampSent : 0;
        sender.TimestampSent = segment.TimestampValue;
    }

    // The label need only stay the same for one direction of a connection (RFC 6437).
    static void AddIpv6(ref Segment segment, uint label)
    {
        segment.Traits |= SegmentTraits.Ipv6;
        segment.FlowLabel = label & 0xF_FFFF;
    }

    static void AddIpv4(
        ref Segment segment, ref Host from, ref Peer sender, bool isOutsideConnection)
    {
        segment.Traits |= SegmentTraits.DontFragment;
        segment.Identification = from.Stack.Identifications switch
        {
            Identifications.ByMachine => from.NextIdentification++,
            Identifications.ByConnection when !isOutsideConnection => sender.Identification++,
            Identifications.ByConnection or Identifications.Zero => 0,
            _ => throw new InvalidOperationException("No such way to number datagrams."),
        };
    }
}

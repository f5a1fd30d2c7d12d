using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

/// <summary>Segments of a connection of the laboratory, as its capture has them.</summary>
static class Segments
{
    const uint ClientIsn = 2_369_876_886, ServerIsn = 2_662_001_553;
    const ControlBits PushAck = ControlBits.Push | ControlBits.Ack;

    /// <summary>Scenario 78 at the client: its TCP, frame by frame.</summary>
    public static Segment[] IdleBox { get; } =
    [
        Of(1, Side.Client, 0, ControlBits.Syn, 0, null, 0, 64_240, 64, 0x1A87) with
        {
            WindowShift = 10,
        },
        Of(2, Side.Server, 52, ControlBits.Syn | ControlBits.Ack, 0, 1, 0, 65_160, 63, 0) with
        {
            WindowShift = 10,
        },
        Of(3, Side.Client, 64, ControlBits.Ack, 1, 1, 0, 63, 64, 0x1A88),
        Of(4, Side.Client, 120, PushAck, 1, 1, 5, 63, 64, 0x1A89),
        Of(5, Side.Server, 141, ControlBits.Ack, 1, 6, 0, 64, 63, 0xF78E),
        Of(6, Side.Server, 168, PushAck, 1, 6, 5, 64, 63, 0xF78F),
        Of(7, Side.Client, 171, ControlBits.Ack, 6, 6, 0, 63, 64, 0x1A8A),
        Of(14, Side.Client, 35_016_294, PushAck, 6, 6, 10, 63, 64, 0x1A8B),
        Of(15, Side.Server, 35_016_351, ControlBits.Reset, 6, null, 0, 0, 64, 0),
        Of(16, Side.Server, 35_335_678, ControlBits.Fin | ControlBits.Ack, 6, 6, 0, 64, 63, 0xF790),
        Of(17, Side.Client, 35_335_715, ControlBits.Reset, 6, null, 0, 0, 64, 0),
    ];

    /// <param name="frame">Number of its frame.</param>
    /// <param name="sender">Whose address it carries.</param>
    /// <param name="microseconds">Since the connection's start.</param>
    /// <param name="control">Control bits.</param>
    /// <param name="sequence">SEG.SEQ after the sender's ISN.</param>
    /// <param name="acknowledgment">SEG.ACK after the receiver's ISN.</param>
    /// <param name="length">Octets of payload.</param>
    /// <param name="window">SEG.WND.</param>
    /// <param name="hops">TTL.</param>
    /// <param name="identification">IP ID.</param>
    public static Segment Of(
        long frame,
        Side sender,
        long microseconds,
        ControlBits control,
        uint sequence,
        uint? acknowledgment,
        int length,
        ushort window,
        byte hops,
        ushort identification)
    {
        FlowSummary flow = Events.IdleBox.Flow;
        bool isClient = sender == Side.Client;
        Endpoint source = isClient ? flow.Client : flow.Server;
        Endpoint destination = isClient ? flow.Server : flow.Client;
        (uint own, uint peer) = isClient ? (ClientIsn, ServerIsn) : (ServerIsn, ClientIsn);
        return new Segment
        {
            Time = flow.Start + Events.Microseconds(microseconds),
            Frame = Events.Frame(frame),
            SourceAddress = source.Address,
            SourcePort = source.Port,
            DestinationAddress = destination.Address,
            DestinationPort = destination.Port,
            Control = control,
            Sequence = new SequenceNumber(own) + sequence,
            Acknowledgment = acknowledgment is { } octet
                ? new SequenceNumber(peer) + octet
                : default,
            PayloadLength = length,
            Window = window,
            HopLimit = hops,
            Identification = identification,
            WindowShift = Segment.NoWindowShift,
            MptcpReset = Segment.NoMptcpReset,
        };
    }
}

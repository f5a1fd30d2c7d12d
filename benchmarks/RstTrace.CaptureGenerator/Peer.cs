using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>One end of a connection, as it sees itself.</summary>
struct Peer
{
    public SequenceNumber SendNext;       // SND.NXT
    public SequenceNumber ReceiveNext;    // RCV.NXT: what it acknowledges
    public uint TimestampOffset;          // of its clock for this connection, in milliseconds
    public uint TimestampSent;            // the latest TSval, which the other end echoes
    public int Host;                      // its number on its side
    public ushort Port;
    public ushort Identification;         // counted by connection

    /// <summary>An end before its connection.</summary>
    public static Peer Begin(int host, ushort port, RandomNumbers random)
        => new()
        {
            SendNext = new SequenceNumber((uint)random.Next()),
            TimestampOffset = (uint)random.Next(),
            Host = host,
            Port = port,
            Identification = (ushort)random.Next(),
        };
}

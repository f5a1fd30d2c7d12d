using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Kernel;

/// <summary>Makes events of records, by the formats of this kernel.</summary>
sealed class EventReader
{
    const int Ipv4Family = 2, Ipv6Family = 10, TcpProtocol = 6;
    const byte HardInterrupt = 0x08, SoftInterrupt = 0x10; // TRACE_FLAG_HARDIRQ, _SOFTIRQ
    const byte NotMaskable = 0x40; // TRACE_FLAG_NMI

    readonly EventFormat _sent;
    readonly EventFormat? _received, _state;
    readonly IReadOnlyDictionary<long, string> _reasons;
    readonly Fields _ofSent, _ofReceived, _ofState;

    /// <param name="sent">Of tcp_send_reset.</param>
    /// <param name="received">Of tcp_receive_reset; null where the kernel has none.</param>
    /// <param name="state">Of inet_sock_set_state; null where the kernel has none.</param>
    public EventReader(EventFormat sent, EventFormat? received, EventFormat? state)
    {
        (_sent, _received, _state) = (sent, received, state);
        _reasons = sent.SymbolsOf("reason");
        _ofSent = new Fields(sent);
        _ofReceived = new Fields(received ?? sent);
        _ofState = new Fields(state ?? sent);
    }

    /// <summary>Whether this kernel says why (since 6.10), and with that tells of every reset that
    /// it sends.</summary>
    public bool KnowsReasons => _reasons.Count > 0;

    /// <summary>Reads a record.</summary>
    /// <param name="record">Borrowed for the call.</param>
    /// <param name="time">When it was made.</param>
    /// <param name="read">What it says.</param>
    /// <returns>Whether it is one of the events, and whole.</returns>
    public bool TryRead(ReadOnlySpan<byte> record, long time, out KernelEvent read)
    {
        read = default;
        if (record.Length < 8) return false;

        ushort type = MemoryMarshal.Read<ushort>(record);
        if (type == _sent.Id) return TryRead(KernelEventKind.Sent, _ofSent, record, time, out read);
        if (type == _received?.Id)
            return TryRead(KernelEventKind.Received, _ofReceived, record, time, out read);
        return type == _state?.Id
            && (_ofState.Protocol?.NumberIn(record) ?? TcpProtocol) == TcpProtocol
            && TryRead(KernelEventKind.State, _ofState, record, time, out read);
    }

    bool TryRead(
        KernelEventKind kind, in Fields fields, ReadOnlySpan<byte> record, long time,
        out KernelEvent read)
    {
        read = default;
        if (!TryEnds(in fields, record, out SocketEnd here, out SocketEnd there)) return false;

        byte flags = (byte)(fields.Flags?.NumberIn(record) ?? SoftInterrupt);
        read = new KernelEvent
        {
            Kind = kind,
            Time = time,
            Here = here,
            There = there,
            Reason = kind == KernelEventKind.Sent ? ReasonIn(in fields, record) : null,
            State = (byte)(fields.State?.NumberIn(record) ?? 0),
            OldState = (byte)(fields.OldState?.NumberIn(record) ?? 0),
            IsActive = fields.Segment is { } segment && segment.NumberIn(record) == 0,
            Task = (int)(fields.Task?.NumberIn(record) ?? 0),
            IsOfTask = (flags & (HardInterrupt | SoftInterrupt | NotMaskable)) == 0,
        };
        return true;
    }

    // 0 is NOT_SPECIFIED.
    string? ReasonIn(in Fields fields, ReadOnlySpan<byte> record)
        => fields.Reason is { } field && field.NumberIn(record) is not 0 and var number
            ? _reasons.GetValueOrDefault(number)
            : null;

    static bool TryEnds(
        in Fields fields, ReadOnlySpan<byte> record, out SocketEnd here, out SocketEnd there)
    {
        here = there = default;
        if (fields.Source is not { } source || fields.Destination is not { } destination)
            return false;

        // Since 6.10 tcp_send_reset has socket addresses; before and elsewhere there are fields.
        if (fields.SourcePort is not { } sourcePort)
        {
            return TryAddress(source.In(record), out here)
                && TryAddress(destination.In(record), out there);
        }

        ushort port = (ushort)sourcePort.NumberIn(record);
        ushort other = (ushort)(fields.DestinationPort?.NumberIn(record) ?? 0);
        ReadOnlySpan<byte> source6 = Octets(fields.Source6, record);
        ReadOnlySpan<byte> destination6 = Octets(fields.Destination6, record);
        bool isIpv6 = fields.Family?.NumberIn(record) == Ipv6Family
            && source6.Length == 16 && destination6.Length == 16;
        if (isIpv6)
        {
            here = new SocketEnd(IpAddress.FromIpv6(source6), port);
            there = new SocketEnd(IpAddress.FromIpv6(destination6), other);
            return true;
        }

        ReadOnlySpan<byte> source4 = source.In(record), destination4 = destination.In(record);
        if (source4.Length != 4 || destination4.Length != 4) return false;
        here = new SocketEnd(Ipv4(source4), port);
        there = new SocketEnd(Ipv4(destination4), other);
        return true;
    }

    // struct sockaddr_in and sockaddr_in6: family, port, then the address, or the flow label and
    // the address.
    static bool TryAddress(ReadOnlySpan<byte> socket, out SocketEnd end)
    {
        end = default;
        if (socket.Length < 28) return false;

        ushort port = BinaryPrimitives.ReadUInt16BigEndian(socket[2..]);
        switch (MemoryMarshal.Read<ushort>(socket))
        {
            case Ipv4Family:
                end = new SocketEnd(Ipv4(socket[4..]), port);
                return true;
            case Ipv6Family:
                end = new SocketEnd(IpAddress.FromIpv6(socket[8..]), port);
                return true;
            default:
                return false;
        }
    }

    static ReadOnlySpan<byte> Octets(EventField? field, ReadOnlySpan<byte> record)
        => field is { } known ? known.In(record) : default;

    static IpAddress Ipv4(ReadOnlySpan<byte> octets)
        => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(octets));

    // Where the fields lie; null for those that this kernel's event does not have.
    readonly struct Fields(EventFormat format)
    {
        public readonly EventField? Flags = format.Field("common_flags"),
            Task = format.Field("common_pid"), Segment = format.Field("skbaddr"),
            Reason = format.Field("reason"),
            State = format.Field("newstate") ?? format.Field("state"),
            OldState = format.Field("oldstate"), Family = format.Field("family"),
            Protocol = format.Field("protocol"), Source = format.Field("saddr"),
            Destination = format.Field("daddr"), SourcePort = format.Field("sport"),
            DestinationPort = format.Field("dport"), Source6 = format.Field("saddr_v6"),
            Destination6 = format.Field("daddr_v6");
    }
}

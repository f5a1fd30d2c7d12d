using System;
using System.Runtime.InteropServices;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>What recvmsg(2) tells beside the octets.</summary>
/// <param name="Octets">The octets; cut at 2 kB.</param>
/// <param name="HopLimit">TTL or hop limit of the datagram; null where not told.</param>
/// <param name="Error">What an ICMP message said; null where there was none.</param>
sealed record ReceivedMessage(byte[] Octets, int? HopLimit, IcmpError? Error)
{
    const int DataSize = 2048, ControlSize = 512, VectorSize = 16;
    const int HeaderSize = 16; // struct cmsghdr of 64-bit Linux: size_t length, level, type

    /// <summary>Receives one; null where there is none.</summary>
    public static ReceivedMessage? From(SocketHandle socket, bool fromErrors)
    {
        nint block = Marshal.AllocHGlobal(VectorSize + DataSize + ControlSize);
        try
        {
            nint data = block + VectorSize, control = data + DataSize;
            Marshal.WriteIntPtr(block, data);
            Marshal.WriteIntPtr(block + 8, DataSize);
            var message = new Libc.MessageHeader
            {
                Vectors = block,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlSize,
            };
            int flags = MSG_DONTWAIT | (fromErrors ? MSG_ERRQUEUE : 0);
            nint received = Libc.recvmsg(socket, ref message, flags);
            if (received < 0) return null;

            byte[] octets = new byte[Math.Min(received, DataSize)];
            Marshal.Copy(data, octets, 0, octets.Length);
            byte[] notes = new byte[Math.Min((int)message.ControlLength, ControlSize)];
            Marshal.Copy(control, notes, 0, notes.Length);
            return Read(octets, notes);
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    static ReceivedMessage Read(byte[] octets, ReadOnlySpan<byte> notes)
    {
        int? hopLimit = null;
        IcmpError? error = null;
        while (notes.Length >= HeaderSize)
        {
            int length = (int)Math.Min(MemoryMarshal.Read<ulong>(notes), (ulong)notes.Length);
            if (length < HeaderSize) break;

            int level = MemoryMarshal.Read<int>(notes[8..]);
            int type = MemoryMarshal.Read<int>(notes[12..]);
            ReadOnlySpan<byte> value = notes[HeaderSize..length];
            if (IsError(level, type)) error = IcmpError.Read(value);
            else if (IsHopLimit(level, type) && value.Length >= 4)
                hopLimit = MemoryMarshal.Read<int>(value);

            int aligned = (length + 7) & ~7;
            notes = notes[Math.Min(aligned, notes.Length)..];
        }

        return new ReceivedMessage(octets, hopLimit, error);
    }

    static bool IsError(int level, int type)
        => (level == IPPROTO_IP && type == IP_RECVERR)
            || (level == IPPROTO_IPV6 && type == IPV6_RECVERR);

    static bool IsHopLimit(int level, int type)
        => (level == IPPROTO_IP && type == IP_TTL)
            || (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT);
}

/// <summary>An ICMP message about a segment or datagram of ours (struct sock_extended_err,
/// ip(7)).</summary>
/// <param name="Errno">What the kernel makes of it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Code">Its code.</param>
/// <param name="IsIpv6">Whether it is ICMPv6.</param>
/// <param name="Sender">Who sent it; null where the kernel does not tell.</param>
sealed record IcmpError(int Errno, byte Type, byte Code, bool IsIpv6, HostAddress? Sender)
{
    const int Length = 16; // then the sender's address
    const byte OriginIcmp = 2, OriginIcmp6 = 3;

    /// <summary>Whether a router says that the hop limit ran out there.</summary>
    public bool IsTimeExceeded => IsIpv6 ? Type == 3 : Type == 11;

    /// <summary>Who sent it, as one says it.</summary>
    public string Teller => Sender?.ToString() ?? "a router";

    /// <summary>In the words of RFC 792, 1812 and 4443.</summary>
    public string Words => (IsIpv6, Type, Code) switch
    {
        (false, 3, 0) => "network unreachable",
        (false, 3, 1) => "host unreachable",
        (false, 3, 2) => "protocol unreachable",
        (false, 3, 3) => "port unreachable",
        (false, 3, 4) => "fragmentation needed",
        (false, 3, 9) => "network administratively prohibited",
        (false, 3, 10) => "host administratively prohibited",
        (false, 3, 13) => "administratively prohibited",
        (false, 11, _) => "time exceeded",
        (true, 1, 0) => "no route",
        (true, 1, 1) => "administratively prohibited",
        (true, 1, 3) => "address unreachable",
        (true, 1, 4) => "port unreachable",
        (true, 1, 5) => "source address failed policy",
        (true, 1, 6) => "rejected by the route",
        (true, 2, _) => "packet too big",
        (true, 3, _) => "time exceeded",
        _ => $"type {Type} code {Code}",
    };

    /// <summary>Reads one; null where it came from no ICMP message.</summary>
    public static IcmpError? Read(ReadOnlySpan<byte> value)
    {
        if (value.Length < Length || value[4] is not (OriginIcmp or OriginIcmp6)) return null;

        return new IcmpError(
            MemoryMarshal.Read<int>(value), value[5], value[6], value[4] == OriginIcmp6,
            HostAddress.FromSocketAddress(value[Length..])?.Host);
    }
}

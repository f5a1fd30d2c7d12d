using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RstTrace.Core.Wire;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>ICMP echoes (RFC 792, RFC 4443 §4) to one host.</summary>
/// <remarks>By the socket that the kernel gives to groups in net.ipv4.ping_group_range, else by a
/// raw one, which takes CAP_NET_RAW.</remarks>
sealed class EchoProbe : IDisposable
{
    const int HeaderLength = 8, CookieLength = 8, LeastPayload = 16;
    const byte Request = 8, Reply = 0, Request6 = 128, Reply6 = 129;

    readonly ProbeSocket _socket;
    readonly HostAddress _host;
    readonly bool _isRaw;
    readonly byte[] _cookie = new byte[CookieLength];
    readonly List<Echo> _echoes = [];

    EchoProbe(ProbeSocket socket, HostAddress host, bool isRaw)
    {
        (_socket, _host, _isRaw) = (socket, host, isRaw);
        Random.Shared.NextBytes(_cookie);
        _ = socket.Set(IP_RECVTTL, IPV6_RECVHOPLIMIT, 1);
        _ = socket.Set(IP_RECVERR, IPV6_RECVERR, 1);
    }

    /// <summary>What was sent, and what became of it.</summary>
    public IReadOnlyList<Echo> Echoes => _echoes;

    /// <summary>The last ICMP message that was no echo.</summary>
    public IcmpError? Error { get; private set; }

    /// <summary>Opens one; null where this process may not.</summary>
    public static EchoProbe? Open(HostAddress host)
    {
        int protocol = host.IsIpv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        ProbeSocket? socket = ProbeSocket.Open(host.IsIpv6, SOCK_DGRAM, protocol, out _);
        if (socket is not null) return new EchoProbe(socket, host, isRaw: false);

        socket = ProbeSocket.Open(host.IsIpv6, SOCK_RAW, protocol, out _);
        return socket is null ? null : new EchoProbe(socket, host, isRaw: true);
    }

    /// <summary>Forbids to cut what is sent on the way, whatever is known of the path.</summary>
    public void ForbidFragments()
        => _ = _socket.Set(IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, IP_PMTUDISC_PROBE);

    /// <summary>Sends one.</summary>
    /// <param name="length">Octets of the whole IP packet.</param>
    /// <returns>0, or errno.</returns>
    public int Send(int length)
    {
        int ipHeader = _host.IsIpv6 ? 40 : 20;
        byte[] message = new byte[Math.Max(length - ipHeader, HeaderLength + LeastPayload)];
        message[0] = _host.IsIpv6 ? Request6 : Request;
        BinaryPrimitives.WriteUInt16BigEndian(
            message.AsSpan(4), (ushort)Environment.ProcessId);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)_echoes.Count);
        _cookie.CopyTo(message, HeaderLength);

        // The kernel does it itself for ICMPv6.
        if (!_host.IsIpv6)
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        _echoes.Add(new Echo(length, Stopwatch.GetTimestamp()));
        int error = _socket.SendTo(message, _host);
        if (error == 0) return 0;

        // What is reported here may be about one before it: then this one is sent again.
        TakeErrors();
        return _socket.SendTo(message, _host);
    }

    /// <summary>Takes replies, until all have come or the time is over.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Gather(int milliseconds, CancellationToken stop)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!_echoes.TrueForAll(static echo => echo.RoundTrip is not null))
        {
            int left = milliseconds - (int)Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            if (left <= 0) return;

            short seen = _socket.Await(POLLIN, left, stop);
            if ((seen & POLLERR) != 0) TakeErrors();
            while (_socket.ReceiveMessage(fromErrors: false) is { } message) Take(message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    void TakeErrors()
    {
        while (_socket.ReceiveMessage(fromErrors: true) is { } message)
            Error = message.Error ?? Error;
    }

    void Take(ReceivedMessage message)
    {
        ReadOnlySpan<byte> octets = message.Octets;
        int? hopLimit = message.HopLimit;
        if (_isRaw && !_host.IsIpv6)
        {
            int header = octets.IsEmpty ? 0 : (octets[0] & 0xF) * 4;
            if (header < 20 || octets.Length <= header) return;
            hopLimit = octets[8];
            octets = octets[header..];
        }

        if (octets.Length < HeaderLength + CookieLength) return;
        if (octets[0] != (_host.IsIpv6 ? Reply6 : Reply)) return;
        if (!octets.Slice(HeaderLength, CookieLength).SequenceEqual(_cookie)) return;

        int number = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]);
        if (number >= _echoes.Count || _echoes[number].RoundTrip is not null) return;

        _echoes[number] = _echoes[number] with
        {
            RoundTrip = new(Stopwatch.GetElapsedTime(_echoes[number].Sent).Ticks * 100),
            HopLimit = hopLimit,
        };
    }

    // RFC 1071.
    static ushort Checksum(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        for (; octets.Length > 1; octets = octets[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
        if (octets.Length == 1) sum += (uint)octets[0] << 8;
        while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}

/// <summary>One echo.</summary>
/// <param name="Length">Octets of its IP packet.</param>
/// <param name="Sent">When, by the stopwatch.</param>
sealed record Echo(int Length, long Sent)
{
    /// <summary>How long the reply took; null while there is none.</summary>
    public Duration? RoundTrip { get; init; }

    /// <summary>The reply's TTL.</summary>
    public int? HopLimit { get; init; }
}

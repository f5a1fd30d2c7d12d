using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>A non-blocking socket of a probe.</summary>
/// <remarks>For one thread.</remarks>
sealed class ProbeSocket : IDisposable
{
    const int LongestNap = 100; // between two looks at whether to stop

    readonly SocketHandle _handle;
    readonly bool _isIpv6;

    ProbeSocket(SocketHandle handle, bool isIpv6) => (_handle, _isIpv6) = (handle, isIpv6);

    /// <summary>Opens one.</summary>
    /// <param name="isIpv6">Its family.</param>
    /// <param name="type">SOCK_STREAM, SOCK_DGRAM or SOCK_RAW.</param>
    /// <param name="protocol">The protocol's number.</param>
    /// <param name="error">errno where there is none; 0 where there is.</param>
    public static ProbeSocket? Open(bool isIpv6, int type, int protocol, out int error)
    {
        SocketHandle handle = Libc.socket(
            isIpv6 ? AF_INET6 : AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
        error = handle.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        if (error == 0) return new ProbeSocket(handle, isIpv6);

        handle.Dispose();
        return null;
    }

    /// <summary>Sets an option that has a number for each family.</summary>
    /// <returns>0, or errno.</returns>
    public int Set(int ipv4Option, int ipv6Option, int value)
    {
        (int level, int option) = _isIpv6 ? (IPPROTO_IPV6, ipv6Option) : (IPPROTO_IP, ipv4Option);
        int status = Libc.setsockopt(_handle, level, option, in value, sizeof(int));
        return status == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Reads such an option; null where it has none.</summary>
    public int? Get(int ipv4Option, int ipv6Option)
    {
        uint length = sizeof(int);
        (int level, int option) = _isIpv6 ? (IPPROTO_IPV6, ipv6Option) : (IPPROTO_IP, ipv4Option);
        return Libc.getsockopt(_handle, level, option, out int value, ref length) == 0
            ? value
            : null;
    }

    /// <summary>Takes what went wrong (SO_ERROR); 0 where nothing did.</summary>
    public int TakeError()
    {
        uint length = sizeof(int);
        return Libc.getsockopt(_handle, SOL_SOCKET, SO_ERROR, out int error, ref length) == 0
            ? error
            : Marshal.GetLastPInvokeError();
    }

    /// <summary>Begins to connect.</summary>
    /// <returns>0 when connected, EINPROGRESS, or what went wrong.</returns>
    public int Connect(HostAddress host, ushort port)
    {
        byte[] address = host.ToSocketAddress(port);
        return Libc.connect(_handle, address, (uint)address.Length) == 0
            ? 0
            : Marshal.GetLastPInvokeError();
    }

    /// <summary>Whose port it has, or 0.</summary>
    public (HostAddress Host, ushort Port) LocalEnd()
    {
        Span<byte> octets = stackalloc byte[28];
        uint length = (uint)octets.Length;
        return Libc.getsockname(_handle, octets, ref length) == 0
            ? HostAddress.FromSocketAddress(octets) ?? default
            : default;
    }

    /// <summary>Waits until one of these holds.</summary>
    /// <param name="wanted">POLLIN or POLLOUT.</param>
    /// <param name="milliseconds">At most so long.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What holds; 0 when the time is over.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public short Await(short wanted, int milliseconds, CancellationToken stop)
    {
        Span<Libc.Polled> polled = stackalloc Libc.Polled[1];
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            int left = milliseconds - (int)Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            polled[0] = new Libc.Polled { Descriptor = _handle.Number, Wanted = wanted };
            if (Libc.poll(polled, 1, Math.Clamp(left, 0, LongestNap)) > 0) return polled[0].Seen;
            if (left <= 0) return 0;
        }
    }

    /// <summary>Sends; a full buffer or a failure is what it returns.</summary>
    /// <returns>0, or errno.</returns>
    public int Send(ReadOnlySpan<byte> octets)
        => Libc.send(_handle, octets, (nuint)octets.Length, MSG_NOSIGNAL) >= 0
            ? 0
            : Marshal.GetLastPInvokeError();

    /// <summary>Sends to somebody.</summary>
    /// <returns>0, or errno.</returns>
    public int SendTo(ReadOnlySpan<byte> octets, HostAddress host)
    {
        byte[] address = host.ToSocketAddress(0);
        return Libc.sendto(
            _handle, octets, (nuint)octets.Length, 0, address, (uint)address.Length) >= 0
            ? 0
            : Marshal.GetLastPInvokeError();
    }

    /// <summary>Receives.</summary>
    /// <returns>Octets; 0 at the end of a stream; less than 0: minus errno.</returns>
    public int Receive(Span<byte> octets)
    {
        nint received = Libc.recv(_handle, octets, (nuint)octets.Length, MSG_DONTWAIT);
        return received >= 0 ? (int)received : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Receives what only recvmsg(2) tells.</summary>
    /// <param name="fromErrors">Whether from the queue of errors.</param>
    public ReceivedMessage? ReceiveMessage(bool fromErrors)
        => ReceivedMessage.From(_handle, fromErrors);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}

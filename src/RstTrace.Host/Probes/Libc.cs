using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RstTrace.Host.Probes;

/// <summary>The functions of the C library that probes use, under their own names.</summary>
static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial SocketHandle socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(nint descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(
        SocketHandle socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(
        SocketHandle socket, int level, int option, in int value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(
        SocketHandle socket, int level, int option, out int value, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(
        SocketHandle socket, Span<byte> address, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Span<Polled> sockets, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(
        SocketHandle socket, ReadOnlySpan<byte> octets, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendto(
        SocketHandle socket, ReadOnlySpan<byte> octets, nuint length, int flags,
        ReadOnlySpan<byte> address, uint addressLength);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(
        SocketHandle socket, Span<byte> octets, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvmsg(
        SocketHandle socket, ref MessageHeader message, int flags);

    /// <returns>0, or a number for <see cref="gai_strerror"/>. The list is the caller's to
    /// free.</returns>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int getaddrinfo(
        string node, nint service, in AddressWish wish, out nint first);

    [LibraryImport("libc")]
    public static partial void freeaddrinfo(nint first);

    [LibraryImport("libc")]
    public static partial nint gai_strerror(int error);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    /// <summary>struct pollfd.</summary>
    public struct Polled
    {
        public int Descriptor;
        public short Wanted, Seen;
    }

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    public struct MessageHeader
    {
        public nint Name;
        public uint NameLength;
        public nint Vectors;
        public nuint VectorCount;
        public nint Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct addrinfo, as hints and as what comes back.</summary>
    public struct AddressWish
    {
        public int Flags, Family, Type, Protocol;
        public uint AddressLength;
        public nint Address, Name, Next;
    }
}

/// <summary>A socket's descriptor.</summary>
sealed class SocketHandle : SafeHandleMinusOneIsInvalid
{
    /// <summary>None yet.</summary>
    public SocketHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Its number, while it is open.</summary>
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.close(handle) == 0;
}

using System;
using System.Runtime.InteropServices;

namespace RstTrace.Capture.Live.Native;

/// <summary>The functions of the C library that we use, under their own names. Linux alone, with
/// its numbers.</summary>
static partial class Libc
{
    const string Name = "libc";

    /// <summary>CLONE_NEWNET.</summary>
    public const int NetworkNamespaces = 0x4000_0000;

    public const int OpenReadOnly = 0, OpenCloseOnExec = 0x80000;

    /// <summary>SOL_PACKET and its PACKET_FANOUT.</summary>
    public const int PacketLevel = 263, PacketFanout = 18;

    /// <summary>SIOCGIFFLAGS, and IFF_UP of what it tells.</summary>
    public const nuint GetInterfaceFlags = 0x8913;

    public const int AddressFamilyNetlink = 16, SocketRaw = 3, SocketCloseOnExec = 0x80000;

    [LibraryImport(Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport(Name)]
    public static partial void close(int descriptor);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int setns(int descriptor, int kind);

    /// <returns>How many descriptors have something to say; 0 after the timeout; -1: see
    /// errno.</returns>
    [LibraryImport(Name)]
    public static partial int poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int setsockopt(
        int socket, int level, int name, in uint value, uint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int getsockopt(
        int socket, int level, int name, out uint value, ref uint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int ioctl(int descriptor, nuint request, ref InterfaceRequest argument);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int socket(int family, int type, int protocol);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int bind(int socket, in NetlinkAddress address, uint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint send(int socket, ReadOnlySpan<byte> octets, nuint length, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint recv(int socket, Span<byte> octets, nuint length, int flags);

    /// <returns>0 or an errno. <paramref name="found"/> is 0 if there is no such user.</returns>
    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int getpwnam_r(
        string user, out PasswordEntry entry, Span<byte> buffer, nuint length, out nint found);

    [LibraryImport(Name)]
    public static partial uint geteuid();

    [LibraryImport(Name, SetLastError = true)]
    public static partial int setgroups(nuint count, in uint groups);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int setresgid(uint real, uint effective, uint saved);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int setresuid(uint real, uint effective, uint saved);
}

/// <summary>struct pollfd.</summary>
struct PollDescriptor
{
    public const short Input = 1; // POLLIN

    public int FileDescriptor;
    public short Events;
    public short Answers;
}

/// <summary>struct sockaddr_nl.</summary>
struct NetlinkAddress
{
    public ushort Family, Padding;
    public uint Port, Groups;
}

/// <summary>struct passwd, with room to spare.</summary>
struct PasswordEntry
{
    public nint Name, Password;
    public uint User, Group;
    public nint Description, Home, Shell, Spare;
}

/// <summary>struct ifreq, as SIOCGIFFLAGS uses it.</summary>
struct InterfaceRequest
{
    /// <summary>IFF_UP.</summary>
    public const short Up = 1;

    public InterfaceName Name;
    public short Flags;
    public short Padding0;
    public int Padding1;
    public long Padding2, Padding3;
}

/// <summary>IFNAMSIZ octets, zero at the end.</summary>
[System.Runtime.CompilerServices.InlineArray(Length)]
struct InterfaceName
{
    public const int Length = 16;
    byte _first;
}

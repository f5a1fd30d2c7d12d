using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>Asks Linux for the addresses of a network namespace, and hears when they change
/// (rtnetlink(7)).</summary>
/// <remarks>Every change has all of them read again: that is rare, and cannot drift. Numbers are in
/// the order of the host, as the kernel writes them.</remarks>
sealed class AddressMonitor : IDisposable
{
    const uint ChangesOfIpv4 = 0x10, ChangesOfIpv6 = 0x100; // RTMGRP_IPV4_IFADDR and so on

    readonly int _changes, _questions; // sockets
    readonly byte[] _answer = new byte[64 * 1024]; // the kernel's messages are 32 KiB at most

    AddressMonitor(int changes, int questions)
    {
        _changes = changes;
        _questions = questions;
    }

    /// <summary>Begins to listen in the namespace of the calling thread.</summary>
    public static AddressMonitor Open()
    {
        int changes = Connect(ChangesOfIpv4 | ChangesOfIpv6);
        return new AddressMonitor(changes, Connect(0));
    }

    /// <summary>Waits for a change.</summary>
    /// <returns>Whether there was one; false after so many milliseconds.</returns>
    public bool Wait(int milliseconds)
    {
        var descriptor = new PollDescriptor
        {
            FileDescriptor = _changes,
            Events = PollDescriptor.Input,
        };
        if (Libc.poll(ref descriptor, 1, milliseconds) <= 0) return false;

        // What changed is of no interest, nor whether it was too much for the socket (ENOBUFS).
        Libc.recv(_changes, _answer, (nuint)_answer.Length, 0);
        return true;
    }

    /// <summary>All addresses as they are now.</summary>
    public HashSet<IpAddress> Take()
    {
        var addresses = new HashSet<IpAddress>();
        Libc.send(_questions, NetlinkMessage.AskForAddresses, NetlinkMessage.AskLength, 0);
        while (true)
        {
            nint length = Libc.recv(_questions, _answer, (nuint)_answer.Length, 0);
            if (length <= 0) throw Refused();
            if (NetlinkMessage.Collect(_answer.AsSpan(0, (int)length), addresses)) return addresses;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Libc.close(_changes);
        Libc.close(_questions);
    }

    static int Connect(uint groups)
    {
        int socket = Libc.socket(
            Libc.AddressFamilyNetlink, Libc.SocketRaw | Libc.SocketCloseOnExec, 0);
        var address = new NetlinkAddress { Family = Libc.AddressFamilyNetlink, Groups = groups };
        uint length = (uint)Marshal.SizeOf<NetlinkAddress>();
        if (socket < 0 || Libc.bind(socket, in address, length) != 0) throw Refused();
        return socket;
    }

    static CaptureException Refused()
        => new($"the host's addresses cannot be read: {Marshal.GetLastPInvokeErrorMessage()}",
            "ip address");
}

/// <summary>Messages of rtnetlink(7), as far as addresses go.</summary>
static class NetlinkMessage
{
    const ushort Error = 2, Done = 3, NewAddress = 20, GetAddress = 22; // NLMSG_, RTM_
    const ushort Request = 1, Dump = 0x300;                  // NLM_F_...
    const int HeaderLength = 16, AddressMessageLength = 8, AttributeHeader = 4;
    const ushort Address = 1, Local = 2;                     // IFA_...
    const int Ipv4Length = 4, Ipv6Length = 16;

    /// <summary>Octets of <see cref="AskForAddresses"/>.</summary>
    public const int AskLength = HeaderLength + AddressMessageLength;

    /// <summary>A request for all addresses.</summary>
    public static byte[] AskForAddresses { get; } = MakeRequest();

    /// <summary>Takes the addresses out of what the kernel sent.</summary>
    /// <returns>Whether that was the last of them.</returns>
    public static bool Collect(ReadOnlySpan<byte> messages, HashSet<IpAddress> addresses)
    {
        while (messages.Length >= HeaderLength)
        {
            int length = MemoryMarshal.Read<int>(messages);
            ushort type = MemoryMarshal.Read<ushort>(messages[4..]);
            bool isWhole = length >= HeaderLength && length <= messages.Length;
            if (type is Done or Error || !isWhole) return true;
            if (type == NewAddress)
                CollectOne(messages[(HeaderLength + AddressMessageLength)..length], addresses);

            messages = messages[Math.Min(Aligned(length), messages.Length)..];
        }

        return false;
    }

    // On a link between two points, the address is the other end's and the local one our own.
    static void CollectOne(ReadOnlySpan<byte> attributes, HashSet<IpAddress> addresses)
    {
        IpAddress? own = null;
        bool isLocal = false;
        while (attributes.Length >= AttributeHeader)
        {
            int length = MemoryMarshal.Read<ushort>(attributes);
            ushort type = MemoryMarshal.Read<ushort>(attributes[2..]);
            if (length < AttributeHeader || length > attributes.Length) break;

            if (type == Local || (type == Address && !isLocal))
                own = Read(attributes[AttributeHeader..length]);
            isLocal |= type == Local;
            attributes = attributes[Math.Min(Aligned(length), attributes.Length)..];
        }

        if (own is { } address) addresses.Add(address);
    }

    static IpAddress? Read(ReadOnlySpan<byte> octets) => octets.Length switch
    {
        Ipv4Length => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(octets)),
        Ipv6Length => IpAddress.FromIpv6(octets),
        _ => null,
    };

    static int Aligned(int length) => (length + 3) & ~3;

    static byte[] MakeRequest()
    {
        byte[] request = new byte[AskLength];
        int length = AskLength;
        ushort type = GetAddress, flags = Request | Dump;
        MemoryMarshal.Write(request, in length);
        MemoryMarshal.Write(request.AsSpan(4), in type);
        MemoryMarshal.Write(request.AsSpan(6), in flags);
        return request;
    }
}

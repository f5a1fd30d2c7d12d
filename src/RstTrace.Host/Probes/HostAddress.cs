using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>An address that can be connected to.</summary>
/// <param name="Address">The address.</param>
/// <param name="Scope">The number of the device that an IPv6 link-local address is of; else
/// 0.</param>
public readonly record struct HostAddress(IpAddress Address, uint Scope = 0)
{
    const int Ipv4Length = 16, Ipv6Length = 28;

    /// <summary>Whether it is IPv6.</summary>
    public bool IsIpv6 => !Address.IsIpv4;

    /// <summary>Whether it is of this host alone: 127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => Address.IsIpv4
        ? (byte)(Address.Low >> 24) == 127
        : Address is { High: 0, Low: 1 };

    /// <summary>AF_INET or AF_INET6.</summary>
    internal int Family => IsIpv6 ? AF_INET6 : AF_INET;

    /// <summary>struct sockaddr_in or sockaddr_in6.</summary>
    internal byte[] ToSocketAddress(ushort port)
    {
        byte[] octets = new byte[IsIpv6 ? Ipv6Length : Ipv4Length];
        MemoryMarshal.Write(octets, (ushort)Family);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), port);
        Address.Write(octets.AsSpan(IsIpv6 ? 8 : 4));
        if (IsIpv6) MemoryMarshal.Write(octets.AsSpan(24), Scope);
        return octets;
    }

    /// <summary>The reverse; null where it is of another family or cut short.</summary>
    internal static (HostAddress Host, ushort Port)? FromSocketAddress(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Ipv4Length) return null;

        ushort family = MemoryMarshal.Read<ushort>(octets);
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        if (family == AF_INET)
        {
            uint address = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]);
            return (new HostAddress(IpAddress.FromIpv4(address)), port);
        }

        if (family != AF_INET6 || octets.Length < Ipv6Length) return null;

        uint scope = MemoryMarshal.Read<uint>(octets[24..]);
        return (new HostAddress(IpAddress.FromIpv6(octets[8..]), scope), port);
    }

    /// <summary>Whether it is one of this host's: what is sent there leaves from it.</summary>
    internal bool IsHere(ushort port)
    {
        using ProbeSocket? socket = ProbeSocket.Open(IsIpv6, SOCK_DGRAM, IPPROTO_UDP, out _);
        return socket is not null && socket.Connect(this, port) == 0
            && socket.LocalEnd().Host.Address == Address;
    }

    /// <inheritdoc/>
    public override string ToString() => Scope == 0 ? $"{Address}" : $"{Address}%{Scope}";

    /// <summary>With a port: <c>[fd79::2]:80</c>.</summary>
    public string With(ushort port) => IsIpv6 ? $"[{this}]:{port}" : $"{this}:{port}";
}

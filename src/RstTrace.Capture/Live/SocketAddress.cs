using System;
using System.Buffers.Binary;
using System.Numerics;
using RstTrace.Capture.Live.Native;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>struct sockaddr_in and sockaddr_in6, as the systems lay them out.</summary>
static class SocketAddress
{
    const int Ipv4Family = 2, Ipv4Field = 4, Ipv6Field = 8;

    /// <summary>The IP address at a place in memory.</summary>
    /// <param name="place">Of a struct sockaddr, or 0.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is one of IP.</returns>
    public static bool TryRead(nint place, out IpAddress address)
    {
        address = default;
        if (place == 0) return false;

        int family = Family(place);
        if (family == Ipv4Family)
            address = IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(Ipv4Octets(place)));
        else if (family == Ipv6Family)
            address = IpAddress.FromIpv6(Ipv6Octets(place));
        else
            return false;

        return true;
    }

    /// <summary>How many bits a netmask has; 0 without one.</summary>
    public static int PrefixLength(nint netmask)
    {
        if (netmask == 0) return 0;

        // A netmask has the family of its address where we run.
        int bits = 0;
        ReadOnlySpan<byte> octets =
            Family(netmask) == Ipv6Family ? Ipv6Octets(netmask) : Ipv4Octets(netmask);
        foreach (byte octet in octets) bits += BitOperations.PopCount(octet);
        return bits;
    }

    static int Ipv6Family => OperatingSystem.IsWindows() ? 23 : OperatingSystem.IsMacOS() ? 30 : 10;

    // macOS has a length in the first octet and the family in the second.
    static int Family(nint place) => OperatingSystem.IsMacOS()
        ? Borrowed.Octets(place, 2)[1]
        : Borrowed.Value<ushort>(place);

    static ReadOnlySpan<byte> Ipv4Octets(nint place)
        => Borrowed.Octets(place + Ipv4Field, 4);

    static ReadOnlySpan<byte> Ipv6Octets(nint place)
        => Borrowed.Octets(place + Ipv6Field, 16);
}

using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Community ID version 1 with seed 0, by which Zeek, Suricata and Wireshark name the same
/// connection (https://github.com/corelight/community-id-spec).</summary>
public static class CommunityId
{
    const ushort Seed = 0;
    const byte Tcp = 6;
    const int LongestInput = 2 + 16 + 16 + 1 + 1 + 2 + 2;

    /// <summary>The identity of a connection: the same for both directions, such as
    /// <c>1:LQU9qZlK+B5F3KDmev6m5PMibrg=</c>.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The specification says SHA-1.")]
    public static string Of(FlowSummary flow)
    {
        (Endpoint lower, Endpoint upper) = Ordered(flow.Client, flow.Server);
        Span<byte> input = stackalloc byte[LongestInput];
        BinaryPrimitives.WriteUInt16BigEndian(input, Seed);
        int length = 2;
        length += Write(lower.Address, flow.IsIpv6, input[length..]);
        length += Write(upper.Address, flow.IsIpv6, input[length..]);
        input[length++] = Tcp;
        input[length++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(input[length..], lower.Port);
        BinaryPrimitives.WriteUInt16BigEndian(input[(length + 2)..], upper.Port);
        length += 4;

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input[..length], hash);
        return "1:" + Convert.ToBase64String(hash);
    }

    static (Endpoint Lower, Endpoint Upper) Ordered(Endpoint one, Endpoint other)
    {
        bool inOrder = one.Address == other.Address
            ? one.Port <= other.Port
            : one.Address.IsBelow(other.Address);
        return inOrder ? (one, other) : (other, one);
    }

    // An IPv4-mapped address that was IPv6 on the wire counts with all its octets.
    static int Write(IpAddress address, bool isIpv6, Span<byte> destination)
    {
        if (!isIpv6) return address.Write(destination);

        BinaryPrimitives.WriteUInt64BigEndian(destination, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], address.Low);
        return 16;
    }
}

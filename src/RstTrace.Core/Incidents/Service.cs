using System.Globalization;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>A server's address and port.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsIpv6">Whether it is reached over IPv6.</param>
public readonly record struct Service(IpAddress Address, ushort Port, bool IsIpv6)
{
    /// <summary>The service of a flow.</summary>
    public static Service Of(FlowSummary flow)
        => new(flow.Server.Address, flow.Server.Port, flow.IsIpv6);

    /// <summary>By address, then by port.</summary>
    internal static int Compare(Service left, Service right)
        => left.Address != right.Address
            ? (left.Address.IsBelow(right.Address) ? -1 : 1)
            : left.Port.CompareTo(right.Port);

    /// <summary>Address and port, IPv6 in brackets (RFC 3986 §3.2.2).</summary>
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsIpv6 ? $"[{AddressText}]" : AddressText)}:{Port}");

    /// <summary>The address alone: see <see cref="FlowEndpoints"/>.</summary>
    public string AddressText
        => IsIpv6 && Address.IsIpv4 ? $"::ffff:{Address}" : Address.ToString();
}

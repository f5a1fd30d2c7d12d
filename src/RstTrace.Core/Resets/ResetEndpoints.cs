using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>The ends of the RST frame itself, which a report names.</summary>
public static class ResetEndpoints
{
    extension(ResetEvent reset)
    {
        /// <summary>The endpoint whose address the RST carries.</summary>
        public Endpoint Source
            => reset.ClaimedSender == Side.Client ? reset.Flow.Client : reset.Flow.Server;

        /// <summary>The endpoint it was sent to.</summary>
        public Endpoint Destination
            => reset.ClaimedSender == Side.Client ? reset.Flow.Server : reset.Flow.Client;
    }
}

/// <summary>The ends of a flow as text.</summary>
public static class FlowEndpoints
{
    extension(FlowSummary flow)
    {
        /// <summary>An address of this flow as text: an IPv4-mapped one that was IPv6 on the wire
        /// keeps its prefix (RFC 5952 §5).</summary>
        public string AddressText(IpAddress address)
            => flow.IsIpv6 && address.IsIpv4 ? $"::ffff:{address}" : address.ToString();

        /// <summary>Address and port of one end, IPv6 in brackets (RFC 3986 §3.2.2).</summary>
        public string EndpointText(Endpoint endpoint)
            => flow.IsIpv6
                ? $"[{flow.AddressText(endpoint.Address)}]:{endpoint.Port}"
                : $"{endpoint.Address}:{endpoint.Port}";
    }
}

using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Two ends, the same for both directions.</summary>
readonly record struct Conversation(
    IpAddress LowAddress, ushort LowPort, IpAddress HighAddress, ushort HighPort, bool IsIpv6)
{
    public static Conversation Of(in Segment segment)
        => Between(
            segment.SourceAddress, segment.SourcePort,
            segment.DestinationAddress, segment.DestinationPort, segment.IsIpv6);

    public static Conversation Of(FlowSummary flow)
        => Between(
            flow.Client.Address, flow.Client.Port,
            flow.Server.Address, flow.Server.Port, flow.IsIpv6);

    static Conversation Between(
        IpAddress one, ushort onePort, IpAddress other, ushort otherPort, bool isIpv6)
        => one.IsBelow(other) || (one == other && onePort < otherPort)
            ? new Conversation(one, onePort, other, otherPort, isIpv6)
            : new Conversation(other, otherPort, one, onePort, isIpv6);
}

using System.Globalization;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>The names and numbers of a reset that sentences and commands are filled with.</summary>
static class EvidenceNames
{
    extension(ResetEvidence evidence)
    {
        /// <summary>Address of one side.</summary>
        public IpAddress AddressOf(Side side) => evidence.Flow.EndpointOf(side).Address;

        /// <summary>Port of one side.</summary>
        public ushort PortOf(Side side) => evidence.Flow.EndpointOf(side).Port;

        /// <summary>Address and port of one side as people write them.</summary>
        public string NameOf(Side side)
        {
            (IpAddress address, ushort port) = evidence.Flow.EndpointOf(side);
            return evidence.Flow.Key.IsIpv6
                ? string.Create(CultureInfo.InvariantCulture, $"[{address}]:{port}")
                : string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");
        }

        /// <summary>The second of the reset, moved by some, as journalctl takes it.</summary>
        public string LogTime(int movedBySeconds)
            => Say.LogTime(evidence.Reset.Time, movedBySeconds);
    }
}

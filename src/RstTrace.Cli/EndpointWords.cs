using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>Reads <c>--map A=B</c>.</summary>
static class EndpointWords
{
    const string Hint = "--map 203.0.113.9:443=10.0.0.5:8443, or without ports";

    /// <summary>The map that words make.</summary>
    /// <exception cref="UsageException">One makes no sense.</exception>
    public static EndpointMap Parse(IReadOnlyList<string> words)
    {
        var pairs = new List<(MappedEnd, MappedEnd)>();
        foreach (string word in words)
        {
            string[] ends = word.Split('=');
            if (ends.Length != 2)
                throw new UsageException($"--map takes A=B, not '{word}'", Hint);

            pairs.Add((End(ends[0]), End(ends[1])));
        }

        return new EndpointMap(pairs);
    }

    static MappedEnd End(string text)
    {
        if (!IPEndPoint.TryParse(text, out IPEndPoint? end))
        {
            throw new UsageException(
                $"--map takes addresses, with or without a port, not '{text}'", Hint);
        }

        byte[] octets = end.Address.GetAddressBytes();
        IpAddress address = end.AddressFamily == AddressFamily.InterNetwork
            ? IpAddress.FromIpv4(BitConverter.ToUInt32([octets[3], octets[2], octets[1], octets[0]]))
            : IpAddress.FromIpv6(octets);
        return new MappedEnd(address, end.Port == 0 ? null : (ushort)end.Port);
    }
}

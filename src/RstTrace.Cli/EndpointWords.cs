using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;
using RstTrace.Reports.Redaction;

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

    // 10.0.0.5, 10.0.0.5:8443, 2001:db8::5, [2001:db8::5]:8443
    static MappedEnd End(string text)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > 0 && (text[0] == '[' ? text[colon - 1] == ']'
            : text.IndexOf(':', StringComparison.Ordinal) == colon);
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        ushort port = 0;
        bool isPort = !hasPort || ushort.TryParse(
            text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (!isPort || !AddressText.TryParse(host, out IpAddress address, out _))
        {
            throw new UsageException(
                $"--map takes addresses, with or without a port, not '{text}'", Hint);
        }

        return new MappedEnd(address, hasPort ? port : null);
    }
}

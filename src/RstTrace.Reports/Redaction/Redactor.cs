using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Redaction;

/// <summary>Replaces what says whose traffic it was: addresses, names and text off the wire. The
/// same always becomes the same, so that a report can still be followed.</summary>
/// <remarks>Replacements are given in the order of first asking. What is more than its tables hold
/// shares one replacement: see <see cref="IsFull"/>. Ports, times, numbers and protocols
/// stay.</remarks>
public sealed partial class Redactor
{
    /// <summary>Addresses told apart.</summary>
    public const int MostAddresses = 1 << 18;

    /// <summary>Names told apart, and as many texts.</summary>
    public const int MostTexts = 1 << 16;

    const StringComparison Exactly = StringComparison.Ordinal;

    // RFC 5737: the networks for documentation, then RFC 1918's largest.
    static readonly uint[] s_documentation = [0xC000_0200, 0xC633_6400, 0xCB00_7100];
    const uint PrivateNetwork = 0x0A00_0000, LastPrivate = 0x0AFF_FFFF;
    const uint HostsEach = 254;

    // RFC 3849.
    const ulong Ipv6Documentation = 0x2001_0DB8_0000_0000;

    readonly Dictionary<IpAddress, IpAddress> _addresses = [];
    readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    uint _ipv4, _ipv6;

    /// <summary>Whether there was more than is told apart.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The address that stands for another: of IPv4 in 192.0.2.0/24, 198.51.100.0/24,
    /// 203.0.113.0/24 and then 10.0.0.0/8; of IPv6 in 2001:db8::/32.</summary>
    public IpAddress Address(IpAddress address)
    {
        if (_addresses.TryGetValue(address, out IpAddress known)) return known;
        if (_addresses.Count == MostAddresses)
        {
            IsFull = true;
            return address.IsIpv4
                ? IpAddress.FromIpv4(LastPrivate)
                : new IpAddress(Ipv6Documentation, ulong.MaxValue);
        }

        IpAddress replaced = address.IsIpv4
            ? IpAddress.FromIpv4(Ipv4(_ipv4++))
            : new IpAddress(Ipv6Documentation, ++_ipv6);
        _addresses.Add(address, replaced);
        return replaced;
    }

    static uint Ipv4(uint index)
    {
        uint network = index / HostsEach;
        return network < s_documentation.Length
            ? s_documentation[network] + 1 + (index % HostsEach)
            : PrivateNetwork + 1 + index - ((uint)s_documentation.Length * HostsEach);
    }

    /// <summary>What stands for a host's name, "name-1.example" (RFC 2606); its port, if it has
    /// one, stays. An address is replaced as one.</summary>
    public string Name(string host)
    {
        int colon = host.LastIndexOf(':');
        bool hasPort = colon > 0
            && ushort.TryParse(
                host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (host.IndexOf(':', Exactly) == colon || host[colon - 1] == ']');
        string name = hasPort ? host[..colon] : host;
        string port = hasPort ? host[colon..] : "";
        return (AddressText.TryParse(name.Trim('[', ']'), out _, out _)
            ? new RedactedText(this, []).Of(name)
            : Numbered(_names, name, "name-{0}.example")) + port;
    }

    /// <summary>What stands for text off the wire: "[text 1]".</summary>
    public string Text(string text) => Numbered(_texts, text.Trim('"'), "[text {0}]");

    /// <summary>What stands for what the first octets say: of TLS all but the name is ours and
    /// stays, the rest is text.</summary>
    /// <param name="opening">The description of the octets.</param>
    /// <param name="serverName">The name that it asks for; null for none.</param>
    public string Opening(string opening, string? serverName)
    {
        string asked = serverName is null ? "" : $" for {serverName}";
        string bare = asked.Length == 0 ? opening : opening.Replace(asked, "", Exactly);
        if (!OwnWords().IsMatch(bare)) return Text(opening);

        return asked.Length == 0
            ? opening
            : opening.Replace(asked, $" for {Name(serverName!)}", Exactly);
    }

    /// <summary>A file's name without its folder.</summary>
    public static string File(string path) => Path.GetFileName(path);

    string Numbered(Dictionary<string, string> known, string text, string format)
    {
        if (known.TryGetValue(text, out string? replaced)) return replaced;

        bool isFull = known.Count == MostTexts;
        IsFull |= isFull;
        int number = known.Count + (isFull ? 0 : 1);
        replaced = string.Format(CultureInfo.InvariantCulture, format, number);
        if (!isFull) known.Add(text, replaced);
        return replaced;
    }

    // The whole of what is said of TLS, but for a name; whatever else stands there is off the wire.
    [GeneratedRegex(
        @"\A(PROXY [A-Za-z0-9 ]{1,16} header, then )?TLS ("
        + @"[A-Za-z]+(, (TLS|SSL) [0-9.]{3} (offered|chosen))?(, in SSL 2\.0 form)?"
        + @"|application data|alert, encrypted|alert [0-9]+( \([a-z_]+\))?, (fatal|warning)"
        + @")\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnWords();
}

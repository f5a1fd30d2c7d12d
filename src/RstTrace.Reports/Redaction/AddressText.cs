using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Redaction;

/// <summary>Addresses as reports write them: four numbers with dots between, or RFC 4291
/// §2.2.</summary>
public static class AddressText
{
    const int Ipv4Parts = 4;

    /// <summary>Whether an address can hold this.</summary>
    public static bool IsOfAddress(char character)
        => char.IsAsciiHexDigit(character) || character is ':' or '.';

    /// <summary>Reads a text that is an address and nothing else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address; one of IPv4 stands as IPv4-mapped.</param>
    /// <param name="isIpv6">Whether it is written as IPv6.</param>
    [SuppressMessage(
        "ApiDesign", "RS0030", Justification = "A few texts a report; frames never come here.")]
    public static bool TryParse(
        ReadOnlySpan<char> text, out IpAddress address, out bool isIpv6)
    {
        isIpv6 = text.Count(':') > 1;
        if (!isIpv6) return TryParseIpv4(text, out address);

        address = default;
        foreach (char character in text)
            if (!IsOfAddress(character)) return false;

        if (!IPAddress.TryParse(text, out IPAddress? parsed)) return false;
        address = IpAddress.FromIpv6(parsed.GetAddressBytes());
        return true;
    }

    static bool TryParseIpv4(ReadOnlySpan<char> text, out IpAddress address)
    {
        uint value = 0;
        int parts = 0;
        address = default;
        foreach (Range part in text.Split('.'))
        {
            bool isNumber = byte.TryParse(
                text[part], NumberStyles.None, CultureInfo.InvariantCulture, out byte octet);
            if (!isNumber || ++parts > Ipv4Parts) return false;
            value = (value << 8) | octet;
        }

        address = IpAddress.FromIpv4(value);
        return parts == Ipv4Parts;
    }
}

using System;
using System.Text;

namespace RstTrace.Core.Resets;

/// <summary>What a reset says of itself in its payload (RFC 9293 §3.5.3 lets it speak).</summary>
static class StatedReasons
{
    const int MaxLength = 120;

    /// <summary>The payload as printable text; null when there is none or it is not text.</summary>
    /// <param name="payload">The first octets of the RST's payload.</param>
    public static string? Read(ReadOnlySpan<byte> payload)
    {
        payload = payload.TrimEnd((byte)0);
        if (payload.IsEmpty) return null;
        if (payload.Length > MaxLength) payload = payload[..MaxLength];

        var text = new StringBuilder(payload.Length);
        foreach (byte octet in payload)
        {
            if (octet is >= 0x20 and < 0x7F) text.Append((char)octet);
            else text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{octet:x2}");
        }

        return text.ToString();
    }
}

using System;

namespace RstTrace.Core.Application;

/// <summary>A side that begins as SSH does (RFC 4253 §4.2).</summary>
static class SshOpening
{
    public static Opening? Read(ReadOnlySpan<byte> octets)
    {
        if (IsVersion(octets)) return Named(octets);

        // What OpenSSH says instead of its version to those it turns away: past MaxStartups, and
        // since 9.8 to those with a penalty.
        bool isRefusal = octets.StartsWith("Exceeded MaxStartups"u8)
            || octets.StartsWith("Not allowed at this time"u8);
        return isRefusal ? Named(octets) with { Declines = true } : null;
    }

    static bool IsVersion(ReadOnlySpan<byte> octets)
        => octets.StartsWith("SSH-2.0-"u8) || octets.StartsWith("SSH-1."u8);

    static Opening Named(ReadOnlySpan<byte> octets)
        => new()
        {
            Protocol = ApplicationProtocol.Ssh,
            Description = PrintableText.Of(PrintableText.FirstLine(octets), Opening.MaxText),
        };
}

using System;
using System.Text;

namespace RstTrace.Core.Application;

/// <summary>A side that begins with a line of SMTP, FTP, IMAP or POP3.</summary>
static class LineOpening
{
    public static Opening? ReadClient(ReadOnlySpan<byte> octets)
    {
        const int VerbLength = 5;
        if (octets.Length <= VerbLength) return null;

        ReadOnlySpan<byte> verb = octets[..VerbLength];
        bool isGreeting = Ascii.EqualsIgnoreCase(verb, "EHLO "u8)
            || Ascii.EqualsIgnoreCase(verb, "HELO "u8)
            || Ascii.EqualsIgnoreCase(verb, "LHLO "u8);
        return isGreeting && octets[VerbLength] > 0x20
            ? Named(ApplicationProtocol.Smtp, PrintableText.FirstLine(octets))
            : null;
    }

    /// <summary>Only from a whole line: what a part of one says is often said by
    /// others.</summary>
    public static Opening? ReadServer(ReadOnlySpan<byte> octets)
    {
        if (!octets.Contains((byte)'\n')) return null;

        ReadOnlySpan<byte> line = PrintableText.FirstLine(octets);
        if (!PrintableText.Is(line)) return null;
        if (line.StartsWith("+OK "u8)) return Named(ApplicationProtocol.Pop3, line);
        if (line.StartsWith("* OK "u8) || line.StartsWith("* PREAUTH "u8))
            return Named(ApplicationProtocol.Imap, line);
        if (line.StartsWith("* BYE "u8))
            return Named(ApplicationProtocol.Imap, line) with { Declines = true };
        return ReadReply(line);
    }

    /// <summary>A code of three digits, which SMTP (RFC 5321 §4.2) and FTP (RFC 959 §4.2) both
    /// begin with.</summary>
    static Opening? ReadReply(ReadOnlySpan<byte> line)
    {
        bool isReply = line.Length > 4 && line[0] is (byte)'2' or (byte)'4' or (byte)'5'
            && line[1] is >= (byte)'0' and <= (byte)'5'
            && line[2] is >= (byte)'0' and <= (byte)'9'
            && line[3] is (byte)' ' or (byte)'-';
        if (!isReply) return null;

        ReadOnlySpan<byte> text = line[4..];
        bool declines = line[0] != (byte)'2';
        if (SaysSmtp(text) || HasEnhancedCode(text, line[0]))
            return Named(ApplicationProtocol.Smtp, line) with { Declines = declines };
        return text.IndexOf("FTP"u8) >= 0
            ? Named(ApplicationProtocol.Ftp, line) with { Declines = declines }
            : null;
    }

    // As a word of its own: hosts are called smtp.example.org whatever they speak.
    static bool SaysSmtp(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf("SMTP"u8);
        return at > 0 && text[at - 1] is (byte)' ' or (byte)'E'
            && (at + 4 == text.Length || text[at + 4] is not ((byte)'.' or (byte)'-'));
    }

    /// <summary>"4.7.0": RFC 3463 §2.</summary>
    static bool HasEnhancedCode(ReadOnlySpan<byte> text, byte firstDigit)
        => text.Length > 5 && text[0] == firstDigit && text[1] == (byte)'.'
            && text[2] is >= (byte)'0' and <= (byte)'9' && text[3] == (byte)'.'
            && text[4] is >= (byte)'0' and <= (byte)'9';

    static Opening Named(ApplicationProtocol protocol, ReadOnlySpan<byte> line)
        => new()
        {
            Protocol = protocol,
            Description = $"{protocol.Name()} {PrintableText.Of(line, Opening.MaxText)}",
        };
}

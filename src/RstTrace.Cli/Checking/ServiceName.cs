using System;
using System.Globalization;

namespace RstTrace.Cli.Checking;

/// <summary>HOST:PORT as typed.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port.</param>
readonly record struct ServiceName(string Host, ushort Port)
{
    const int LongestName = 253; // RFC 1035 §2.3.4, as text

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static ServiceName Parse(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) throw OfUrl(text, scheme);

        int colon = text.LastIndexOf(':');
        bool isBracketed = text.StartsWith('[');
        string host = colon < 0 ? text : text[..colon];
        if (isBracketed && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':')) throw Wrong(text, $"rsttrace check '[{text}]:443'");

        if (colon < 0) throw Wrong(text, $"rsttrace check {text}:443");
        if (!ushort.TryParse(
            text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out ushort port) || port == 0)
        {
            throw Wrong(text, $"rsttrace check {text[..colon]}:443");
        }

        return IsName(host) ? new ServiceName(host, port) : throw Wrong(text, Example);
    }

    const string Example = "rsttrace check db.example:5432, or '[fd00::7]:443'";

    // Nothing that a shell would take for more than a name, since names stand in lines to paste.
    static bool IsName(string host)
    {
        foreach (char letter in host)
            if (!char.IsAsciiLetterOrDigit(letter) && !".-_:%".Contains(letter)) return false;

        return host.Length is > 0 and <= LongestName && host[0] != '-';
    }

    static UsageException Wrong(string text, string hint)
        => new(
            $"'{text}' is no HOST:PORT",
            IsName(text.Replace("[", "", StringComparison.Ordinal)
                .Replace("]", "", StringComparison.Ordinal)) ? hint : Example);

    static UsageException OfUrl(string text, int scheme)
    {
        string rest = text[(scheme + 3)..].Split('/', '?', '#')[0];
        string port = rest.Contains(':') ? "" : text.StartsWith("http:", StringComparison.Ordinal)
            ? ":80" : ":443";
        return new UsageException(
            $"'{text}' is a URL: check takes HOST:PORT",
            IsName(rest) ? $"rsttrace check {rest}{port}" : Example);
    }
}

using System;
using System.Globalization;
using System.Text;

namespace RstTrace.Core.Application;

/// <summary>Octets off the wire as text that is safe to show: printable ASCII, the rest written
/// out as <c>\xNN</c>.</summary>
/// <remarks>Reversible by eye, not by machine: a backslash that was there stays one.</remarks>
static class PrintableText
{
    /// <summary>What shows that there was more.</summary>
    public const string Ellipsis = "...";

    const byte FirstPrintable = 0x20, LastPrintable = 0x7E;

    /// <param name="octets">Any.</param>
    /// <param name="limit">How many of them to show at most; more end in
    /// <see cref="Ellipsis"/>.</param>
    public static string Of(ReadOnlySpan<byte> octets, int limit)
    {
        bool isCut = octets.Length > limit;
        if (isCut) octets = octets[..limit];
        if (!isCut && octets.IndexOfAnyExceptInRange(FirstPrintable, LastPrintable) < 0)
            return Encoding.ASCII.GetString(octets);

        var text = new StringBuilder(octets.Length + 4);
        foreach (byte octet in octets)
        {
            if (IsPrintable(octet)) text.Append((char)octet);
            else text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
        }

        return text.Append(isCut ? Ellipsis : "").ToString();
    }

    /// <summary>Whether every octet is one that ASCII text has; never, for none.</summary>
    public static bool Is(ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            bool isSpace = octet is (byte)'\r' or (byte)'\n' or (byte)'\t';
            if (!isSpace && !IsPrintable(octet)) return false;
        }

        return !octets.IsEmpty;
    }

    /// <summary>Whether every octet is printable ASCII and no space; never, for none.</summary>
    public static bool IsWord(ReadOnlySpan<byte> octets)
        => !octets.IsEmpty && octets.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0;

    /// <summary>The first line, without its end; all, where no end is in sight.</summary>
    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)'\n');
        return end < 0 ? octets : octets[..end].TrimEnd((byte)'\r');
    }

    static bool IsPrintable(byte octet) => octet is >= FirstPrintable and <= LastPrintable;
}

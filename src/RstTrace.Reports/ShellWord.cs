using System;
using System.Globalization;
using System.Text;

namespace RstTrace.Reports;

/// <summary>A file name as one word of a POSIX shell.</summary>
static class ShellWord
{
    /// <summary>The name as it is where it needs no quotes, else in single quotes; with control or
    /// hidden characters in <c>$'…'</c> (POSIX.1-2024 §2.2.4).</summary>
    public static string Of(string name)
    {
        // What begins with a dash would be taken for an option.
        if (name.StartsWith('-')) name = "./" + name;
        if (Escaped.IsNeededFor(name)) return DollarQuoted(name);
        if (IsPlain(name)) return name;

        return "'" + name.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    static bool IsPlain(string name)
    {
        foreach (char character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"_@%+=:,./-".Contains(character))
                return false;
        }

        return name.Length > 0;
    }

    static string DollarQuoted(string name)
    {
        var word = new StringBuilder("$'");
        foreach (byte octet in Encoding.UTF8.GetBytes(name))
        {
            if (octet is (byte)'\'' or (byte)'\\') word.Append('\\').Append((char)octet);
            else if (octet is >= 0x20 and < 0x7F) word.Append((char)octet);
            // Octal takes three digits at most, so that a digit after it is not taken in.
            else word.Append('\\').Append(Octal(octet));
        }

        return word.Append('\'').ToString();
    }

    static string Octal(byte octet)
        => Convert.ToString(octet, 8).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);
}

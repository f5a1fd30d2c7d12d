using System;
using System.Globalization;
using System.Text;
using RstTrace.Core.Resets;

namespace RstTrace.Capture.Saving;

/// <summary>Names of evidence files: <c>rst-TIME-SERVER-PORT-CAUSE-frameN.pcapng</c>.</summary>
/// <remarks>The time, in UTC, leads, so that names sort as resets came. Only letters, digits and
/// three signs, whatever goes in: no file system and no shell takes offence.</remarks>
static class EvidenceName
{
    const string Prefix = "rst-", Suffix = ".pcapng";

    /// <summary>Octets of a part at most; names of 255 are the most that file systems
    /// take.</summary>
    const int LongestPart = 64;

    /// <summary>The name for a reset, without a folder.</summary>
    public static string Of(ResetEvent reset)
    {
        Endpoint server = reset.Flow.Server;
        DateTime time = DateTime.UnixEpoch.AddTicks(
            reset.Time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{time:yyyyMMdd'T'HHmmss.ffffff'Z'}-{Safe(server.Address.ToString())}"
            + $"-{server.Port}-{Safe(reset.Verdict.Cause.Id)}"
            + $"-frame{reset.Frames[0].Number}{Suffix}");
    }

    /// <summary>The same name with a number, for a file that is there already.</summary>
    public static string Again(string name, int number)
        => string.Create(
            CultureInfo.InvariantCulture, $"{name.AsSpan(0, name.Length - Suffix.Length)}-{number}")
            + Suffix;

    /// <summary>Whether a file's name has this form.</summary>
    public static bool Fits(ReadOnlySpan<char> name)
        => name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>A text as a part of a name: a colon becomes a dash, any other odd letter an
    /// underscore.</summary>
    internal static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, LongestPart)))
        {
            bool isPlain = char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-';
            safe.Append(isPlain ? letter : letter == ':' ? '-' : '_');
        }

        return safe.ToString();
    }
}

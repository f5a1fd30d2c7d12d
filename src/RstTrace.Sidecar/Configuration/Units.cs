using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar.Configuration;

/// <summary>Sizes and times as people write them.</summary>
static class Units
{
    const long Kibi = 1 << 10, Kilo = 1_000;

    static readonly (string Name, long Octets)[] s_sizes =
    [
        ("KiB", Kibi), ("MiB", Kibi * Kibi), ("GiB", Kibi * Kibi * Kibi),
        ("kB", Kilo), ("KB", Kilo), ("MB", Kilo * Kilo), ("GB", Kilo * Kilo * Kilo),
        ("Ki", Kibi), ("Mi", Kibi * Kibi), ("Gi", Kibi * Kibi * Kibi),
        ("K", Kibi), ("M", Kibi * Kibi), ("G", Kibi * Kibi * Kibi), ("B", 1), ("", 1),
    ];

    static readonly (string Name, double Seconds)[] s_times =
    [
        ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("", 1),
    ];

    /// <summary>Octets; null where it is no size.</summary>
    public static long? Octets(string text)
    {
        foreach ((string name, long octets) in s_sizes)
        {
            if (!text.EndsWith(name, System.StringComparison.Ordinal)) continue;
            return Times(text[..^name.Length], octets) is { } size ? (long)size : null;
        }

        return null;
    }

    /// <summary>A length of time; null where it is none.</summary>
    public static Duration? Time(string text)
    {
        foreach ((string name, double seconds) in s_times)
        {
            if (!text.EndsWith(name, System.StringComparison.Ordinal)) continue;
            return Times(text[..^name.Length], seconds) is { } time
                ? Duration.FromSeconds(time)
                : null;
        }

        return null;
    }

    /// <summary>A size as it is written: "64MiB".</summary>
    public static string Size(long octets) => octets switch
    {
        >= Kibi * Kibi * Kibi when octets % (Kibi * Kibi * Kibi) == 0
            => $"{octets / (Kibi * Kibi * Kibi)}GiB",
        >= Kibi * Kibi when octets % (Kibi * Kibi) == 0 => $"{octets / (Kibi * Kibi)}MiB",
        >= Kibi when octets % Kibi == 0 => $"{octets / Kibi}KiB",
        _ => $"{octets}",
    };

    static double? Times(string number, double unit)
        => double.TryParse(
            number.TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double value) && value * unit <= 1e15
            ? value * unit
            : null;
}

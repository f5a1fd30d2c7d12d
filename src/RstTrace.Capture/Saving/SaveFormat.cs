using System;

namespace RstTrace.Capture.Saving;

/// <summary>How a capture is written.</summary>
public enum SaveFormat
{
    /// <summary>pcapng: nanoseconds, several interfaces and link types, comments.</summary>
    Pcapng,

    /// <summary>pcap as <c>tcpdump -w</c> writes it: one link type; times are cut to
    /// microseconds.</summary>
    PcapMicroseconds,

    /// <summary>pcap with nanoseconds.</summary>
    PcapNanoseconds,
}

/// <summary>Which format a name asks for.</summary>
public static class SaveFormats
{
    /// <summary>pcap for a name that ends in <c>.pcap</c>, pcapng for any other, standard output
    /// included.</summary>
    /// <param name="path">As it was typed, before a rotation adds its number.</param>
    public static SaveFormat Of(string path)
        => path.EndsWith(".pcap", StringComparison.OrdinalIgnoreCase)
            ? SaveFormat.PcapMicroseconds
            : SaveFormat.Pcapng;
}

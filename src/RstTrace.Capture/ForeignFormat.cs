using System;
using System.Text.Unicode;
using RstTrace.Core;

namespace RstTrace.Capture;

/// <summary>Names what is not read, and what to type to make it so.</summary>
static class ForeignFormat
{
    /// <summary>As many octets as are looked at.</summary>
    public const int HeadLength = 512;

    const string Convert = "editcap -F pcapng {0} OUT.pcapng; rsttrace analyze OUT.pcapng";
    const string CaptureAnew = "tcpdump -i any -w OUT.pcap; rsttrace analyze OUT.pcap";
    const int TarMagicAt = 257;

    static readonly (byte[] FirstOctets, string Name, string Remedy)[] s_signatures =
    [
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc {0} | rsttrace analyze -"),
        ([0xFD, .. "7zXZ"u8], "xz", "xz -dc {0} | rsttrace analyze -"),
        ([.. "BZh"u8], "bzip2", "bzip2 -dc {0} | rsttrace analyze -"),
        ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc {0} | rsttrace analyze -"),
        ([0x1F, 0x8B], "gzip inside gzip", "zcat {0} | zcat | rsttrace analyze -"),
        ([.. "PK"u8, 3, 4], "zip", "unzip -p {0} | rsttrace analyze -"),
        ([.. "snoop\0\0\0"u8], "a snoop capture", Convert),
        ([.. "GMBU"u8], "a Network Monitor 2 capture", Convert),
        ([.. "RTSS"u8], "a Network Monitor 1 capture", Convert),
        ([.. "TRSNIFF data"u8], "a Sniffer capture", Convert),
        ([.. "XCP\0"u8], "a NetXray capture", Convert),
        ([.. "iptrace "u8], "an iptrace capture", Convert),
        ([0x1C, 0x00, 0x01, 0xAC], "an IXIA capture", Convert),
        ([0x1C, 0x00, 0x01, 0xAB], "an IXIA capture", Convert),
    ];

    /// <summary>The failure that says what the file is.</summary>
    /// <param name="name">The file.</param>
    /// <param name="head">Its first octets: <see cref="HeadLength"/>, or all of it.</param>
    public static CaptureException Refuse(string name, ReadOnlySpan<byte> head)
    {
        (string what, string remedy) = Recognise(head);
        string typed = name == CaptureFile.StandardInputName ? "FILE" : Shell.Quote(name);
        return new CaptureException(
            $"{CaptureFile.Spoken(name)}: not a pcap or pcapng capture but {what}",
            string.Format(null, remedy, typed))
        {
            Kind = CaptureFailure.NotACapture,
        };
    }

    static (string What, string Remedy) Recognise(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] firstOctets, string name, string remedy) in s_signatures)
        {
            if (head.StartsWith(firstOctets)) return (name, remedy);
        }

        return head switch
        {
            _ when IsTar(head) => ("a tar archive", "tar -xf {0}; rsttrace analyze FOLDER"),
            _ when IsText(head) => head.TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8)
                ? ("an HTML or XML page: was a download page saved?", "head {0}")
                : ("text; what tcpdump prints is not what it saves", CaptureAnew),
            _ when IsExtensibleRecord(head) => ("an ERF capture", Convert),
            _ => ("something unknown", "file {0}; capinfos {0}"),
        };
    }

    static bool IsTar(ReadOnlySpan<byte> head)
        => head.Length > TarMagicAt && head[TarMagicAt..].StartsWith("ustar"u8);

    // Cut anywhere, so that the last character may be incomplete.
    static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (byte octet in head)
        {
            if (octet < ' ' && octet is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 0x1B))
                return false;
        }

        int whole = head.Length;
        while (whole > 0 && head.Length - whole < 4 && head[whole - 1] >= 0x80) whole--;
        return Utf8.IsValid(head[..whole]);
    }

    /// <summary>ERF has no magic: a first record whose every field makes sense must do.</summary>
    static bool IsExtensibleRecord(ReadOnlySpan<byte> head)
    {
        const int Header = 16, Type = 8, RecordLength = 10, WireLength = 14;

        if (head.Length < Header) return false;

        int type = head[Type] & 0x7F;
        int length = (head[RecordLength] << 8) | head[RecordLength + 1];
        int wire = (head[WireLength] << 8) | head[WireLength + 1];
        // Seconds since 1970, little-endian, in octets 4 to 7: 1990 to 2106.
        return type is >= 1 and <= 48 && length is >= Header and <= 2048
            && wire is > 0 and <= 16_384 && head[7] >= 0x26;
    }
}

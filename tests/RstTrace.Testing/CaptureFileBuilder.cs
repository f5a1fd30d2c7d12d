using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace RstTrace.Testing;

/// <summary>Octets in the order of the machine that is played.</summary>
/// <param name="bigEndian">Whether that machine is big-endian.</param>
public sealed class CaptureWriter(bool bigEndian = false)
{
    readonly List<byte> _octets = [];

    /// <summary>How many there are.</summary>
    public int Length => _octets.Count;

    /// <summary>All of them.</summary>
    public byte[] ToArray() => [.. _octets];

    public CaptureWriter Octets(ReadOnlySpan<byte> octets)
    {
        _octets.AddRange(octets);
        return this;
    }

    public CaptureWriter Octet(byte octet) => Octets([octet]);

    public CaptureWriter Word16(int number)
    {
        Span<byte> octets = stackalloc byte[2];
        if (bigEndian) BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)number);
        else BinaryPrimitives.WriteUInt16LittleEndian(octets, (ushort)number);
        return Octets(octets);
    }

    public CaptureWriter Word32(long number)
    {
        Span<byte> octets = stackalloc byte[4];
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)number);
        else BinaryPrimitives.WriteUInt32LittleEndian(octets, (uint)number);
        return Octets(octets);
    }

    public CaptureWriter Word64(long number)
        => bigEndian
            ? Word32(number >> 32).Word32(number & 0xFFFFFFFF)
            : Word32(number & 0xFFFFFFFF).Word32(number >> 32);

    /// <summary>Zeros up to a multiple of four.</summary>
    public CaptureWriter Pad()
    {
        while (_octets.Count % 4 != 0) _octets.Add(0);
        return this;
    }
}

/// <summary>A pcap file, written record by record.</summary>
public sealed class PcapBuilder
{
    public const uint Microseconds = 0xA1B2C3D4;
    public const uint Nanoseconds = 0xA1B23C4D;
    public const uint Modified = 0xA1B2CD34;

    readonly CaptureWriter _octets;
    readonly bool _modified;

    /// <param name="magic">Which pcap.</param>
    /// <param name="bigEndian">Order of the writing machine.</param>
    /// <param name="network">The link type and the bits above it.</param>
    /// <param name="major">Major version.</param>
    /// <param name="minor">Minor version.</param>
    public PcapBuilder(
        uint magic = Microseconds, bool bigEndian = false, long network = 1,
        int major = 2, int minor = 4)
    {
        _modified = magic == Modified;
        _octets = new CaptureWriter(bigEndian)
            .Word32(magic).Word16(major).Word16(minor)
            .Word32(0).Word32(0).Word32(65_535).Word32(network);
    }

    /// <summary>A record; lengths are those of the octets unless said.</summary>
    public PcapBuilder Frame(
        long seconds, long fraction, byte[] octets, long? original = null, long? captured = null)
    {
        _octets.Word32(seconds).Word32(fraction)
            .Word32(captured ?? octets.Length).Word32(original ?? octets.Length);
        if (_modified) _octets.Word32(2).Word16(0x0800).Octet(4).Octet(0);
        _octets.Octets(octets);
        return this;
    }

    public byte[] ToArray() => _octets.ToArray();
}

/// <summary>A pcapng file, written block by block; a section goes first.</summary>
public sealed class PcapngBuilder
{
    readonly List<byte> _octets = [];
    bool _bigEndian;

    public byte[] ToArray() => [.. _octets];

    /// <summary>A section header; the blocks after it are in its order.</summary>
    public PcapngBuilder Section(bool bigEndian = false, int major = 1, int minor = 0)
    {
        _bigEndian = bigEndian;
        return Block(0x0A0D0D0A, body => body
            .Word32(0x1A2B3C4D).Word16(major).Word16(minor).Word64(-1));
    }

    /// <summary>An interface description with the options that are given, and some to
    /// skip.</summary>
    public PcapngBuilder Interface(
        int link = 1, int snapLength = 0, int? resolution = null, long? offsetSeconds = null)
        => Block(1, body =>
        {
            body.Word16(link).Word16(0).Word32(snapLength);
            body.Word16(2).Word16(5).Octets("eth01"u8).Pad(); // if_name
            if (resolution is { } units) body.Word16(9).Word16(1).Octet((byte)units).Pad();
            if (offsetSeconds is { } offset) body.Word16(14).Word16(8).Word64(offset);
            body.Word16(0).Word16(0);
        });

    /// <summary>An enhanced packet block.</summary>
    public PcapngBuilder Enhanced(
        ulong units, byte[] octets, int on = 0, long? original = null, long? captured = null)
        => Block(6, body => body
            .Word32(on).Word32((long)(units >> 32)).Word32((long)(units & 0xFFFFFFFF))
            .Word32(captured ?? octets.Length).Word32(original ?? octets.Length)
            .Octets(octets).Pad()
            .Word16(1).Word16(4).Octets("note"u8).Word16(0).Word16(0)); // opt_comment

    /// <summary>An obsolete packet block.</summary>
    public PcapngBuilder Obsolete(ulong units, byte[] octets, int on = 0)
        => Block(2, body => body
            .Word16(on).Word16(7)
            .Word32((long)(units >> 32)).Word32((long)(units & 0xFFFFFFFF))
            .Word32(octets.Length).Word32(octets.Length).Octets(octets).Pad());

    /// <summary>A simple packet block.</summary>
    public PcapngBuilder Simple(byte[] octets, long? original = null)
        => Block(3, body => body.Word32(original ?? octets.Length).Octets(octets).Pad());

    /// <summary>Any block; its lengths are right unless said.</summary>
    public PcapngBuilder Block(
        long type, Action<CaptureWriter> write, long? length = null, long? trailer = null)
    {
        var body = new CaptureWriter(_bigEndian);
        write(body);
        int whole = body.Length + 12;
        _octets.AddRange(new CaptureWriter(_bigEndian)
            .Word32(type).Word32(length ?? whole)
            .Octets(body.ToArray())
            .Word32(trailer ?? length ?? whole).ToArray());
        return this;
    }
}

/// <summary>Gzip files.</summary>
public static class GzipFile
{
    /// <summary>A gzip file with a member for each piece.</summary>
    public static byte[] Of(params byte[][] pieces)
    {
        using var file = new MemoryStream();
        foreach (byte[] piece in pieces)
        {
            using var member = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
            member.Write(piece);
        }

        return file.ToArray();
    }
}

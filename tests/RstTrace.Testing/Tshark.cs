using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using RstTrace.Core.Wire;

namespace RstTrace.Testing;

/// <summary>What tshark makes of the same octets: the second opinion of many tests.</summary>
/// <remarks>Where tshark is missing, these throw: a test that cannot ask must not pass.</remarks>
public static class Tshark
{
    /// <summary>Stands between several values of one field in one frame, outermost first.</summary>
    public const char Separator = '|';

    /// <summary>The fields of the frames of a capture that pass a filter. Every frame is read for
    /// itself: fragments and streams are not put together.</summary>
    /// <param name="capture">Path of the capture.</param>
    /// <param name="filter">Display filter; empty for every frame.</param>
    /// <param name="fields">Names such as <c>tcp.srcport</c>.</param>
    /// <returns>By frame number from 1, a value for each field in the order asked; empty where a
    /// frame lacks it, several joined by <see cref="Separator"/>.</returns>
    /// <exception cref="InvalidOperationException">tshark is missing or failed.</exception>
    public static SortedDictionary<long, string[]> Fields(
        string capture, string filter, params ReadOnlySpan<string> fields)
    {
        List<string> arguments =
        [
            "-Y", filter,
            "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE",
            "-o", "tcp.desegment_tcp_streams:FALSE",
            "-T", "fields", "-E", "occurrence=a", "-E", $"aggregator={Separator}",
            "-e", "frame.number",
        ];
        foreach (string field in fields) arguments.AddRange(["-e", field]);
        return ByFrame(Lines(capture, [.. arguments]), fields.Length);
    }

    /// <summary>What it prints of a capture.</summary>
    /// <param name="capture">Path of the capture.</param>
    /// <param name="arguments">As of its command line, after the file.</param>
    /// <exception cref="InvalidOperationException">tshark is missing or failed.</exception>
    public static string[] Lines(string capture, params string[] arguments)
        => Run(new ProcessStartInfo("tshark", ["-n", "-r", capture, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The fields of some frames that are in no capture.</summary>
    /// <param name="link">How every one of them begins.</param>
    /// <param name="frames">Their octets, nothing cut off.</param>
    /// <param name="fields">Names such as <c>tcp.srcport</c>.</param>
    /// <returns>As of <see cref="Fields"/>.</returns>
    public static SortedDictionary<long, string[]> FieldsOf(
        LinkType link, IEnumerable<byte[]> frames, params ReadOnlySpan<string> fields)
    {
        string capture = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(capture, Capture(link, frames));
            return Fields(capture, "", fields);
        }
        finally
        {
            File.Delete(capture);
        }
    }

    static string Run(ProcessStartInfo start)
    {
        using Process tshark = Start(start);
        Task<string> complaints = tshark.StandardError.ReadToEndAsync();
        string answer = tshark.StandardOutput.ReadToEnd();
        tshark.WaitForExit();
        if (tshark.ExitCode != 0)
            throw new InvalidOperationException($"tshark failed: {complaints.Result}");
        return answer;
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                "tshark is missing; try: apt-get install tshark", missing);
        }
    }

    static SortedDictionary<long, string[]> ByFrame(string[] lines, int fields)
    {
        var frames = new SortedDictionary<long, string[]>();
        foreach (string line in lines)
        {
            string[] columns = line.Split('\t');
            if (columns.Length != fields + 1)
                throw new InvalidOperationException($"tshark gave a line of its own: {line}");
            frames.Add(long.Parse(columns[0], CultureInfo.InvariantCulture), columns[1..]);
        }

        return frames;
    }

    /// <summary>A pcap file, little-endian.</summary>
    static byte[] Capture(LinkType link, IEnumerable<byte[]> frames)
    {
        using var file = new MemoryStream();
        Write(file, 0xA1B2C3D4, 0x0004_0002, 0, 0, 262_144, (uint)link);
        foreach (byte[] frame in frames)
        {
            Write(file, 0, 0, (uint)frame.Length, (uint)frame.Length);
            file.Write(frame);
        }

        return file.ToArray();
    }

    static void Write(MemoryStream file, params ReadOnlySpan<uint> words)
    {
        Span<byte> octets = stackalloc byte[4];
        foreach (uint word in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(octets, word);
            file.Write(octets);
        }
    }
}

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NUnit.Framework;
using RstTrace.Core;

namespace RstTrace.Capture.Tests;

/// <summary>Captures that others made, against what tshark and libpcap make of them.</summary>
sealed class SampleTests
{
    static string PathOf(string name)
        => Path.Combine(TestContext.CurrentContext.TestDirectory, "Captures", name);

    [TestCase("one_tcp_rst.pcap", "pcap, microseconds")]
    [TestCase("IPv4-NoOptions.pcap", "pcapng")]
    [TestCase("dce_rpc_ntlm.pcapng", "pcapng")]
    [TestCase("gap-data-missing.pcapng", "pcapng")]
    public void Numbers_times_and_lengths_are_those_of_tshark(string name, string format)
    {
        using CaptureFile capture = CaptureFile.Open(PathOf(name));
        List<ReadFrame> frames = Reading.All(capture).Frames;

        Assert.That(capture.Format, Is.EqualTo(format));
        Assert.That(capture.Position, Is.EqualTo(capture.Length));
        Assert.That(
            frames.ConvertAll(
                f => $"{f.Number}\t{Epoch(f.Time)}\t{f.Original}\t{f.Octets.Length / 2}"),
            Is.EqualTo(File.ReadAllLines(PathOf(name + ".tsv"))));
    }

    static string Epoch(long nanoseconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{nanoseconds / 1_000_000_000}.{nanoseconds % 1_000_000_000:D9}");

    [TestCase("brcm-tag-stp.pcap", 4, null)]
    [TestCase("timestamp_invalid_nano.pcap", 3, null)]
    [TestCase("fuzz.pcap", 1, "at octet 228, after frame 1: a record claims 1409179648 captured")]
    [TestCase("pcapng-invalid-vers-2.pcapng", 0, "pcapng version 1.1")]
    [TestCase("shb-option-too-long.pcapng", 0, "begins with length 52 and ends with another")]
    public void Odd_ones_are_read_as_far_as_libpcap_reads_them(
        string name, int frames, string? damage)
    {
        using CaptureFile capture = CaptureFile.Open(PathOf(name), fileIndex: 7);
        (List<ReadFrame> read, ReadOutcome outcome) = Reading.All(capture);

        Assert.That(read, Has.Count.EqualTo(frames));
        Assert.That(read.TrueForAll(f => f.File == 7), Is.True);
        Assert.That(outcome,
            Is.EqualTo(damage is null ? ReadOutcome.End : ReadOutcome.Damaged));
        Assert.That(capture.Damage, damage is null ? Is.Null : Does.Contain(damage));
    }
}

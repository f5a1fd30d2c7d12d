using System;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace explain</c>, from outside.</summary>
sealed class ExplainTests : CaptureFolderTest
{
    [TestCase("13")]
    [TestCase("15")]
    public void A_reset_is_found_by_its_frame_or_by_a_repeat(string frame)
    {
        RunResult run = Run("explain", "race.pcap", "--frame", frame);

        Assert.That(run.Output, Does.StartWith("race.pcap, frame 13").And.Contains("SYN+ACK"));
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
    }

    [TestCase("race.pcap", 5,
        "frame 5 of race.pcap is no RST: ACK from 10.77.1.2 port 40666 to 10.77.2.2 port 20001; "
        + "the first RST is frame 13", "rsttrace explain race.pcap --frame 13")]
    [TestCase("race.pcap", 14,
        "frame 14 of race.pcap is no RST: IP without TCP; the nearest RSTs are frames 13 and 15",
        "rsttrace explain race.pcap --frame 13")]
    [TestCase("race.pcap", 99,
        "race.pcap has 15 frames and no frame 99; the last RST is frame 15",
        "rsttrace explain race.pcap --frame 15")]
    [TestCase("quiet.pcap", 3,
        "frame 3 of quiet.pcap is no RST: SYN from 10.77.1.2 port 40666 to 10.77.2.2 port 20001"
        + "; the capture holds no RST", "rsttrace analyze quiet.pcap")]
    public void A_frame_that_is_no_reset(string file, int frame, string message, string hint)
    {
        byte[] octets = Octets("race.pcap");
        Write("quiet.pcap", octets.AsSpan(0, RecordOf(octets, 13)));
        RunResult run = Run("explain", file, "--frame", $"{frame}");

        Assert.That(run.Errors, Is.EqualTo($"rsttrace: {message}\n  try: {hint}\n"));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void A_damaged_capture_is_explained_as_far_as_it_goes()
    {
        Write("cut.pcap", Octets("race.pcap").AsSpan(0, Octets("race.pcap").Length - 1));
        RunResult run = Run("explain", "cut.pcap", "--frame", "13");

        Assert.That(run.Output, Does.StartWith("cut.pcap, frame 13"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Errors, Does.StartWith("rsttrace: cut.pcap: cut short "));
        Assert.That(run.ExitCode, Is.EqualTo(4));
    }

    [Test]
    public void A_stream_cannot_be_read_twice()
    {
        RunResult run = RstTraceProcess.Shell(
            Folder, "\"$RSTTRACE\" explain <(cat race.pcap) --frame 13");

        Assert.That(run.Errors, Does.Match(
            @"^rsttrace: /dev/fd/\d+ is a stream, and explain reads its capture twice\n  try: "));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }
}

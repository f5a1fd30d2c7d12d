using System;
using System.IO;
using NUnit.Framework;
using RstTrace.Testing;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace extract</c>, from outside.</summary>
sealed class ExtractTests : CaptureFolderTest
{
    [TestCase("--frame 13")]
    [TestCase("--frame 15")]
    [TestCase("--stream 0")]
    [TestCase("--stream 0 --frame 13 --stream 0")]
    [TestCase("--stream 0 --cause keepalive-race")]
    [TestCase("--cause keepalive-race --cause port-closed")]
    [TestCase("--cause keepalive-race --sender server --stage after-idle --stage closing")]
    [TestCase("--frame 99 --stream 0")]
    public void The_whole_connection_is_extracted(string choice)
    {
        RunResult run = Run(
            ["extract", "race.pcap", "-w", "out.pcapng", .. choice.Split(' ')]);

        string[] expected = Tshark.Lines(At("race.pcap"), "-Y", "tcp", "-T", "fields",
            "-e", "frame.time_epoch", "-e", "frame.len", "-e", "tcp.seq_raw");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(
            Tshark.Lines(At("out.pcapng"), "-T", "fields",
                "-e", "frame.time_epoch", "-e", "frame.len", "-e", "tcp.seq_raw"),
            Is.EqualTo(expected));
        long octets = new FileInfo(At("out.pcapng")).Length;
        Assert.That(run.Errors, Is.EqualTo(
            $"rsttrace: out.pcapng: {expected.Length} of 15 frames, 1 connection, "
            + $"{octets} octets\n"));
    }

    [Test]
    public void Frames_are_cut()
    {
        Assert.That(
            Run("extract", "race.pcap", "-w", "out", "--frame", "13", "--snap", "40").ExitCode,
            Is.Zero);
        Assert.That(
            Tshark.Lines(At("out"), "-T", "fields", "-e", "frame.cap_len"), Is.All.EqualTo("40"));
    }

    [Test]
    public void Captures_are_extracted_one_behind_the_other()
    {
        RunResult run = Run("extract", ".", "-w", "out", "--sender", "server");

        Assert.That(run.Errors, Does.Contain("of 19 frames, 2 connections, "));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(
            Tshark.Lines(At("out"), "-T", "fields", "-e", "frame.section_number"),
            Has.Some.EqualTo("1").And.Some.EqualTo("2"));
    }

    [TestCase("--frame 5", "frame 5 of race.pcap is no RST: ACK from 10.77.1.2 port 40666 to "
        + "10.77.2.2 port 20001; the first RST is frame 13")]
    [TestCase("--stream 7", "race.pcap: no such stream: 1 stream, from 0")]
    [TestCase("--cause port-closed",
        "race.pcap: nothing matches its 1 reset: causes keepalive-race")]
    public void Nothing_that_matches_is_one_line_and_an_exit_code(string choice, string message)
    {
        Write("out", "former"u8);
        RunResult run = Run(["extract", "race.pcap", "-w", "out", .. choice.Split(' ')]);

        Assert.That(run.Errors, Is.EqualTo(
            $"rsttrace: {message}\n  try: rsttrace analyze race.pcap\n"));
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(Octets("out"), Is.EqualTo("former"u8.ToArray()));
    }

    [TestCase("extract - -w out --frame 1",
        "extract reads its capture twice, and standard input can be read only once",
        "cat > capture.pcap, then rsttrace extract capture.pcap -w OUT.pcapng --frame N")]
    [TestCase("extract race.pcap -w out",
        "extract needs --cause, --frame, --stream, --sender or --stage",
        "rsttrace extract capture.pcap -w OUT.pcapng --frame 42")]
    [TestCase("extract race.pcap --frame 13", "extract needs -w OUT.pcapng",
        "rsttrace extract capture.pcap -w OUT.pcapng --frame 42")]
    [TestCase("extract race.pcap refused.pcap -w out --frame 13",
        "--frame and --stream count in one file, and 2 are given",
        "one of the files, or --cause ID")]
    [TestCase("extract race.pcap -w out --cause port-close",
        "--cause takes an id that 'rsttrace causes' lists, not 'port-close'",
        "--cause port-closed")]
    [TestCase("extract race.pcap -w out --sender me",
        "--sender takes client, server, third-party or unknown, not 'me'", "--sender client")]
    [TestCase("extract race.pcap -w out --frame x",
        "--frame takes a number, 1 or more, not 'x'", "--frame 42")]
    public void Words_that_make_no_sense(string words, string message, string hint)
    {
        RunResult run = Run(words.Split(' '));

        Assert.That(run.Errors, Is.EqualTo($"rsttrace: {message}\n  try: {hint}\n"));
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(File.Exists(At("out")), Is.False);
    }

    [Test]
    public void A_capture_that_fails_does_not_stop_the_others()
    {
        RunResult run = Run(
            "extract", "gone.pcap", "race.pcap", "-w", "out", "--cause", "keepalive-race");

        Assert.That(run.Errors, Does.StartWith("rsttrace: gone.pcap: no such file\n"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(Tshark.Lines(At("out")), Is.Not.Empty);
    }

    [Test]
    public void A_damaged_capture_is_extracted_as_far_as_it_goes()
    {
        Write("cut.pcap", Octets("race.pcap").AsSpan(0, Octets("race.pcap").Length - 1));
        RunResult run = Run("extract", "cut.pcap", "-w", "out", "--frame", "13");

        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(run.ErrorLines[0], Does.StartWith("rsttrace: cut.pcap: cut short "));
        Assert.That(run.ExitCode, Is.EqualTo(4));
    }
}

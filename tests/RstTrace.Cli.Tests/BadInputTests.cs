using System;
using System.Buffers.Binary;
using System.IO;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>Input that is not as it should be: one line that says what, where and what to do, the
/// right exit code, and everything found before it.</summary>
sealed class BadInputTests : CaptureFolderTest
{
    [Test]
    public void No_such_file()
    {
        RunResult run = Run("analyze", "gone.pcap");

        AssertError(run, "gone.pcap: no such file");
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_file_that_vanishes_does_not_stop_the_others()
    {
        File.CreateSymbolicLink(At("gone.pcap"), At("nowhere.pcap"));
        RunResult run = Run(
            "analyze", "gone.pcap", "refused.pcap", "race.pcap", "--format", "ndjson");

        AssertError(run, "gone.pcap: no such file");
        Assert.That(run.ResetLines, Has.Length.EqualTo(2));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void An_empty_file()
    {
        Write("empty.pcap", []);
        AssertWarning(Run("analyze", "empty.pcap"), "empty.pcap: .*empty.*");
    }

    [Test]
    public void A_text_file()
    {
        Write("notes.txt", "Monday: it broke again.\n"u8);
        RunResult run = Run("analyze", "notes.txt");

        AssertError(run, "notes.txt: not a pcap or pcapng capture but text.*");
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_folder_without_captures()
    {
        Directory.CreateDirectory(At("none"));
        Write("none/notes.txt", "nothing"u8);
        RunResult run = Run("analyze", "none");

        AssertError(run, "none: no capture in this folder.*");
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_truncated_file_header()
    {
        Write("cut.pcap", Octets("race.pcap").AsSpan(0, FileHeader - 1));
        AssertWarning(Run("analyze", "cut.pcap"), "cut.pcap: cut short .*before the first frame.*");
    }

    [Test]
    public void A_truncated_record_and_everything_before_it()
    {
        byte[] octets = Octets("race.pcap");
        Write("cut.pcap", octets.AsSpan(0, RecordOf(octets, 15) + RecordHeader + 3));
        RunResult run = Run("analyze", "cut.pcap", "--format", "ndjson");

        AssertWarning(run, "cut.pcap: cut short .*after frame 14.*");
        Assert.That(run.Output, Does.Contain("\"frames\":[13]"));
    }

    [Test]
    public void A_record_that_claims_more_than_the_file_has()
    {
        byte[] octets = Octets("race.pcap");
        int record = RecordOf(octets, 15);
        BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(record + 8), 0x7FFF_FFFF);
        Write("claim.pcap", octets);
        RunResult run = Run("analyze", "claim.pcap", "--format", "ndjson");

        AssertWarning(run, "claim.pcap: damaged .*after frame 14.*");
        Assert.That(run.Output, Does.Contain("\"frames\":[13]"));
    }

    [TestCase(0u, TestName = "A block of no length")]
    [TestCase(0xFFFF_FFF0u, TestName = "A block of absurd length")]
    public void A_block_of_wrong_length(uint length)
    {
        RunResult converted = RstTraceProcess.Shell(
            Folder, "editcap -F pcapng race.pcap race.pcapng");
        Assert.That(converted.ExitCode, Is.Zero, converted.Errors);
        byte[] octets = Octets("race.pcapng");
        int last = octets.Length - BinaryPrimitives.ReadInt32LittleEndian(octets.AsSpan(^4..));
        BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(last + 4), length);
        Write("block.pcapng", octets);
        RunResult run = Run("analyze", "block.pcapng", "--format", "ndjson");

        AssertWarning(run, "block.pcapng: damaged .*");
        Assert.That(run.ResetLines, Has.Length.EqualTo(1));
    }

    [Test]
    public void A_clock_that_runs_backwards()
    {
        byte[] octets = Octets("race.pcap");
        Span<byte> seconds = octets.AsSpan(RecordOf(octets, 12), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(
            seconds, BinaryPrimitives.ReadUInt32LittleEndian(seconds) - 9);
        Write("clock.pcap", octets);
        RunResult run = Run("analyze", "clock.pcap", "--format", "ndjson");

        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Errors, Does.StartWith(
            "rsttrace: clock.pcap: time runs backwards at frame 12: "));
        Assert.That(run.ResetLines, Has.Length.EqualTo(1));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void A_link_type_that_is_not_read()
    {
        byte[] octets = Octets("race.pcap");
        octets[20] = 105; // LINKTYPE_IEEE802_11
        Write("air.pcap", octets);

        AssertWarning(
            Run("analyze", "air.pcap"),
            "air.pcap: none of its 15 frames can be read: link type 105, 802.11.*");
    }

    [Test]
    public void Frames_cut_within_the_TCP_header()
    {
        RunResult cut = RstTraceProcess.Shell(Folder, "editcap -s 40 race.pcap short.pcap");
        Assert.That(cut.ExitCode, Is.Zero, cut.Errors);
        RunResult run = Run("analyze", "short.pcap");

        Assert.That(run.Errors, Does.Match(
            @"^rsttrace: short.pcap: \d+ frames cut before .*: capture with tcpdump -s 256 .*\n$"));
    }

    [Test]
    public void A_table_of_flows_that_is_too_small()
    {
        const int Flows = 64, SourcePort = RecordHeader + 14 + 20;
        byte[] octets = Octets("race.pcap");
        byte[] syn = octets[RecordOf(octets, 3)..RecordOf(octets, 4)];
        using (FileStream file = File.Create(At("syns.pcap")))
        {
            file.Write(octets.AsSpan(0, FileHeader));
            for (ushort port = 1; port <= Flows; port++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(syn.AsSpan(SourcePort), port);
                file.Write(syn);
            }
        }

        RunResult run = Run("analyze", "syns.pcap", "--max-flows", "1");

        Assert.That(run.Errors, Does.Match(
            @"^rsttrace: syns.pcap: \d+ flows gave way .*: analyze with --max-flows 64\n$"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void A_name_cannot_drive_the_terminal()
    {
        RunResult run = Run("analyze", "\u001b[2J\n\u009bgone");

        Assert.That(run.Errors, Does.StartWith("rsttrace: ?[2J??gone: no such file\n"));
    }

    static void AssertError(RunResult run, string message)
    {
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2), run.Errors);
        Assert.That(run.Errors, Does.Match($"^rsttrace: {message}\n  try: .+\n$"));
    }

    static void AssertWarning(RunResult run, string message)
    {
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1), run.Errors);
        Assert.That(run.Errors, Does.Match($"^rsttrace: {message}\n$"));
        Assert.That(run.ExitCode, Is.EqualTo(4));
    }
}

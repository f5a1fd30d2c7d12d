using System;
using System.IO;
using System.Linq;
using NUnit.Framework;
using RstTrace.Testing;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace annotate</c>, from outside.</summary>
sealed class AnnotateTests : CaptureFolderTest
{
    [Test]
    public void The_verdict_is_a_comment_on_the_reset_and_on_what_drew_it()
    {
        RunResult run = Run("annotate", "refused.pcap", "-w", "out.pcapng");

        Assert.That(run.Errors, Is.EqualTo(
            "rsttrace: out.pcapng: 4 frames, 2 comments on 1 reset\n"));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(
            Tshark.Lines(
                At("out.pcapng"), "-Y", "frame.comment",
                "-T", "fields", "-e", "frame.number", "-e", "frame.comment"),
            Has.Length.EqualTo(2)
                .And.One.Matches("^2\trsttrace: drew the reset in frame 3: by the server, "
                    + @"port-closed \(certain ")
                .And.One.Matches("^3\trsttrace: reset by the server, in the handshake, .* after "
                    + @"frame 2 drew it: port-closed \(certain .*\)\\nNothing listens on .*"
                    + @"\\nto do: "));
    }

    [Test]
    public void A_capture_without_resets_is_copied()
    {
        Write("quiet.pcap", Octets("race.pcap").AsSpan(0, RecordOf(Octets("race.pcap"), 13)));
        RunResult run = Run("annotate", "quiet.pcap", "-w", "out.pcapng");

        Assert.That(run.Errors, Does.EndWith("out.pcapng: 12 frames, 0 comments on 0 resets\n"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Standard_output_takes_the_copy()
    {
        RunResult run = RstTraceProcess.Shell(
            Folder,
            "\"$RSTTRACE\" annotate race.pcap -w - > piped"
            + " && \"$RSTTRACE\" annotate race.pcap -w named && cmp piped named");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
    }

    [Test]
    public void A_reader_that_had_enough_is_no_failure()
    {
        RunResult run = RstTraceProcess.Shell(
            Folder, "(\"$RSTTRACE\" annotate race.pcap -w -; echo $? >&2) | true");
        Assert.That(run.ErrorLines[^1], Is.EqualTo("0"));
        Assert.That(run.Errors, Does.Not.Contain("cannot be written"));
    }

    [TestCase("annotate - -w out",
        "annotate reads its capture twice, and standard input can be read only once",
        "cat > capture.pcap, then rsttrace annotate capture.pcap -w OUT.pcapng")]
    [TestCase("annotate race.pcap", "annotate needs -w OUT.pcapng",
        "rsttrace annotate capture.pcap -w OUT.pcapng")]
    [TestCase("annotate -w out", "annotate needs a FILE",
        "rsttrace annotate capture.pcap -w OUT.pcapng")]
    [TestCase("annotate . -w out", "annotate takes one capture, and . is a folder",
        "rsttrace annotate capture.pcap -w OUT.pcapng")]
    [TestCase("annotate race.pcap refused.pcap -w out", "annotate takes one FILE, not 2",
        "mergecap -w all.pcapng FILES, then rsttrace annotate all.pcapng -w OUT.pcapng")]
    public void Words_that_make_no_sense(string words, string message, string hint)
    {
        RunResult run = Run(words.Split(' '));

        Assert.That(run.Errors, Is.EqualTo($"rsttrace: {message}\n  try: {hint}\n"));
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(File.Exists(At("out")), Is.False);
    }

    [Test]
    public void A_stream_cannot_be_read_twice()
    {
        RunResult run = RstTraceProcess.Shell(
            Folder, "\"$RSTTRACE\" annotate <(cat race.pcap) -w out");

        Assert.That(run.Errors, Does.Match(
            @"^rsttrace: /dev/fd/\d+ is a stream, and annotate reads its capture twice\n  try: "));
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(Names(), Is.EqualTo(["race.pcap", "refused.pcap"]));
    }

    [TestCase("race.pcap")]
    [TestCase("./race.pcap")]
    [TestCase("symbolic")]
    [TestCase("hard")]
    public void The_capture_is_not_overwritten(string output)
    {
        byte[] before = Octets("race.pcap");
        RstTraceProcess.Shell(Folder, "ln -s race.pcap symbolic; ln race.pcap hard");
        RunResult run = Run("annotate", "race.pcap", "-w", output);

        Assert.That(run.Errors, Is.EqualTo(
            $"rsttrace: {output} is an input too and would be overwritten\n"
            + "  try: -w with another file\n"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(Octets("race.pcap"), Is.EqualTo(before));
    }

    [Test]
    public void A_former_file_stays_until_the_new_one_is_whole()
    {
        Write("out.pcapng", "former"u8);
        RunResult failed = Run("annotate", "gone.pcap", "-w", "out.pcapng");
        Assert.That(failed.ExitCode, Is.EqualTo(1));
        Assert.That(Octets("out.pcapng"), Is.EqualTo("former"u8.ToArray()));

        File.CreateSymbolicLink(At("link"), "out.pcapng");
        RunResult run = Run("annotate", "race.pcap", "-w", "link");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(new FileInfo(At("link")).LinkTarget, Is.EqualTo("out.pcapng"));
        Assert.That(Octets("out.pcapng"), Has.Length.GreaterThan(1_000));
        Assert.That(
            Names(), Is.EqualTo(["link", "out.pcapng", "race.pcap", "refused.pcap"]));
    }

    [TestCase("/dev/full", "/dev/full: cannot be written: No space left on device")]
    [TestCase("nowhere/out", "cannot write nowhere/out: no such directory")]
    [TestCase("/", "cannot write /: it is a folder")]
    public void A_copy_that_cannot_be_written(string output, string message)
    {
        RunResult run = Run("annotate", "race.pcap", "-w", output);

        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(run.ErrorLines[0], Is.EqualTo($"rsttrace: {message}"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_full_disk_leaves_no_half_file()
    {
        byte[] race = Octets("race.pcap");
        byte[] records = race[FileHeader..];
        byte[] large = [.. race, .. Enumerable.Repeat(records, 3_000).SelectMany(o => o)];
        Write("large.pcap", large);
        RunResult run = RstTraceProcess.Shell(
            Folder,
            "mkdir small && mount -t tmpfs -o size=65536 tmpfs small || exit 9;"
            + " \"$RSTTRACE\" annotate large.pcap -w small/out.pcapng; code=$?;"
            + " ls -A small; umount small; exit $code");

        Assert.That(run.Errors, Does.Contain(
            "small/out.pcapng: cannot be written: No space left on device\n  try: "));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_damaged_capture_is_annotated_as_far_as_it_goes()
    {
        Write("cut.pcap", Octets("race.pcap").AsSpan(0, Octets("race.pcap").Length - 1));
        RunResult run = Run("annotate", "cut.pcap", "-w", "out.pcapng");

        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(run.ErrorLines[0], Does.StartWith("rsttrace: cut.pcap: cut short "));
        Assert.That(run.ErrorLines[1], Does.StartWith("rsttrace: out.pcapng: 14 frames, "));
        Assert.That(run.ExitCode, Is.EqualTo(4));
        Assert.That(Tshark.Lines(At("out.pcapng")), Has.Length.EqualTo(14));
    }

    string[] Names()
        => [.. Directory.GetFileSystemEntries(Folder).Select(p => Path.GetFileName(p)!).Order()];
}

using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live;

/// <summary>The words of <c>live</c>, <c>interfaces</c> and <c>--filter</c>.</summary>
sealed class LiveUsageTests : CaptureFolderTest
{
    static readonly string[] s_powerless =
        ["setpriv", "--reuid", "nobody", "--clear-groups", "--bounding-set=-all"];

    [Test]
    public void Help_fits_a_screen()
    {
        RunResult run = Run("live", "--help");

        Assert.That(run.Output.Split('\n'), Has.Length.LessThanOrEqualTo(40));
        Assert.That(run.Lines.Select(line => line.Length), Has.All.LessThanOrEqualTo(80));
    }

    [TestCase("-i lo --format yaml", "--format takes text, ndjson or screen, not 'yaml'")]
    [TestCase("-i lo --settle soon", "--settle takes seconds, 0 or more, not 'soon'")]
    [TestCase("-i lo --duration 0", "--duration takes seconds, more than 0, not '0'")]
    [TestCase("-i lo -c 0", "-c takes a number, 1 or more, not '0'")]
    [TestCase("-i lo -Q up", "-Q takes in, out or inout, not 'up'")]
    [TestCase("-i lo -s 300000", "-s takes a number from 0 to 262144, not '300000'")]
    [TestCase("-i lo --workers 0", "--workers takes a number from 1 to 64, not '0'")]
    [TestCase("-i lo -C 5", "-C and -G need -w FILE")]
    [TestCase("-i lo -w x -W 5", "-W needs -C or -G")]
    [TestCase("-i lo -w - -C 5", "-w - is one stream, and -C and -G ask for several files")]
    [TestCase("-i lo --evidence-max 5", "--evidence-max needs --save-evidence DIR")]
    [TestCase("-i lo --netns x --pid 1", "--netns and --pid both name a network namespace")]
    [TestCase("-i lo -p --promiscuous", "-p and --promiscuous are opposites")]
    [TestCase("-i lo --format screen", "--format screen needs a terminal that moves its cursor")]
    [TestCase("-i lo --setle 1", "no option '--setle'")]
    [TestCase("-r x.pcap -i lo", "-r reads a file: -i and -w are for devices")]
    public void A_word_that_makes_no_sense_gets_one_line(string words, string message)
    {
        RunResult run = Run(["live", .. words.Split(' ')]);

        Assert.That(run.ErrorLines[0], Is.EqualTo($"rsttrace: {message}"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(run.ErrorLines[1], Does.StartWith("  try: "));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.EqualTo(2));
    }

    [TestCase("-i nosuch0", "nosuch0: no such device")]
    [TestCase("-i lo port http or", "filter 'port http or': syntax error")]
    public void What_cannot_be_captured_gets_one_line(string words, string message)
    {
        RunResult run = Run(["live", .. words.Split(' ')]);

        Assert.That(run.ErrorLines[0], Does.StartWith($"rsttrace: {message}"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2), run.Errors);
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Without_the_right_to_capture_it_says_which()
    {
        using RstTraceProcess process = RstTraceProcess.StartAs(s_powerless, "live", "-i", "lo");

        RunResult run = process.Await();
        Assert.That(run.ErrorLines[0], Does.StartWith("rsttrace: lo: ").And.Contain("CAP_NET_RAW"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2), run.Errors);
        Assert.That(run.ErrorLines[1], Does.Contain("setcap cap_net_raw+ep"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Interfaces_lists_loopback_and_any_with_state_and_addresses()
    {
        RunResult plain = Run("interfaces"), listed = Run("live", "-D");
        Assert.That(plain.Output, Is.EqualTo(listed.Output));
        string[] loopback = plain.Lines.Single(line => line.Contains("\tlo\t")).Split('\t');
        Assert.That(loopback[2], Does.Contain("up").And.Contain("loopback"));
        Assert.That(loopback[3], Does.Contain("127.0.0.1/8"));
        Assert.That(plain.Lines, Has.Some.Contain("\tany\t"));

        RunResult ndjson = Run("interfaces", "--format", "ndjson");
        JsonNode[] devices = [.. ndjson.Lines.Select(line => JsonNode.Parse(line)!)];
        Assert.That(
            devices.Select(device => (string)device["name"]!),
            Is.EqualTo(plain.Lines.Select(line => line.Split('\t')[1])));
        Assert.That(
            devices.Select(device => (string)device["schema"]!),
            Has.All.EqualTo("rsttrace.interface/1"));
    }

    [TestCase("analyze race.pcap --format ndjson --filter", "tcp[tcpflags] & tcp-rst != 0")]
    [TestCase("live -r race.pcap --format ndjson", "tcp[tcpflags]", "&", "tcp-rst", "!=", "0")]
    public void A_file_is_read_through_an_expression(string words, params string[] expression)
    {
        string[] all = words.Split(' ');
        RunResult some = Run([.. all, .. expression]), none = Run([.. all, "port 1"]);

        Assert.That(some.Errors, Is.Empty);
        Assert.That(some.ResetLines, Has.Length.EqualTo(1));
        Assert.That(some.ResetLines[0], Does.Contain("\"frames\":[13,15]"), "as in the file");
        Assert.That(none.ResetLines, Is.Empty);
        Assert.That(none.ExitCode, Is.Zero);
    }

    [Test]
    public void A_filter_that_passes_nothing_is_said_to()
        => Assert.That(
            Run("analyze", "race.pcap", "--filter", "port 1").Output,
            Does.Contain("The filter passes none of its 15 frames."));
}

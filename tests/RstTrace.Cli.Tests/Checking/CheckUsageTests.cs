using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Checking;

/// <summary>The words of <c>check</c>, <c>snapshot</c> and <c>doctor</c>, without a network.
/// </summary>
sealed class CheckUsageTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-words-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase("check")]
    [TestCase("snapshot")]
    [TestCase("doctor")]
    public void Help_fits_a_screen(string command)
    {
        RunResult run = RstTraceProcess.Run(command, "--help");

        Assert.That(run.Output.Split('\n'), Has.Length.LessThanOrEqualTo(40));
        Assert.That(run.Lines.Select(line => line.Length), Has.All.LessThanOrEqualTo(80));
    }

    [TestCase("", "check takes one HOST:PORT, not 0", "rsttrace check db.example:5432")]
    [TestCase("db 5432", "check takes one HOST:PORT, not 2", "rsttrace check db:5432")]
    [TestCase("db", "'db' is no HOST:PORT", "rsttrace check db:443")]
    [TestCase("db:", "'db:' is no HOST:PORT", "rsttrace check db:443")]
    [TestCase("db:0", "'db:0' is no HOST:PORT", "rsttrace check db:443")]
    [TestCase("db:70000", "'db:70000' is no HOST:PORT", "rsttrace check db:443")]
    [TestCase("fd00::7", "'fd00::7' is no HOST:PORT", "rsttrace check '[fd00::7]:443'")]
    [TestCase("https://shop.example/a?b", "'https://shop.example/a?b' is a URL: check takes "
        + "HOST:PORT", "rsttrace check shop.example:443")]
    [TestCase("http://shop.example:81/", "'http://shop.example:81/' is a URL: check takes "
        + "HOST:PORT", "rsttrace check shop.example:81")]
    [TestCase("$(reboot):80", "'$(reboot):80' is no HOST:PORT",
        "rsttrace check db.example:5432, or '[fd00::7]:443'")]
    [TestCase("db:80 --heartbeat soon", "--heartbeat takes seconds, more than 0, not 'soon'",
        "--heartbeat 60")]
    [TestCase("db:80 --format yaml", "--format takes text, ndjson or markdown, not 'yaml'",
        "--format ndjson")]
    [TestCase("db:80 --remot x", "no option '--remot'", "rsttrace check --remote")]
    public void A_word_that_makes_no_sense_gets_one_line(string words, string message, string hint)
    {
        RunResult run = RstTraceProcess.Run(
            ["check", .. words.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)]);

        Assert.That(run.ErrorLines[0], Is.EqualTo($"rsttrace: {message}"));
        Assert.That(run.ErrorLines[1], Is.EqualTo($"  try: {hint}"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.EqualTo(2));
    }

    [TestCase("--remote")]
    [TestCase("--haproxy")]
    [TestCase("--nginx")]
    [TestCase("--capture")]
    public void A_file_that_is_not_there_gets_one_line(string option)
    {
        RunResult run = RstTraceProcess.Run("check", "127.0.0.1:1", option, "/no/such/file");

        Assert.That(run.ErrorLines, Has.Length.EqualTo(2), run.Errors);
        Assert.That(run.ErrorLines[0], Does.Contain("/no/such/file"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void An_error_is_told_without_a_service()
    {
        RunResult run = RstTraceProcess.Run("check", "--error", "read: connection reset by peer");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("ECONNRESET as Go says it"));
        Assert.That(run.Output, Does.Contain("cannot mean: that the peer closed in order"));
    }

    [TestCase("text")]
    [TestCase("markdown")]
    [TestCase("ndjson")]
    public void An_error_cannot_drive_a_terminal_or_forge_a_line(string format)
    {
        RunResult run = RstTraceProcess.Run(
            "check", "--format", format, "--error", "econnreset \x1b[2J\n## ok ![x](http://x)");

        Assert.That(run.Output, Does.Not.Contain("\x1b").And.Not.Contain("\n##  ok"));
        Assert.That(run.Output, Does.Contain("x1b[2J").Or.Contain("x1b\\[2J"));
        Assert.That(run.Lines.Count(line => line.StartsWith("##", System.StringComparison.Ordinal)),
            Is.EqualTo(format == "markdown" ? 1 : 0));
    }

    [Test]
    public void Timeouts_of_configurations_are_held_against_each_other()
    {
        string haproxy = Path.Combine(_folder, "haproxy.cfg");
        string nginx = Path.Combine(_folder, "nginx.conf");
        File.WriteAllText(haproxy, "defaults\n  timeout client 50s\n  timeout server 80s\n");
        File.WriteAllText(nginx, "http { server { listen 80; } }");

        Findings found = new(RstTraceProcess.Run(
            "check", "127.0.0.1:1", "--haproxy", haproxy, "--nginx", nginx, "--heartbeat", "30",
            "--format", "ndjson"));

        Assert.That(found.Verdict("idle"), Is.EqualTo("bad"));
        Assert.That(
            found.Text("idle"),
            Does.Contain("the balancer keeps connections to its servers for 80 s (haproxy.cfg:3)")
                .And.Contain("closes them after 75 s (nginx.conf (by default))"));
        Assert.That(found.Evidence("idle"), Does.Contain("a heartbeat each 30 s is late once"));
        Assert.That(found.Commands("idle"), Does.Contain("clitcpka-idle 25s"));
    }

    [Test]
    public void The_silences_of_a_capture_are_a_timeout()
    {
        Findings found = new(RstTraceProcess.Run(
            "check", "127.0.0.1:20001", "--format", "ndjson", "--capture",
            Path.Combine(
                TestContext.CurrentContext.TestDirectory, "Captures", "idle-timeout.pcap")));

        Assert.That(found.Verdict("idle"), Is.EqualTo("warn"), found.Text("idle"));
        Assert.That(found.Text("idle"), Does.Contain("the capture's silences"));
    }

    [Test]
    public void The_doctor_finds_this_machine_fit()
    {
        RunResult run = RstTraceProcess.Run("doctor", "--format", "ndjson");

        string[] steps = [.. run.Lines.SkipLast(1)
            .Select(line => (string)JsonNode.Parse(line)!["step"]!)];
        Assert.That(
            steps,
            Is.EqualTo(["rights", "libpcap", "tracefs", "offloads", "buffers", "clock"]));
        Assert.That(new Findings(run).Verdict("rights"), Is.EqualTo("ok"));
        Assert.That(new Findings(run).Text("libpcap"), Does.StartWith("libpcap version "));
    }

    [Test]
    public void The_doctor_names_the_line_that_gives_the_right()
    {
        using RstTraceProcess process = RstTraceProcess.StartAs(
            ["setpriv", "--reuid", "nobody", "--clear-groups", "--bounding-set=-all"],
            "doctor", "--format", "ndjson");
        Findings found = new(process.Await());

        Assert.That(found.Verdict("rights"), Is.EqualTo("bad"));
        Assert.That(found.Commands("rights"), Does.Contain("setcap cap_net_raw,cap_net_admin+ep"));
        Assert.That(found.Run.ExitCode, Is.EqualTo(3));
    }
}

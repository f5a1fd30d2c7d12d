using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>A command line that cannot be understood: two lines, exit code 2.</summary>
sealed class UsageTests
{
    const string FailOn = "--fail-on takes any, cause=ID, sender=WHO or stage=WHEN, not ";

    [TestCase("", "no command given", "rsttrace analyze FILE, or --help")]
    [TestCase("anlyze x", "no command 'anlyze'", "rsttrace analyze")]
    [TestCase("x.pcap", "no command 'x.pcap'", "rsttrace --help")]
    [TestCase("--versoin", "no option '--versoin'", "rsttrace --version")]
    [TestCase("analyze", "analyze needs a FILE", "rsttrace analyze capture.pcap")]
    [TestCase("analyze --all", "analyze needs a FILE", "rsttrace analyze capture.pcap")]
    [TestCase("analyze x --formt text", "no option '--formt'", "rsttrace analyze --format")]
    [TestCase("analyze --formt=text x", "no option '--formt'", "rsttrace analyze --format")]
    [TestCase("analyze x -q", "no option '-q'", "rsttrace analyze --help")]
    [TestCase("analyze x --zzzzzzzz", "no option '--zzzzzzzz'", "rsttrace analyze --help")]
    [TestCase("analyze x --format", "--format needs FORMAT", "rsttrace analyze --help")]
    [TestCase("analyze x --format json",
        "--format takes text, ndjson, markdown, html, csv or zeek, not 'json'", "--format ndjson")]
    [TestCase("analyze x --format markdwon",
        "--format takes text, ndjson, markdown, html, csv or zeek, not 'markdwon'",
        "--format markdown")]
    [TestCase("analyze x --format text --format text", "--format is given more than once",
        "rsttrace analyze --help")]
    [TestCase("analyze x -o", "--output needs FILE", "rsttrace analyze --help")]
    [TestCase("analyze x --idle-after soon", "--idle-after takes seconds, more than 0, not 'soon'",
        "--idle-after 30")]
    [TestCase("analyze x --idle-after -5", "--idle-after takes seconds, more than 0, not '-5'",
        "--idle-after 30")]
    [TestCase("analyze x --idle-after 0", "--idle-after takes seconds, more than 0, not '0'",
        "--idle-after 30")]
    [TestCase("analyze x --idle-after 1e99", "--idle-after takes seconds, more than 0, not '1e99'",
        "--idle-after 30")]
    [TestCase("analyze x --max-flows 0", "--max-flows takes a number from 1 to 16777216, not '0'",
        "--max-flows 1000000")]
    [TestCase("analyze x --max-flows 99999999999",
        "--max-flows takes a number from 1 to 16777216, not '99999999999'", "--max-flows 1000000")]
    [TestCase("analyze x --fail-on", "--fail-on needs CONDITION", "rsttrace analyze --help")]
    [TestCase("analyze x --fail-on al", FailOn + "'al'", "--fail-on any")]
    [TestCase("analyze x --fail-on any,sender=client", FailOn + "'any'", "--fail-on any")]
    [TestCase("analyze x --fail-on third-party", FailOn + "'third-party'",
        "--fail-on sender=third-party")]
    [TestCase("analyze x --fail-on casue=idle-timeout", FailOn + "'casue=idle-timeout'",
        "--fail-on cause=idle-timeout")]
    [TestCase("analyze x --fail-on stages=idle", FailOn + "'stages=idle'",
        "--fail-on stage=handshake")]
    [TestCase("analyze x --fail-on any --fail-on sender=sever",
        "--fail-on sender= takes client, server, third-party or unknown, not 'sever'",
        "--fail-on sender=server")]
    [TestCase("analyze x --fail-on stage=", "--fail-on stage= takes handshake, mid-stream, "
        + "after-idle, closing or no-connection, not ''", "--fail-on stage=handshake")]
    [TestCase("analyze x --fail-on sender=client,cause=prot-closed",
        "--fail-on cause= takes an id that 'rsttrace causes' lists, not 'prot-closed'",
        "--fail-on cause=port-closed")]
    [TestCase("analyze x --fail-on cause=rain",
        "--fail-on cause= takes an id that 'rsttrace causes' lists, not 'rain'",
        "rsttrace causes")]
    [TestCase("analyze x --fail-on sender=client,sender=server",
        "--fail-on sender=client,sender=server names sender twice, and a reset has one",
        "--fail-on sender=... --fail-on sender=..., if either will do")]
    [TestCase("causes prot-closed", "no cause 'prot-closed'", "rsttrace causes port-closed")]
    [TestCase("causes rain", "no cause 'rain'", "rsttrace causes, which lists them")]
    [TestCase("causes unknown port-closed", "causes takes one ID, not 2",
        "rsttrace causes write-after-close")]
    [TestCase("causes --markdwn", "no option '--markdwn'", "rsttrace causes --markdown")]
    [TestCase("causes unknown --markdown", "--markdown writes all causes and takes no ID",
        "rsttrace causes --markdown")]
    [TestCase("diff x", "diff takes two captures, BEFORE and AFTER, not 1",
        "rsttrace diff monday.pcap tuesday.pcap")]
    [TestCase("diff x y z", "diff takes two captures, BEFORE and AFTER, not 3",
        "rsttrace diff monday.pcap tuesday.pcap")]
    [TestCase("diff - -", "standard input can be read only once", "rsttrace diff before.pcap -")]
    [TestCase("diff x y --format csv", "--format takes text or ndjson, not 'csv'",
        "--format ndjson")]
    [TestCase("diff x y --fail-on wrose", "--fail-on takes new, grown or worse, not 'wrose'",
        "--fail-on worse")]
    [TestCase("explain", "explain needs a FILE", "rsttrace explain capture.pcap --frame 42")]
    [TestCase("explain x", "explain needs --frame N",
        "rsttrace analyze FILE, which names the frames")]
    [TestCase("explain x --frame", "--frame needs N", "rsttrace explain --help")]
    [TestCase("explain x --frame 0", "--frame takes a frame's number, from 1, not '0'",
        "--frame 42")]
    [TestCase("explain x --frame two", "--frame takes a frame's number, from 1, not 'two'",
        "--frame 42")]
    [TestCase("explain x y --frame 2", "explain takes one FILE, not 2",
        "rsttrace explain capture.pcap --frame 42")]
    [TestCase("explain / --frame 2", "explain takes one capture, and / is a folder",
        "rsttrace analyze /")]
    [TestCase("explain - --frame 2",
        "explain reads its capture twice, and standard input can be read only once",
        "cat > capture.pcap, then rsttrace explain capture.pcap --frame N")]
    [TestCase("completion", "completion needs a SHELL: bash, zsh, fish or powershell",
        "rsttrace completion bash")]
    [TestCase("completion bahs", "completion takes bash, zsh, fish or powershell, not 'bahs'",
        "rsttrace completion bash")]
    [TestCase("completion pwsh", "completion takes bash, zsh, fish or powershell, not 'pwsh'",
        "rsttrace completion powershell")]
    [TestCase("completion bash zsh", "completion takes one SHELL, not 2",
        "rsttrace completion bash")]
    [TestCase("schema rest", "no schema 'rest'", "rsttrace schema reset")]
    [TestCase("schema clock", "no schema 'clock'", "rsttrace schema, which lists them")]
    [TestCase("schema reset incident", "schema takes one NAME, not 2", "rsttrace schema reset")]
    public void Says_what_is_wrong_and_what_to_type(string line, string message, string hint)
    {
        RunResult run = RstTraceProcess.Run(Words(line));

        Assert.That(run.Errors, Is.EqualTo($"rsttrace: {message}\n  try: {hint}\n"));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void A_name_after_two_dashes_may_begin_with_one()
    {
        RunResult run = RstTraceProcess.Run("analyze", "--", "--all");

        Assert.That(run.Errors, Does.StartWith("rsttrace: --all: no such file\n"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_name_that_begins_with_an_at_sign_is_no_list_of_further_words()
    {
        RunResult run = RstTraceProcess.Run("analyze", "@words");

        Assert.That(run.Errors, Does.StartWith("rsttrace: @words: no such file\n"));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }

    [TestCase("--help", "analyze FILE...")]
    [TestCase("-h", "analyze FILE...")]
    [TestCase("analyze --help", "--max-flows N")]
    [TestCase("diff --help", "--fail-on CHANGE")]
    [TestCase("explain -h", "--frame N")]
    [TestCase("extract -h", "--stream N")]
    [TestCase("annotate -h", "-w OUT.pcapng")]
    [TestCase("interfaces -h", "--netns NAME|PATH")]
    [TestCase("schema -h", "NAME")]
    [TestCase("completion -h", "SHELL")]
    [TestCase("man -h", "-h, --help")]
    [TestCase("causes -h", "--markdown")]
    public void Help_fits_a_screen_and_ends_with_examples(string line, string option)
    {
        RunResult run = RstTraceProcess.Run(Words(line));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.Output, Does.Contain($"  {option}"));
        Assert.That(run.Output, Does.Contain("\nexamples:\n  rsttrace "));
        Assert.That(run.Lines, Has.Length.LessThanOrEqualTo(24));
        Assert.That(run.Lines, Has.All.Length.LessThanOrEqualTo(80));
    }

    [Test]
    public void The_version_is_one_line()
    {
        RunResult run = RstTraceProcess.Run("--version");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Match(@"^rsttrace \d+\.\d+\.\d+\n$"));
    }

    [Test]
    public void A_shell_can_ask_for_completions()
    {
        RunResult run = RstTraceProcess.Run("[suggest:20]", "rsttrace analyze --f");

        Assert.That(run.Output, Does.Contain("--format"));
    }

    static string[] Words(string line)
        => line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
}

using System;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>Words that a shell completes: what the program answers, and what bash, zsh and fish
/// make of it. There is no PowerShell here: of its script only the call is tried.</summary>
sealed class CompletionTests : CaptureFolderTest
{
    const string Prompt = "next>"; // on a line of its own, and typed otherwise

    [TestCase("", "", "analyze diff explain")]
    [TestCase("", "an", "analyze annotate")]
    [TestCase("", "--v", "--version")]
    [TestCase("analyze", "--f", "--format --filter --fail-on")]
    [TestCase("analyze x", "--he", "--help")]
    [TestCase("analyze --format", "", "text ndjson markdown html csv zeek")]
    [TestCase("analyze x --format", "m", "markdown")]
    [TestCase("analyze", "--format=m", "--format=markdown")]
    [TestCase("analyze x --fail-on", "sender=s", "sender=server")]
    [TestCase("analyze x --fail-on", "cause=port-c", "cause=port-closed")]
    [TestCase("analyze x --fail-on any --fail-on", "a", "any")]
    [TestCase("extract x --cause", "idle-timeout", "idle-timeout idle-timeout-spontaneous")]
    [TestCase("extract --stage", "after", "after-idle")]
    [TestCase("diff a b --fail-on", "", "new grown worse")]
    [TestCase("diff --format", "", "text ndjson")]
    [TestCase("causes", "port-", "port-closed port-reuse-half-open")]
    [TestCase("live -Q", "", "in out inout")]
    [TestCase("live -i", "lo", "lo")]
    [TestCase("live --format", "s", "screen")]
    [TestCase("completion", "", "bash fish powershell zsh")]
    [TestCase("schema", "r", "reset")]
    public void What_may_stand_there_is_offered(string before, string word, string expected)
        => Assert.That(
            Offered(before, word), Is.SupersetOf(expected.Split(' ')).And.All.StartsWith(word));

    [TestCase("analyze", "cap", TestName = "A file's name")]
    [TestCase("analyze -o", "", TestName = "The name of a file to write")]
    [TestCase("analyze", "", TestName = "Files at first, and no options unless a dash is typed")]
    [TestCase("explain x --frame", "", TestName = "A number")]
    [TestCase("analyze --", "--f", TestName = "A file's name behind two dashes")]
    [TestCase("analyze x --format zzz", "zzz", TestName = "What does not exist")]
    public void What_the_program_does_not_know_is_the_shells(string before, string word)
        => Assert.That(Offered(before, word), Is.Empty);

    [Test]
    public void What_was_given_is_not_offered_again_unless_it_may_be()
        => Assert.That(
            Offered("analyze x --format html --fail-on any", "--f"),
            Is.EquivalentTo(["--filter", "--fail-on"]));

    [Test]
    public void What_only_scripts_type_is_not_offered_and_in_no_help()
    {
        Assert.That(Offered("", "comple"), Is.EqualTo(["completion"]));
        Assert.That(RstTraceProcess.Run("--help").Output, Does.Not.Contain("  complete "));
    }

    [Test]
    public void Meanings_stand_behind_a_tab()
        => Assert.That(
            RstTraceProcess.Run("complete", "--word=caus").Output,
            Is.EqualTo("causes\twhat the causes mean, what does it, what to do\n"));

    [TestCase("bash", "bash --norc --noprofile -i", "")]
    [TestCase("zsh", "zsh -f -i", "autoload -Uz compinit; compinit -u -D; ")]
    public void A_shell_completes_what_is_typed(string name, string shell, string first)
    {
        using RstTraceProcess process = RstTraceProcess.StartOther(
            "script", "-qec", $"env TERM=xterm NO_COLOR=1 {shell}", "/dev/null");
        Type(process, "PS1=$'\\nnext\\x3e\\n'\n");
        Await(process, Prompt);
        Type(process, $"cd {Folder}; PATH={ProgramFolder}:$PATH\n");
        Await(process, Prompt);
        Type(process, $"{first}source <(rsttrace completion {name})\n");
        Await(process, Prompt);

        Type(process, "rsttrace causes write-af\t\n");
        Await(process, "Data sent to a peer that had closed");
        Await(process, Prompt);
        Type(process, "rsttrace analyze --fail-on cause=keepalive-r\t --format=cs\t rac\t\n");
        Await(process, "keepalive-race,server"); // a row of CSV
        Await(process, "cause=keepalive-race: 1 reset"); // said at its end
        Await(process, Prompt);

        // The name of a file behind "=", too.
        Write("report.txt", []);
        Type(process, "rsttrace analyze refused.pcap --output=repo\t; cat report.txt\n");
        Await(process, "refused.pcap: 1 reset");
        Type(process, "exit\n");
        process.Input.Close();
        Assert.That(process.Await().ExitCode, Is.Zero);
    }

    [TestCase("rsttrace an", "analyze\tevery reset in captures: who sent it, when, why")]
    [TestCase("rsttrace analyze --format=n", "--format=ndjson")]
    [TestCase("rsttrace live -Q ", "in")]
    [TestCase("rsttrace analyze rac", "race.pcap")]
    [TestCase("rsttrace analyze --format html ref", "refused.pcap")]
    public void Fish_completes_what_is_typed(string line, string expected)
    {
        RunResult run = RstTraceProcess.Shell(Folder,
            $"export PATH=\"{ProgramFolder}:$PATH\" HOME={Folder}; fish --no-config -c "
            + $"\"rsttrace completion fish | source; complete -C '{line}'\"");

        Assert.That(run.Lines, Has.Some.EqualTo(expected), run.Errors);
    }

    [Test]
    public void What_the_script_for_powershell_calls_answers()
    {
        string script = RstTraceProcess.Run("completion", "powershell").Output;
        string call = script.Split('\n').Single(line => line.Contains("& rsttrace "))
            .Trim()["& rsttrace ".Length..].Split(" 2>")[0];
        string line = call
            .Replace("$wordToComplete", "--ver", StringComparison.Ordinal)
            .Replace("@before", "", StringComparison.Ordinal);
        Assert.That(
            RstTraceProcess.Shell(".", $"\"$RSTTRACE\" {line}").Output,
            Is.EqualTo("--version\tits version\n"));

        foreach ((char open, char close) in new[] { ('(', ')'), ('{', '}'), ('[', ']') })
            Assert.That(script.Count(c => c == open), Is.EqualTo(script.Count(c => c == close)));
        Assert.That(script.Count(c => c == '"') % 2, Is.Zero);
    }

    static string[] Offered(string before, string word)
    {
        RunResult run = RstTraceProcess.Run(
            ["complete", $"--word={word}", "--",
                .. before.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
        return [.. run.Lines.Select(line => line.Split('\t')[0])];
    }

    static string ProgramFolder => Path.GetDirectoryName(RstTraceProcess.Path)!;

    static void Type(RstTraceProcess process, string keys)
    {
        process.Input.Write(System.Text.Encoding.UTF8.GetBytes(keys));
        process.Input.Flush();
    }

    static void Await(RstTraceProcess process, string words)
    {
        while (process.ReadLine() is { } line)
            if (line.Contains(words, StringComparison.Ordinal)) return;

        Assert.Fail($"the shell ended before it said '{words}'");
    }
}

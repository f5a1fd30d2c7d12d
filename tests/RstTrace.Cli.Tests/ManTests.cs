using System;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace man</c> and <c>rsttrace schema</c>, from outside.</summary>
sealed class ManTests
{
    readonly string _page = Path.GetTempFileName();

    [OneTimeSetUp]
    public void Write() => File.WriteAllText(_page, RstTraceProcess.Run("man").Output);

    [OneTimeTearDown]
    public void Remove() => File.Delete(_page);

    [TestCase("mandoc -Tlint -W all", TestName = "mandoc has nothing to find fault with")]
    [TestCase("groff -man -ww -z -Tascii", TestName = "groff warns of nothing")]
    public void It_is_read_without_a_warning(string reader)
    {
        RunResult run = RstTraceProcess.Shell(".", $"{reader} {_page} 2>&1");

        Assert.That(run.Output, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
    }

    [TestCase("mandoc -Tascii -O width=200")]
    [TestCase("groff -man -Tascii -P-c -rLL=200n")]
    public void It_holds_every_command_option_example_and_exit_code(string reader)
    {
        string page = Words(RstTraceProcess.Shell(".", $"{reader} {_page} | col -b").Output);

        Assert.Multiple(() =>
        {
            foreach (string command in Listed(RstTraceProcess.Run("--help")))
            {
                if (command.StartsWith('-')) continue;
                Assert.That(page, Does.Contain($" rsttrace {Words(command)} "));
                foreach (string line in RstTraceProcess.Run(command.Split(' ')[0], "--help").Lines)
                {
                    if (!line.StartsWith("  ", StringComparison.Ordinal)) continue;
                    if (line.StartsWith("  -h,", StringComparison.Ordinal)) continue;
                    Assert.That(page, Does.Contain(Words(line)));
                }
            }

            foreach (ExitCode code in Enum.GetValues<ExitCode>())
                Assert.That(page, Does.Contain(Words($"{(int)code} {ExitCodes.Meaning(code)}")));
        });
    }

    [Test]
    public void It_is_ascii()
        => Assert.That(File.ReadAllText(_page), Is.Not.Empty.And.All.InRange('\n', '~'));

    [TestCase("reset", "rsttrace.reset/1")]
    [TestCase("incident", "rsttrace.incident/1")]
    public void A_schema_is_printed(string name, string id)
    {
        RunResult run = RstTraceProcess.Run("schema", name);

        using var schema = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.That(schema.RootElement.GetProperty("$id").GetString(), Is.EqualTo(id));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Without_a_name_the_schemas_are_listed()
    {
        string[] names = [.. RstTraceProcess.Run("schema").Lines.Select(l => l.Split(' ')[0])];

        Assert.That(names, Is.SupersetOf(["reset", "incident"]));
        foreach (string name in names)
            Assert.That(RstTraceProcess.Run("schema", name).Output, Is.Not.Empty);
    }

    // Rows of the help: two blanks, what is typed, two or more, what it means.
    static string[] Listed(RunResult help)
        => [.. help.Lines
            .SkipWhile(line => !line.StartsWith("usage: ", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.EndsWith(':'))
            .Select(line => line.Trim().Split("  ")[0])];

    static string Words(string text)
        => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

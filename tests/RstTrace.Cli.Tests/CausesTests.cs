using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Cli.Tests;

/// <summary><c>rsttrace causes</c>.</summary>
sealed class CausesTests
{
    static IEnumerable<string> Ids => Catalogue.Causes.Select(cause => cause.Id);

    [Test]
    public void Lists_every_cause_in_the_order_of_the_catalogue()
    {
        RunResult run = RstTraceProcess.Run("causes");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.Lines.SkipLast(1).Select(line => line.Split(' ')[0]), Is.EqualTo(Ids));
        Assert.That(run.Lines[^1], Is.EqualTo("next  rsttrace causes ID"));
    }

    [Test]
    public void Shows_one_in_full()
    {
        RunResult run = RstTraceProcess.Run("causes", "keepalive-race");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.Output, Does.StartWith(
            "A request crossed the server's idle FIN on the way (keepalive-race)\n\nmeans   "));
    }

    [Test]
    public void Writes_them_all_as_Markdown()
    {
        RunResult run = RstTraceProcess.Run("causes", "--markdown");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines[0], Is.EqualTo("# Why connections are reset"));
        Assert.That(
            run.Lines.Where(line => line.StartsWith("## ", System.StringComparison.Ordinal)),
            Is.EqualTo(Ids.Select(id => $"## {id}")));
    }

    [Test]
    public void A_shell_can_ask_for_the_ids()
    {
        RunResult run = RstTraceProcess.Run("[suggest:25]", "rsttrace causes keepalive");

        Assert.That(run.Lines, Is.EquivalentTo(s_keepalive));
    }

    static readonly string[] s_keepalive = ["keepalive-race", "keepalive-timeout"];
}

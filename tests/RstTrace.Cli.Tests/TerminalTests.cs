using System.Collections.Generic;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>What an environment says of the terminal.</summary>
sealed class TerminalTests
{
    [TestCase("TERM=xterm", true, true, TestName = "A terminal")]
    [TestCase("TERM=xterm", false, false, TestName = "A pipe")]
    [TestCase("TERM=xterm NO_COLOR=1", true, false, TestName = "NO_COLOR")]
    [TestCase("TERM=xterm NO_COLOR=", true, true, TestName = "NO_COLOR that is empty")]
    [TestCase("TERM=dumb", true, false, TestName = "A dumb terminal")]
    [TestCase("", true, false, TestName = "A terminal of no kind")]
    public void Colour(string variables, bool showsOutput, bool colour)
        => Assert.That(Of(variables, showsOutput).Colour, Is.EqualTo(colour));

    [TestCase("LANG=en_US.UTF-8", true)]
    [TestCase("LANG=C.utf8", true)]
    [TestCase("LANG=en_US.UTF-8 LC_ALL=C", false)]
    [TestCase("LANG=C LC_CTYPE=de_DE.UTF-8", true)]
    [TestCase("LANG=en_US.UTF-8 LC_ALL=", true)]
    [TestCase("", false)]
    public void Unicode(string variables, bool unicode)
        => Assert.That(Of(variables, true).Unicode, Is.EqualTo(unicode));

    [TestCase("", 120, 120)]
    [TestCase("COLUMNS=90", 120, 90)]
    [TestCase("COLUMNS=wide", 120, 120)]
    [TestCase("COLUMNS=-3", 120, 120)]
    [TestCase("COLUMNS=2", 120, 40)]
    [TestCase("", 0, 80)]
    [TestCase("", 100_000, 400)]
    public void Width(string variables, int columns, int width)
        => Assert.That(Of(variables, true, columns).Width, Is.EqualTo(width));

    static Terminal Of(string variables, bool showsOutput, int columns = 80)
    {
        var environment = new Dictionary<string, string>();
        foreach (string pair in variables.Split(' '))
            if (pair.Split('=') is [var name, var value]) environment[name] = value;

        return Terminal.Of(environment.GetValueOrDefault, showsOutput, false, () => columns);
    }
}

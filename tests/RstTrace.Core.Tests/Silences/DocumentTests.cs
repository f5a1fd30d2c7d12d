using System;
using System.IO;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using RstTrace.Core.Silences;

namespace RstTrace.Core.Tests.Silences;

public sealed class DocumentTests
{
    // With UPDATE_GOLDENS=1 in the environment it writes the page anew, to be read again.
    [Test]
    public void The_page_of_idle_timeouts_is_the_table()
    {
        string page = PathOf("docs/idle-timeouts.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
            File.WriteAllText(page, KnownTimeouts.ToMarkdown());

        Assert.That(KnownTimeouts.ToMarkdown(), Is.EqualTo(File.ReadAllText(page)));
    }

    static string PathOf(string file, [CallerFilePath] string test = "")
        => Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", file);
}

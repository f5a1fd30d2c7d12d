using System;
using System.IO;
using System.Threading.Tasks;
using NUnit.Framework;
using RstTrace.Cli.Tests;

namespace RstTrace.Samples.Tests.Html;

/// <summary>Tests that make reports in a folder of their own and look at them.</summary>
public abstract class HtmlReportTest
{
    Browser? _browser;

    /// <summary>The folder.</summary>
    protected string Folder { get; private set; } = "";

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        Folder = Directory.CreateTempSubdirectory("rsttrace-html-").FullName;
        _browser = await Browser.Start();
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs the program in the folder of the samples and gives the path of its
    /// report.</summary>
    private protected string Report(params string[] words)
    {
        string path = Path.Combine(Folder, $"{Guid.NewGuid()}.html");
        RunResult run = RstTraceProcess.RunIn(
            Sample.Folder, ["analyze", "--format", "html", "-o", path, .. words]);
        Assert.That(run.ExitCode, Is.Zero.Or.EqualTo(4), run.Errors);
        return path;
    }

    /// <summary>Opens a report.</summary>
    private protected Task<OpenPage> Open(string path, Look? look = null)
        => _browser!.Open(path, look ?? Look.Desk);
}

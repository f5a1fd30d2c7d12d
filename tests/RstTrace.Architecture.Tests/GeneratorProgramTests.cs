using System.Diagnostics;
using System.IO;
using System.Text.Json;
using NUnit.Framework;
using RstTrace.Testing;

namespace RstTrace.Architecture.Tests;

/// <summary>The generator as a program.</summary>
public sealed class GeneratorProgramTests
{
    readonly string _file = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Remove() => File.Delete(_file);

    [Test]
    public void It_says_what_it_wrote()
    {
        (int code, string output) = Run("--frames", "5000", "--flows", "40", "-o", _file);
        Assert.That(code, Is.Zero);

        using JsonDocument summary = JsonDocument.Parse(output);
        Assert.Multiple(() =>
        {
            Assert.That(summary.RootElement.GetProperty("frames").GetInt64(), Is.EqualTo(5000));
            Assert.That(
                Tshark.Lines(_file, "-Y", "tcp.flags.reset == 1"),
                Has.Length.EqualTo(summary.RootElement.GetProperty("resets").GetInt64()));
        });
    }

    [TestCase("--flows", "0")]
    [TestCase("--snap", "60")]
    [TestCase("--ipv6-share", "1.5")]
    public void What_is_out_of_range_is_refused(string option, string value)
        => Assert.That(Run(option, value, "--frames", "1", "-o", _file).Code, Is.EqualTo(2));

    [Test]
    public void A_file_that_cannot_be_written_is_a_failure()
        => Assert.That(
            Run("--frames", "1", "-o", Path.Combine(_file, "inside-a-file")).Code, Is.EqualTo(1));

    static (int Code, string Output) Run(params string[] arguments)
    {
        string program = typeof(CaptureGenerator.Traffic).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "generate", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

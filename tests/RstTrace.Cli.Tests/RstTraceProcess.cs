using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>The built program, running: what a user's shell would see of it.</summary>
sealed class RstTraceProcess : IDisposable
{
    const int PatienceMilliseconds = 30_000;
    readonly Process _process;
    readonly StringBuilder _errors = new();

    RstTraceProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                if (line.Data is { } data) _errors.Append(data).Append('\n');
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>The program built with these tests, in the same configuration.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        TestContext.CurrentContext.TestDirectory,
        OperatingSystem.IsWindows() ? "rsttrace.exe" : "rsttrace");

    /// <summary>Its standard input, as octets; closing it is the end of the stream.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and leaves its input open.</summary>
    public static RstTraceProcess Start(params string[] words) => new(new(Path, words));

    /// <summary>Starts it by way of a program that becomes it, such as <c>setpriv</c>.</summary>
    public static RstTraceProcess StartAs(string[] program, params string[] words)
        => new(new(program[0], [.. program[1..], Path, .. words]));

    /// <summary>Starts another program.</summary>
    public static RstTraceProcess StartOther(params string[] words)
        => new(new(words[0], words[1..]));

    /// <summary>Runs it to its end, with nothing on standard input.</summary>
    public static RunResult Run(params string[] words) => RunIn(".", words);

    /// <summary>Runs it in a folder.</summary>
    public static RunResult RunIn(string folder, params string[] words)
        => End(new(new(Path, words) { WorkingDirectory = folder }));

    /// <summary>Runs it with variables of the environment set; null unsets one.</summary>
    public static RunResult RunWith(Dictionary<string, string?> variables, params string[] words)
    {
        var start = new ProcessStartInfo(Path, words);
        foreach ((string name, string? value) in variables) start.Environment[name] = value;
        return End(new(start));
    }

    /// <summary>Runs a line of bash, where <c>$RSTTRACE</c> is the program.</summary>
    public static RunResult Shell(string folder, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = folder };
        start.Environment["RSTTRACE"] = Path;
        return End(new(start));
    }

    /// <summary>The next line of its standard output; fails when none comes in time.</summary>
    public string? ReadLine()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.That(line.Wait(PatienceMilliseconds), Is.True, "a line of output in time");
        return line.Result;
    }

    /// <summary>Returns when it has said this on standard error; fails when that does not come in
    /// time.</summary>
    public void AwaitErrors(string words)
        => Assert.That(
            SpinWait.SpinUntil(
                () => Errors.Contains(words, StringComparison.Ordinal) || _process.HasExited,
                PatienceMilliseconds)
                && Errors.Contains(words, StringComparison.Ordinal),
            Is.True, () => $"'{words}' in: {Errors}");

    /// <summary>Sends a signal, such as <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("bash", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Awaits its end; fails when that does not come in time.</summary>
    /// <param name="patience">How long to wait, in milliseconds.</param>
    public RunResult Await(int patience = PatienceMilliseconds)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        bool ended = _process.WaitForExit(patience);
        if (!ended) _process.Kill(entireProcessTree: true);
        Assert.That(ended, Is.True, "ends in time");
        string written = output.Result;
        _process.WaitForExit(); // for the last lines of its errors
        return new RunResult(_process.ExitCode, written, Errors);
    }

    string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    static RunResult End(RstTraceProcess process)
    {
        using (process)
        {
            process.Input.Close();
            return process.Await();
        }
    }
}

/// <summary>What a run of the program left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
sealed record RunResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of its standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Those of resets.</summary>
    public string[] ResetLines => LinesOf("rsttrace.reset/1");

    /// <summary>Those of incidents.</summary>
    public string[] IncidentLines => LinesOf("rsttrace.incident/1");

    /// <summary>The lines of its standard error.</summary>
    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    string[] LinesOf(string schema)
        => Array.FindAll(
            Lines,
            line => line.StartsWith($"{{\"schema\":\"{schema}\"", StringComparison.Ordinal));
}

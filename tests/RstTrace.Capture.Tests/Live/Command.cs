using System;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace RstTrace.Capture.Tests.Live;

/// <summary>A program of the system that runs beside a test.</summary>
sealed class Command : IDisposable
{
    readonly Process _process;
    readonly StringBuilder _errors = new();

    Command(string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    public static Command Start(params string[] words) => new(words);

    /// <summary>Starts this assembly as a program: see <see cref="Program"/>.</summary>
    public static Command StartChild(params string[] words)
        => new([Environment.ProcessPath!, "exec", typeof(Program).Assembly.Location, .. words]);

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Runs it to its end, which must be a good one.</summary>
    /// <returns>Its standard output.</returns>
    public static string Run(params string[] words)
    {
        using Command command = Start(words);
        string output = command._process.StandardOutput.ReadToEnd();
        command._process.WaitForExit();
        if (command._process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', words)}: {command._process.ExitCode}: {command.Errors}");
        }

        return output;
    }

    /// <summary>Waits for a line on its standard output; null at the end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Waits until it has said this on standard error.</summary>
    public void Await(string words)
    {
        if (!SpinWait.SpinUntil(
            () => Errors.Contains(words, StringComparison.Ordinal), TimeSpan.FromSeconds(20)))
        {
            throw new TimeoutException($"no '{words}' in: {Errors}");
        }
    }

    /// <summary>Asks it to end, as Ctrl-C does, and waits.</summary>
    public void Interrupt()
    {
        Run("kill", "-INT", $"{_process.Id}");
        _process.WaitForExit();
    }

    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

using System;
using System.Diagnostics;

namespace RstTrace.Host.Kernel;

/// <summary>A process that stays root's when we give root up, and removes our instance of tracefs
/// when we have ended, however that was.</summary>
/// <remarks>It waits for the end of its input, which is ours to hold.</remarks>
sealed class TraceGuard : IDisposable
{
    // What ends us from a terminal must not end it before us. While our files are open, the
    // instance cannot go.
    const string Script = """
        trap '' INT TERM HUP
        read -r _
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            rmdir "$1" && exit
            sleep 0.1
        done 2>/dev/null
        """;

    readonly Process _shell;

    TraceGuard(Process shell) => _shell = shell;

    /// <summary>Starts it.</summary>
    /// <param name="instance">What it removes.</param>
    /// <exception cref="WitnessException">There is no shell.</exception>
    public static TraceGuard Start(string instance)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "rsttrace-guard", instance])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new TraceGuard(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new WitnessException($"/bin/sh: {failure.Message}", null);
        }
    }

    /// <summary>Lets it tidy up, and waits until it has.</summary>
    public void Dispose()
    {
        const int Patience = 2000;
        _shell.StandardInput.Close();
        _shell.WaitForExit(Patience);
        _shell.Dispose();
    }
}

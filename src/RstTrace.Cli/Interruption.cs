using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

namespace RstTrace.Cli;

/// <summary>Whether somebody wants the program to end: Ctrl-C or SIGTERM.</summary>
/// <remarks>The first time it ends in order, with the report of what was found; the second time,
/// the system ends it at once. What comes in the same moment is the same wish: <c>timeout</c> sends
/// its signal to the program and then to the program's group.</remarks>
sealed class Interruption : IDisposable
{
    static readonly TimeSpan s_sameMoment = TimeSpan.FromMilliseconds(250);

    readonly PosixSignalRegistration _interrupt, _terminate;
    readonly CancellationTokenSource _source = new();
    long _asked; // by Stopwatch
    volatile int _code;

    /// <summary>Listens from now on.</summary>
    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, signal => Ask(ExitCode.Interrupted, signal));
        _terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM, signal => Ask(ExitCode.Terminated, signal));
    }

    /// <summary>Whether somebody asked.</summary>
    public bool IsAsked => _code != 0;

    /// <summary>Cancelled when somebody asked.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that says so; null while nobody asked.</summary>
    public ExitCode? Code => IsAsked ? (ExitCode)_code : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    void Ask(ExitCode code, PosixSignalContext signal)
    {
        lock (_source)
        {
            bool isFirst = !IsAsked;
            signal.Cancel = isFirst || Stopwatch.GetElapsedTime(_asked) < s_sameMoment;
            if (!isFirst) return;

            _asked = Stopwatch.GetTimestamp();
            _code = (int)code;
        }

        _source.Cancel();
    }
}

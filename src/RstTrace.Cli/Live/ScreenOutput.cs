using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>Draws the screen on a thread of its own, twice a second and when it is
/// resized.</summary>
/// <remarks>The thread alone waits for the terminal, which may be stopped (^S) or far away. What
/// was there before is there again at the end, and while the program is stopped (^Z).</remarks>
sealed partial class ScreenOutput : ILiveOutput
{
    // An alternate screen, no cursor, no line that goes on in the next (xterm's ctlseqs).
    const string Enter = "\e[?1049h\e[?25l\e[?7l", Leave = "\e[?7h\e[?25h\e[?1049l";
    const string Home = "\e[H", EraseLine = "\e[K", EraseBelow = "\e[J";
    const int Interval = 500, Patience = 2_000;

    readonly Lock _gate = new();
    readonly LiveScreen _screen;
    readonly LiveBoard _board;
    readonly Stream _terminal;
    readonly Action _broken;
    readonly Thread _thread;
    readonly AutoResetEvent _wake = new(false);
    readonly PosixSignalRegistration[] _signals;
    bool _isShown;
    volatile bool _isOver, _isStopped;

    /// <param name="screen">How it looks.</param>
    /// <param name="board">What there is to see.</param>
    /// <param name="terminal">Gets the octets; stays the caller's.</param>
    /// <param name="broken">Called when the terminal is gone: see <see cref="Failure"/>.</param>
    public ScreenOutput(LiveScreen screen, LiveBoard board, Stream terminal, Action broken)
    {
        (_screen, _board, _terminal, _broken) = (screen, board, terminal, broken);
        _thread = new Thread(Work) { IsBackground = true, Name = "drawing" };
        _thread.Start();
        _signals = OperatingSystem.IsWindows() ? [] :
        [
            PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => _wake.Set()),
            PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Resume()),
            PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Stop),
        ];
    }

    /// <inheritdoc/>
    public IOException? Failure { get; private set; }

    /// <inheritdoc/>
    public long Unwritten => 0;

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        // The board has it; the next drawing shows it.
    }

    /// <inheritdoc/>
    public void PrepareEnd() => Finish();

    /// <inheritdoc/>
    public void Finish()
    {
        if (_isOver) return;

        _isOver = true;
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        _wake.Set();
        _thread.Join(Patience); // A terminal that is stopped must not keep the program.
        Hide();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish();
        if (!_thread.IsAlive) _wake.Dispose();
    }

    void Work()
    {
        while (!_isOver)
        {
            (int columns, int rows) = Terminal.Size();
            var text = new StringBuilder(Home);
            foreach (string line in _screen.Draw(_board.Snapshot(Unwritten), columns - 1, rows))
                text.Append(line).Append(EraseLine).Append("\r\n");
            text.Length -= "\r\n".Length;
            Show(text.Append(EraseBelow).ToString());
            _wake.WaitOne(Interval);
        }
    }

    void Show(string text)
    {
        lock (_gate)
        {
            if (_isOver || _isStopped) return;
            Write(_isShown ? text : Enter + text);
            _isShown = true;
        }
    }

    // The shell gets its terminal back as it was, then this process stops as it was asked to: .NET
    // handles the signal and does not stop by itself.
    void Stop(PosixSignalContext signal)
    {
        const int LinuxStop = 19, BsdStop = 17; // SIGSTOP
        signal.Cancel = true;
        _isStopped = true;
        Hide();
        _ = kill(Environment.ProcessId, OperatingSystem.IsLinux() ? LinuxStop : BsdStop);
    }

    void Resume()
    {
        _isStopped = false;
        _wake.Set();
    }

    void Hide()
    {
        if (!_gate.TryEnter(Patience)) return;
        try
        {
            if (_isShown) Write(Leave);
            _isShown = false;
        }
        finally
        {
            _gate.Exit();
        }
    }

    void Write(string text)
    {
        if (Failure is not null) return;
        try
        {
            _terminal.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException failure)
        {
            Failure = failure;
            _broken();
        }
    }

    /// <returns>0: sent. kill(2).</returns>
    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}

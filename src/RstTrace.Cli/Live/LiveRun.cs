using System;
using System.Collections.Concurrent;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Host.Logs.Following;
using RstTrace.Reports;

namespace RstTrace.Cli.Live;

/// <summary>One run of <c>rsttrace live</c>: verdicts as resets settle, and a report at the
/// end.</summary>
/// <remarks>Workers read and judge; another thread writes or draws, so that nothing that is slow
/// keeps them; this one waits for the end.</remarks>
/// <param name="request">What to do.</param>
/// <param name="terminal">Where it is seen.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it.</param>
sealed class LiveRun(
    LiveRequest request, Terminal terminal, TextWriter errors, Interruption interruption)
    : IDisposable
{
    const int MostNotices = 100;

    readonly Messages _messages = new(errors);
    readonly ConcurrentQueue<string> _notices = [];
    readonly AutoResetEvent _hasNotice = new(false);
    readonly ManualResetEvent _over = new(false);
    readonly LiveFormat _format = FormatOf(request, terminal);
    int _running = request.Workers;

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">The capture cannot begin.</exception>
    public ExitCode Run()
    {
        // First: what is opened now can still be read when root was given up.
        using LogFollower? logs = request.Logs.IsAsked
            ? new LogFollower(request.Logs, WallClock.Now, _messages.Error)
            : null;
        using var capture = LiveCapture.Open(request);
        var board = new LiveBoard(
            capture.Device, request.Capture.Expression ?? "", request.Workers);
        using FrameSaver? saver = FrameSaver.Open(
            request.Saving, capture.Sources[0], board, () => _over.Set());
        using EvidenceKeeper? evidence = EvidenceKeeper.Open(
            request.Saving, capture.Sources[0], request.Tracing.Settle);
        var vantage = new Vantage
        {
            Interface = capture.Device,
            IsLocal = capture.Local.Contains,
            Drops = () => board.Totals.DroppedByKernel,
            SavedTo = request.Saving.OnlyFile(request.Workers),
            AnalyzeCommand = request.Saving.AnalyzeCommand,
        };
        Listen(capture);
        using var face = new LiveFace(
            _format, terminal, Output(), board, vantage, Notice, () => _over.Set());
        string[] sources = Array.ConvertAll(capture.Sources, source => source.Device);
        var ending = new LiveEnding(face, board, request.FailOn, _messages, sources, logs)
        {
            Saver = saver,
            Evidence = evidence,
            Kernel = capture.Kernel,
        };
        using var limit = new FrameLimit(request.Count, () => _over.Set());
        LiveShared shared = Shared(ending, board, limit);
        TracerOptions tracing = request.Tracing with { Kernel = capture.Kernel };
        var workers = new LiveWorker[request.Workers];
        for (int i = 0; i < workers.Length; i++)
            workers[i] = new LiveWorker(i, capture.Sources[i], tracing, shared);

        Await(capture, workers, board, face.Shown);
        ExitCode code = ending.Write(workers);
        return interruption.Code ?? code;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hasNotice.Dispose();
        _over.Dispose();
    }

    LiveShared Shared(LiveEnding ending, LiveBoard board, FrameLimit limit)
        => new()
        {
            Merge = new EventMerge(request.Workers, ending.Report),
            Board = board,
            Limit = limit,
            Saver = ending.Saver,
            Evidence = ending.Evidence,
            Notice = _format == LiveFormat.Screen ? board.Say : Notice,
            WorkerEnded = failure =>
            {
                bool isLast = Interlocked.Decrement(ref _running) == 0;
                if (isLast || failure is not null) _over.Set();
            },
        };

    /// <summary>Lets the workers work until there is a reason to end.</summary>
    void Await(
        LiveCapture capture, LiveWorker[] workers, LiveBoard board, ILiveOutput shown)
    {
        using PosixSignalRegistration? asked = OnCountsAsked(board);
        foreach (LiveWorker worker in workers) worker.Start();
        WaitHandle[] reasons = [_hasNotice, interruption.Token.WaitHandle, _over];
        while (true)
        {
            int left = request.Duration is { } length
                ? (int)Math.Clamp((length - board.Elapsed).Seconds * 1e3, 0, int.MaxValue)
                : Timeout.Infinite;
            int reason = WaitHandle.WaitAny(reasons, left);
            SayNotices();
            if (reason != 0) break;
        }

        shown.PrepareEnd();
        capture.Stop();
        foreach (LiveWorker worker in workers) worker.Join();
        SayNotices();
    }

    void SayNotices()
    {
        while (_notices.TryDequeue(out string? notice)) _messages.Warning(notice);
    }

    // SIGUSR1 has no name in .NET, and another number on macOS.
    PosixSignalRegistration? OnCountsAsked(LiveBoard board)
    {
        const PosixSignal LinuxUser1 = (PosixSignal)10, BsdUser1 = (PosixSignal)30;
        if (OperatingSystem.IsWindows()) return null;

        return PosixSignalRegistration.Create(
            OperatingSystem.IsLinux() ? LinuxUser1 : BsdUser1,
            signal =>
            {
                signal.Cancel = true; // It would end the program.
                string counts = CountText.OneLine(board.Totals, board.Elapsed);
                if (_format == LiveFormat.Screen && terminal.ShowsErrors) board.Say(counts);
                else _messages.Warning(counts);
            });
    }

    // A screen says it all the time.
    void Listen(LiveCapture capture)
    {
        if (capture.Unheard is { } unheard) _messages.Warning(unheard);
        if (_format == LiveFormat.Screen) return;

        LiveSource source = capture.Sources[0];
        _messages.Warning(
            $"listening on {capture.Device}, {source.Options.SnapLength} octets a frame; "
            + "^C ends with the report");
    }

    static LiveFormat FormatOf(LiveRequest request, Terminal terminal)
    {
        bool canDraw = terminal is { ShowsOutput: true, MovesCursor: true };
        if (request.Format == LiveFormat.Screen && !canDraw)
        {
            throw new UsageException(
                "--format screen needs a terminal that moves its cursor", "--format text");
        }

        return request.Format
            ?? (canDraw && !request.Saving.IsToOutput ? LiveFormat.Screen : LiveFormat.Text);
    }

    // Standard output is the frames' where they are saved there.
    Stream Output() => request.Saving.IsToOutput
        ? StandardStream.OpenErrors()
        : StandardStream.OpenOutput();

    // Workers never wait for standard error either: the thread that waits writes it.
    void Notice(string notice)
    {
        if (_notices.Count >= MostNotices) return;
        _notices.Enqueue(notice);
        _hasNotice.Set();
    }
}

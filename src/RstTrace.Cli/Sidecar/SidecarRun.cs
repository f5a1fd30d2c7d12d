using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Capture.Saving;
using RstTrace.Cli.Live;
using RstTrace.Core;
using RstTrace.Reports;
using RstTrace.Sidecar;
using RstTrace.Sidecar.Configuration;
using RstTrace.Sidecar.Dashboard;
using RstTrace.Sidecar.Http;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Cli.Sidecar;

/// <summary>One run of <c>rsttrace sidecar</c>: the workers of <c>live</c>, and the service behind
/// them.</summary>
/// <remarks>This thread opens everything, then looks after it once a second until somebody ends
/// it.</remarks>
/// <param name="request">What it was asked.</param>
/// <param name="config">What that comes to.</param>
/// <param name="log">Standard error.</param>
/// <param name="interruption">What ends it.</param>
sealed class SidecarRun(
    SidecarRequest request, SidecarConfig config, ServiceLog log, Interruption interruption)
    : IDisposable
{
    const int Second = 1_000, MostNotices = 100;

    readonly SidecarService _service = new(config, log);
    readonly ConcurrentQueue<string> _notices = [];
    readonly AutoResetEvent _reload = new(false);
    readonly ManualResetEvent _over = new(false);
    readonly ServiceNotifier _notifier = new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    Pages? _pages;
    string? _waitingFor;
    int _running = config.Capture.Workers;

    /// <summary>Serves until somebody ends it.</summary>
    /// <exception cref="CaptureException">It cannot begin.</exception>
    public ExitCode Run()
    {
        using PosixSignalRegistration? hangUp = ListenForReload();
        var metrics = new ServiceMetrics(_service, VersionAction.Version);
        _pages = new Pages(_service, metrics, VersionAction.Version);
        using HttpServer? server = config.Http.Listen is { } listen
            ? HttpServer.Open(listen, _pages.Answer, new HttpLimits())
            : null;
        metrics.Server = server;
        if (server is not null)
        {
            _service.Own.Listen(server.Endpoint.Port);
            log.Say($"metrics and dashboard on http://{server.Endpoint}/");
        }

        var attachment = new SidecarAttachment(config, Wait);
        using LiveCapture? capture = attachment.Open();
        if (capture is null) return ExitCode.Finished; // It was ended before there was anything.

        return Serve(capture, attachment, metrics);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _service.Dispose();
        _notifier.Dispose();
        _reload.Dispose();
        _over.Dispose();
    }

    ExitCode Serve(LiveCapture capture, SidecarAttachment attachment, ServiceMetrics metrics)
    {
        var board = new LiveBoard(
            capture.Device, config.Capture.Filter ?? "", config.Capture.Workers);
        var counts = new CaptureCounts(config.Capture.Workers);
        RecentFrames[]? recent = MakeRecent();
        Begin(capture, board, counts, recent, metrics);
        LiveWorker[] workers = MakeWorkers(capture, attachment, board, counts, recent);
        foreach (LiveWorker worker in workers) worker.Start();
        string status = $"listening on {capture.Device}";
        log.Say(status);
        _notifier.Ready(status);

        ExitCode code = LookAfter(attachment, status);
        _notifier.Stopping();
        capture.Stop();
        foreach (LiveWorker worker in workers)
        {
            worker.Join();
            if (worker.Failure is { } failure) code = Tell(failure);
        }

        SayNotices();
        _service.Finish();
        log.Say(CountText.OneLine(
            board.Totals with { Resets = _service.Resets }, board.Elapsed));
        return code;
    }

    void Begin(
        LiveCapture capture, LiveBoard board, CaptureCounts counts, RecentFrames[]? recent,
        ServiceMetrics metrics)
    {
        var vantage = new Vantage
        {
            Interface = capture.Device,
            IsLocal = capture.Local.Contains,
            Drops = () => board.Totals.DroppedByKernel,
        };
        var host = new OutletHost
        {
            Vantage = vantage,
            Own = _service.Own,
            Services = () => _service.Config.Services,
            WriteMetrics = metrics.Write,
            Log = log,
        };
        string epoch = (WallClock.Now.Nanoseconds / 1_000_000).ToString(
            CultureInfo.InvariantCulture);
        _service.Begin(
            counts, vantage, recent is null ? null : new RecentResets(recent, epoch),
            SidecarOutlets.Open(config, host));
    }

    LiveWorker[] MakeWorkers(
        LiveCapture capture, SidecarAttachment attachment, LiveBoard board, CaptureCounts counts,
        RecentFrames[]? recent)
    {
        var shared = new LiveShared
        {
            Merge = new EventMerge(config.Capture.Workers, _service),
            Board = board,
            Limit = new FrameLimit(null, static () => { }),
            Recent = recent,
            Sampler = _service.Sampler,
            Counted = (worker, engine, source) =>
                counts.Set(worker, engine, source.Counts, source.IsAway),
            Notice = Notice,
            WorkerEnded = failure =>
            {
                bool isLast = Interlocked.Decrement(ref _running) == 0;
                if (isLast || failure is not null) _over.Set();
            },
        };
        var workers = new LiveWorker[config.Capture.Workers];
        for (int i = 0; i < workers.Length; i++)
            workers[i] = new LiveWorker(i, capture.Sources[i], attachment.Tracing, shared);
        return workers;
    }

    RecentFrames[]? MakeRecent()
    {
        if (config.Http is { Listen: null } or { Dashboard: false }) return null;

        var recent = new RecentFrames[config.Capture.Workers];
        for (int i = 0; i < recent.Length; i++)
        {
            recent[i] = new RecentFrames(Math.Max(
                1 << 20, config.Capture.LadderOctets / recent.Length));
        }

        return recent;
    }

    /// <summary>Once a second, until there is a reason to end.</summary>
    ExitCode LookAfter(SidecarAttachment attachment, string status)
    {
        WaitHandle[] reasons = [interruption.Token.WaitHandle, _over, _reload];
        while (true)
        {
            int reason = WaitHandle.WaitAny(reasons, HowLong());
            if (reason is 0 or 1) return ExitCode.Finished;

            if (reason == 2) Reload(status);
            SayNotices();
            _service.Tick();
            _notifier.Alive();
            if (attachment.End is not { } end) continue;

            log.Fail(end, "start it again with the process that is there now");
            return ExitCode.Failed;
        }
    }

    int HowLong()
        => _notifier.WatchdogInterval is { } interval
            ? (int)Math.Clamp(interval.TotalMilliseconds / 2, 50, Second)
            : Second;

    // From the beginning: who is not asked, ends by it.
    PosixSignalRegistration? ListenForReload()
        => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(
            PosixSignal.SIGHUP,
            signal =>
            {
                signal.Cancel = true;
                _reload.Set();
            });

    void Reload(string status)
    {
        _notifier.Reloading();
        try
        {
            bool isWhole = _service.Reload(SidecarSettings.Read(request));
            _pages!.Reload();
            log.Say(isWhole
                ? "the configuration was read again"
                : "the configuration was read again; some of it needs another start");
        }
        catch (ConfigException wrong)
        {
            _service.Reload(null);
            SidecarSettings.Tell(wrong, log);
        }

        _notifier.Ready(status);
    }

    bool Wait(string obstacle)
    {
        _service.Obstacle = obstacle;
        if (obstacle != _waitingFor)
        {
            log.Say($"{obstacle}; waiting for it");
            _notifier.Status($"waiting: {obstacle}");
        }

        _waitingFor = obstacle;
        _notifier.Alive();
        _service.Tick();
        return !interruption.Token.WaitHandle.WaitOne(HowLong());
    }

    ExitCode Tell(Exception failure)
    {
        string message = failure is CaptureException
            ? failure.Message
            : $"a defect in rsttrace: {failure.GetType().Name}: {failure.Message}";
        log.Fail(message, (failure as CaptureException)?.Hint ?? "report it with this line");
        return ExitCode.Failed;
    }

    void SayNotices()
    {
        while (_notices.TryDequeue(out string? notice)) log.Warn(notice);
    }

    // Workers never wait for standard error: the thread that looks after them writes it.
    void Notice(string notice)
    {
        if (_notices.Count < MostNotices) _notices.Enqueue(notice);
    }
}

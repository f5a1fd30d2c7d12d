using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Cli.Tests;

/// <summary>The way of frames from a source to the engine, and what may happen on it.</summary>
sealed class PumpTests
{
    static readonly Terminal s_blind = new(false, false, false, false, false, 80);
    static readonly AnalyzeRequest s_request = new() { Paths = [], Tracing = new TracerOptions() };

    [Test]
    public void Nothing_is_allocated_per_frame()
    {
        long few = AllocatedFor(1_000), many = AllocatedFor(500_000);

        Assert.That(many, Is.LessThanOrEqualTo(few));
    }

    [Test]
    public void Waiting_is_a_rest_and_not_the_end()
    {
        long taken = 0, rests = 0;
        Move(
            new ScriptedSource { Frames = 100, WaitsEvery = 3 }, batch => taken += batch.Count,
            () => rests++);

        Assert.That(taken, Is.EqualTo(100));
        Assert.That(rests, Is.EqualTo(50));
    }

    [Test]
    public void A_source_that_fails_leaves_what_was_found()
    {
        (ExitCode code, LoggedReport report, string errors) = Trace(new ScriptedSource
        {
            Frames = 7,
            Failure = new CaptureException("the disk is gone", "look behind the shelf"),
        });

        Assert.That(report.Log, Is.EqualTo("open close(7)"));
        Assert.That(errors, Is.EqualTo(
            "rsttrace: the disk is gone\n  try: look behind the shelf\n"));
        Assert.That(code, Is.EqualTo(ExitCode.Failed));
    }

    [Test]
    public void A_file_that_fails_when_it_is_looked_through_leaves_what_was_found()
    {
        (ExitCode code, LoggedReport report, string errors) = Trace(new ScriptedSource
        {
            Frames = 7,
            CanRewind = true,
            Failure = new CaptureException("the disk is gone", "look behind the shelf"),
        });

        Assert.That(report.Log, Is.EqualTo("open close(7)"));
        Assert.That(errors, Is.EqualTo(
            "rsttrace: the disk is gone\n  try: look behind the shelf\n"));
        Assert.That(code, Is.EqualTo(ExitCode.Failed));
    }

    [Test]
    public void A_defect_leaves_what_was_found_and_asks_to_be_reported()
    {
        (ExitCode code, LoggedReport report, string errors) = Trace(new ScriptedSource
        {
            Frames = 7,
            Failure = new InvalidOperationException("seven is too many"),
        });

        Assert.That(report.Log, Is.EqualTo("open close(7)"));
        Assert.That(errors, Does.Match(
            "^rsttrace: a defect in rsttrace: InvalidOperationException: seven is too many .*\n"
            + "  try: report it .*\n$"));
        Assert.That(code, Is.EqualTo(ExitCode.Failed));
    }

    static long AllocatedFor(long frames)
    {
        var source = new ScriptedSource { Frames = frames };
        Move(new ScriptedSource { Frames = 1 }, Ignore);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Move(source, Ignore);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static void Ignore(FrameBatch batch)
    {
    }

    static void Move(
        IFrameBatchSource source, Action<FrameBatch> take, Action? rest = null)
    {
        using var interruption = new Interruption();
        using var input = new CaptureInput(source, ["scripted"]);
        new Pump(s_blind, TextWriter.Null, interruption).Move(input, take, rest);
    }

    static (ExitCode Code, LoggedReport Report, string Errors) Trace(IFrameBatchSource source)
    {
        var errors = new StringWriter { NewLine = "\n" };
        using var interruption = new Interruption();
        var run = new AnalyzeRun(s_request, s_blind, errors, interruption);
        var report = new LoggedReport();
        run.Trace(() => new CaptureInput(source, ["scripted"]), report);
        return (run.Worst, report, errors.ToString());
    }

    /// <summary>Frames of ARP, so that nothing comes of them.</summary>
    sealed class ScriptedSource : IFrameBatchSource
    {
        static readonly byte[] s_octets = [.. new byte[12], 0x08, 0x06, .. new byte[46]];
        long _read, _asked;

        public required long Frames { get; init; }

        public int WaitsEvery { get; init; } = int.MaxValue;

        public Exception? Failure { get; init; }

        public bool CanRewind { get; init; }

        public void Rewind() => _read = _asked = 0;

        public ReadOutcome Read(out Frame frame) => throw new NotSupportedException();

        public ReadOutcome Read(FrameBatch batch)
        {
            if (++_asked % WaitsEvery == 0) return ReadOutcome.Waiting;
            if (_read == Frames) return Failure is { } failure ? throw failure : ReadOutcome.End;

            batch.Begin(s_octets, LinkType.Ethernet);
            batch.Add(
                0, s_octets.Length, (uint)s_octets.Length, new Timestamp(_read),
                new FrameId(0, ++_read));
            return ReadOutcome.Frame;
        }

        public void Dispose()
        {
        }
    }

    sealed class LoggedReport : IReport
    {
        public string Log { get; private set; } = "";

        public void Open(IReadOnlyList<string> files) => Log += "open";

        public void Take(ResetEvent reset) => Log += " take";

        public void Take(Incident incident) => Log += " incident";

        public void Close(TraceCounters counters, IReadOnlyList<string> damage)
            => Log += $" close({counters.Frames})";

        public void Finish() => Log += " finish";
    }
}

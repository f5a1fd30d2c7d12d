using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>Finds the lines of logs that fit resets.</summary>
/// <remarks>A log is read from its beginning to its end for each batch of resets, a second time
/// where its clock turns out to be off. In memory are a line, and five of each reset. Not for
/// several threads at once.</remarks>
public sealed class LogSearch
{
    readonly LogRequest _request;
    readonly Action<CaptureException> _fail;
    readonly Action<string> _warn;
    readonly CancellationToken _cancel;
    readonly List<Log> _logs = [];

    /// <param name="request">Which logs.</param>
    /// <param name="fail">Gets what cannot be read, once for each log; the rest goes on.</param>
    /// <param name="warn">Gets what else there is to say of a log.</param>
    /// <param name="cancel">Ends the reading: what was found until then stays.</param>
    public LogSearch(
        LogRequest request,
        Action<CaptureException> fail,
        Action<string> warn,
        CancellationToken cancel = default)
    {
        (_request, _fail, _warn, _cancel) = (request, fail, warn, cancel);
        foreach (string path in request.Paths) _logs.Add(new Log(new LogFile(path)));
        if (request.Journal) _logs.Add(new Log(new Journal()));
    }

    /// <summary>The resets with the lines that fit them.</summary>
    public IReadOnlyList<ResetEvent> Attach(IReadOnlyList<ResetEvent> resets)
    {
        if (resets.Count == 0) return resets;

        var index = new ResetIndex(resets);
        var picks = new LinePicks(index);
        foreach (Log log in _logs)
        {
            if (log.HasFailed || _cancel.IsCancellationRequested) continue;
            if (log.Lines > 0 && !log.Input.CanReadTwice)
            {
                log.HasFailed = true;
                _warn($"{log.Input.Name}: as a stream it was read for the first resets alone");
                continue;
            }

            picks.Add(Search(log, index).Picks);
        }

        var attached = new ResetEvent[resets.Count];
        for (int i = 0; i < attached.Length; i++)
            attached[i] = LogVerdict.With(resets[i], picks.Of(i));

        return attached;
    }

    /// <summary>Says of each log that gave nothing what it holds.</summary>
    public void Finish()
    {
        foreach (Log log in _logs)
        {
            if (log.HasFailed || log.Fitted > 0 || log.Lines == 0) continue;
            if (log.Earliest is not { } begin || log.Latest is not { } end) continue;
            _warn($"{log.Input.Name}: none of its {log.Lines} lines, from {Said(begin)} to "
                + $"{Said(end)} UTC, fits a reset; if its zone is another: --log-zone +05:30");
        }
    }

    LogPass Search(Log log, ResetIndex index)
    {
        LogPass pass = Read(log, index, log.Offset);
        if (ClockOffset.Estimate(pass.Differences) is { } offset
            && Math.Abs(offset.Nanoseconds - log.Offset.Nanoseconds) > offset.Spread
            && !log.HasFailed)
        {
            if (!log.Input.CanReadTwice)
            {
                _warn(offset.Sentence(log.Input.Name).Replace(
                    "and it was taken", "but as a stream it is read only once: not taken",
                    StringComparison.Ordinal));
            }
            else
            {
                log.Offset = offset;
                if (offset.Nanoseconds != 0) _warn(offset.Sentence(log.Input.Name));
                pass = Read(log, index, offset);
            }
        }

        log.Note(pass);
        if (pass is { Lines: > 0, Timed: 0 } && !log.HasFailed)
        {
            log.HasFailed = true;
            _fail(LogFailure.NotALog(log.Input.Name));
        }

        return pass;
    }

    LogPass Read(Log log, ResetIndex index, ClockOffset offset)
    {
        var zone = new LogZone(_request.Zone, index.First);
        var pass = new LogPass(index, log.Input.Name, zone, offset);
        try
        {
            using Stream stream = log.Input.Open(index.First, index.Last);
            Read(stream, log.Input.Name, pass);
        }
        catch (CaptureException failure)
        {
            log.HasFailed = true;
            _fail(failure);
        }

        return pass;
    }

    void Read(Stream stream, string name, LogPass pass)
    {
        try
        {
            var reader = new LineReader(stream);
            while (!_cancel.IsCancellationRequested && reader.TryRead(out ReadOnlySpan<byte> line))
                pass.Take(line);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException
            or UnauthorizedAccessException)
        {
            throw LogFailure.Reading(name, failure);
        }
    }

    static string Said(Timestamp time)
        => LogDate.Moment(time.Nanoseconds)
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A log, and what came of it so far.</summary>
    sealed class Log(LogInput input)
    {
        public LogInput Input => input;

        public ClockOffset Offset { get; set; }

        public bool HasFailed { get; set; }

        public long Lines { get; private set; }

        public long Fitted { get; private set; }

        public Timestamp? Earliest { get; private set; }

        public Timestamp? Latest { get; private set; }

        public void Note(LogPass pass)
        {
            Lines = Math.Max(Lines, pass.Lines);
            Fitted += pass.Picks.Fitted;
            (Earliest, Latest) = (pass.Earliest, pass.Latest);
        }
    }
}

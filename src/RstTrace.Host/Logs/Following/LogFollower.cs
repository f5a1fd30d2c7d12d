using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs.Following;

/// <summary>Follows logs, and finds their lines that fit resets.</summary>
/// <remarks>In memory is the last minute of each log, no more than some megabytes. Not for several
/// threads at once.</remarks>
public sealed class LogFollower : IDisposable
{
    /// <summary>How long after a reset a line may come that fits it.</summary>
    public static readonly Duration Patience = new(LogPass.Window + 300_000_000);

    readonly List<(FollowedLog Log, LineRing Ring)> _logs = [];
    readonly HashSet<string> _failed = [];
    readonly Action<CaptureException> _fail;

    /// <summary>Opens the logs, at their ends.</summary>
    /// <param name="request">Which.</param>
    /// <param name="now">The time.</param>
    /// <param name="fail">Gets what cannot be read, once for each log; it is tried again, and the
    /// rest goes on.</param>
    public LogFollower(LogRequest request, Timestamp now, Action<CaptureException> fail)
    {
        _fail = fail;
        foreach (string path in request.Paths)
            _logs.Add((new FollowedFile(path), new LineRing(request.Zone)));
        if (request.Journal) _logs.Add((new FollowedJournal(), new LineRing(request.Zone)));
        Poll(now);
    }

    /// <summary>Whether any could not be read at some time.</summary>
    public bool HasFailed => _failed.Count > 0;

    /// <summary>Takes the lines that came.</summary>
    /// <param name="now">The time.</param>
    public void Poll(Timestamp now)
    {
        foreach ((FollowedLog log, LineRing ring) in _logs)
        {
            try
            {
                log.Poll(line => ring.Add(line, now));
            }
            catch (CaptureException failure)
            {
                if (_failed.Add(log.Name)) _fail(failure);
            }
        }
    }

    /// <summary>The resets with the lines that fit them, of those that have come.</summary>
    public IReadOnlyList<ResetEvent> Attach(IReadOnlyList<ResetEvent> resets)
    {
        if (resets.Count == 0) return resets;

        var index = new ResetIndex(resets);
        var picks = new LinePicks(index);
        foreach ((FollowedLog log, LineRing ring) in _logs) picks.Add(ring.Search(index, log.Name));

        var attached = new ResetEvent[resets.Count];
        for (int i = 0; i < attached.Length; i++)
            attached[i] = LogVerdict.With(resets[i], picks.Of(i));

        return attached;
    }

    /// <summary>What is off about the clocks of the logs, a sentence each.</summary>
    public IEnumerable<string> Offsets()
    {
        foreach ((FollowedLog log, LineRing ring) in _logs)
        {
            if (ring.Offset.Nanoseconds == 0) continue;
            yield return $"{log.Name}: its times were off against when its lines came, by "
                + $"{new Duration(Math.Abs(ring.Offset.Nanoseconds))}; it was taken into account";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((FollowedLog log, LineRing _) in _logs) log.Dispose();
    }
}

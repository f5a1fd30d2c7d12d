using System;
using System.Collections.Concurrent;
using System.Threading;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>What a live source does about a device that goes down or away, and about what the
/// user should know of it.</summary>
public sealed partial class LiveSource
{
    const int MostNotices = 64;

    /// <summary>How often a device that is away is looked for, in milliseconds.</summary>
    const int Patience = 250;

    readonly ConcurrentQueue<string> _notices = new();
    Tally _tally;
    long _nextLook; // on the machine's uptime, in milliseconds
    bool _isDown;

    /// <summary>Whether the device is away, and waited for. From the thread that reads.</summary>
    public bool IsAway => _handle is null;

    /// <summary>Takes the oldest line that the user should see and has not: the device went away,
    /// or came back.</summary>
    public bool TryTakeNotice(out string notice) => _notices.TryDequeue(out notice!);

    // The oldest ones go when nobody takes them.
    void Notify(string notice)
    {
        _notices.Enqueue(notice);
        while (_notices.Count > MostNotices) _notices.TryDequeue(out _);
    }

    // The device is gone: its frames are over, its counts stay.
    void Lose(CaptureHandle handle)
    {
        string reason = handle.Failure;
        _tally.Take(handle.Statistics());
        _tally.Rebase();
        _handle = null;
        _nextLook = Environment.TickCount64 + Patience;
        handle.Dispose();
        Notify($"{Device}: {reason}; waiting for it to come back");
    }

    // A device that is only down keeps its socket, which goes on when it is up again.
    void Watch(CaptureHandle handle)
    {
        if (handle.IsUp(Device) != _isDown) return;

        _isDown = !_isDown;
        Notify(_isDown
            ? $"{Device}: the device went down; waiting for it to come up"
            : $"{Device}: the device is up again");
    }

    // Looks for the device from time to time.
    ReadOutcome Await()
    {
        long now = Environment.TickCount64;
        if (now < _nextLook)
        {
            Thread.Sleep((int)Math.Min(_nextLook - now, Options.TimeoutMilliseconds));
            return ReadOutcome.Waiting;
        }

        _nextLook = now + Patience;
        try
        {
            _handle = CaptureHandle.Open(Device, Options);
        }
        catch (CaptureException failure) when (failure.Kind == CaptureFailure.Absent)
        {
            return ReadOutcome.Waiting;
        }
        catch (CaptureException failure)
        {
            throw new CaptureException(
                $"{Device}: it went away, and cannot be opened again: {failure.Message}",
                failure.Hint,
                failure);
        }

        Resume(_handle);
        return ReadOutcome.Waiting;
    }

    void Resume(CaptureHandle handle)
    {
        Link = handle.Link;
        _isDown = false;
        if (_group is not null) Join();
        Notify($"{Device}: the device is back");
    }

    /// <summary>The kernel's counts over several openings of a device, in numbers that do not wrap.
    /// </summary>
    struct Tally
    {
        PcapStatistics _last;

        public long Received { get; private set; }

        public long DroppedByKernel { get; private set; }

        public long DroppedByInterface { get; private set; }

        public void Take(PcapStatistics now)
        {
            Received += now.Received - _last.Received;
            DroppedByKernel += now.DroppedByKernel - _last.DroppedByKernel;
            DroppedByInterface += now.DroppedByInterface - _last.DroppedByInterface;
            _last = now;
        }

        // A new opening counts from 0.
        public void Rebase() => _last = default;
    }
}

using System;
using System.Threading;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>Frames of a network device, as they pass.</summary>
/// <remarks>
/// <para>A device that goes away is waited for: reads say <see cref="ReadOutcome.Waiting"/> until
/// it is back, a notice says so, and the numbers of frames continue.</para>
/// <para>VLAN tags that the hardware took off stand in their place again, but for the device
/// "any": there a frame of one tag seems to have none, one of two cannot be read, and a frame that
/// passes several devices comes from each.</para>
/// <para>Segments that are longer than the wire allows, as the kernel passes them to the hardware
/// or gets them from there, are frames as others.</para>
/// <para>One thread reads; <see cref="Stop"/> and <see cref="TryTakeNotice"/> are for all. Dispose
/// it when nobody reads any more.</para>
/// </remarks>
public sealed partial class LiveSource : IFrameSource
{
    /// <summary>The device that stands for all of a namespace (Linux).</summary>
    public const string AnyDevice = "any";

    /// <summary>How long after the end was asked for frames are sought that pass the direction, in
    /// milliseconds.</summary>
    const int StopPatience = 1000;

    readonly int _file;
    CaptureHandle? _handle; // null while the device is away
    long _number, _waitedAfter;
    int _waits; // without a frame
    long _notBefore = long.MinValue, _notAfter = long.MaxValue; // ns since 1970
    long _endBy; // on the machine's uptime, in milliseconds
    bool _disposed;

    LiveSource(LiveOptions options, string device, CaptureHandle handle, int file)
    {
        Options = options;
        Device = device;
        Link = handle.Link;
        _handle = handle;
        _file = file;
        if (handle.Warning is { } warning) Notify($"{device}: {warning}");
    }

    /// <summary>As it was opened.</summary>
    public LiveOptions Options { get; }

    /// <summary>The device's name, where the options may say a number.</summary>
    public string Device { get; }

    /// <summary>How its frames begin.</summary>
    public LinkType Link { get; private set; }

    /// <summary>Whether times are exact to the nanosecond, else to the microsecond.</summary>
    public bool HasNanoseconds => _handle is not { FractionUnit: > 1 };

    /// <summary>The filter that the kernel applies, in the language of pcap-filter(7); empty for
    /// none.</summary>
    public string Filter => _handle?.Filter ?? "";

    /// <summary>Opens a device.</summary>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">There is no such device or no libpcap, a permission is
    /// missing, the expression is wrong.</exception>
    public static LiveSource Open(LiveOptions options)
    {
        string device = CaptureDevices.NameOf(options.Device, options.NetworkNamespace);
        return new LiveSource(options, device, CaptureHandle.Open(device, options), file: 0);
    }

    /// <inheritdoc/>
    public ReadOutcome Read(out Frame frame)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_handle is { } handle)
        {
            int status = handle.Next(out nint header, out nint octets);
            if (status != 1)
            {
                frame = default;
                if (NoFrame(handle, status) is { } outcome) return outcome;
            }
            else if (TryTake(handle, header, octets, out frame))
            {
                return ReadOutcome.Frame;
            }
            else if (IsStopped)
            {
                return ReadOutcome.End;
            }
        }

        frame = default;
        return IsStopped ? ReadOutcome.End : Await();
    }

    /// <summary>Ends the capture: reads hand over what the kernel has gathered until now, then say
    /// <see cref="ReadOutcome.End"/>. From any thread, also while another reads: it takes a timeout
    /// at most.</summary>
    public void Stop()
    {
        Volatile.Write(ref _endBy, Environment.TickCount64 + StopPatience);
        Interlocked.CompareExchange(ref _notAfter, WallClock.Now.Nanoseconds, long.MaxValue);
    }

    /// <summary>What became of the frames so far. From the thread that reads.</summary>
    public LiveCounts Counts
    {
        get
        {
            if (_handle is { } handle) _tally.Take(handle.Statistics());
            return new LiveCounts(
                _number, _tally.Received, _tally.DroppedByKernel, _tally.DroppedByInterface);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _handle?.Dispose();
    }

    bool IsStopped => Volatile.Read(ref _notAfter) != long.MaxValue;

    bool TryTake(CaptureHandle handle, nint at, nint octets, out Frame frame)
    {
        ref readonly PcapFrameHeader header = ref Borrowed.Value<PcapFrameHeader>(at);
        long time = (header.Seconds.Value * 1_000_000_000L)
            + ((uint)header.Fraction.Value * (long)handle.FractionUnit);
        if (time < _notBefore || time > Volatile.Read(ref _notAfter))
        {
            frame = default;
            return false;
        }

        frame = new Frame
        {
            Octets = Borrowed.Octets(octets, header.Captured),
            OriginalLength = header.Original,
            Time = new Timestamp(time),
            Link = handle.Link,
            Id = new FrameId(_file, ++_number),
        };
        return true;
    }

    // What a read without a frame says; null if there may be one now.
    ReadOutcome? NoFrame(CaptureHandle handle, int status)
    {
        if (status < 0)
        {
            Lose(handle);
            return null;
        }

        bool wasStopped = IsStopped;
        bool hasMore = handle.Wait(HowLong());
        bool isLate = wasStopped && Environment.TickCount64 > Volatile.Read(ref _endBy);
        if (hasMore && !isLate) return null;

        // Once more after the end was asked for, the kernel has handed over all it had.
        if (wasStopped) return ReadOutcome.End;

        Watch(handle);
        return ReadOutcome.Waiting;
    }

    // A frame ends the wait whenever it comes. What else is due, is soon after the last frame: on a
    // quiet device it wakes up less often.
    int HowLong()
    {
        const int Quiet = 40, Slower = 5;
        _waits = _number == _waitedAfter ? _waits + 1 : 0;
        _waitedAfter = _number;
        return Options.TimeoutMilliseconds * (_waits < Quiet ? 1 : Slower);
    }
}

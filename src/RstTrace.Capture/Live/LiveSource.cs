using System;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>Frames of a network device, as they pass.</summary>
public sealed class LiveSource : IFrameSource
{
    /// <summary>The device that stands for all of a namespace (Linux).</summary>
    public const string AnyDevice = "any";

    LiveSource(LiveOptions options) => Options = options;

    /// <summary>As it was opened.</summary>
    public LiveOptions Options { get; }

    /// <summary>The device's name, where the options may say a number.</summary>
    public string Device => Options.Device;

    /// <summary>How its frames begin.</summary>
    public LinkType Link { get; }

    /// <summary>Whether times are exact to the nanosecond, else to the microsecond.</summary>
    public bool HasNanoseconds { get; }

    /// <summary>The filter that the kernel applies, in the language of pcap-filter(7).</summary>
    public string Filter { get; } = "";

    /// <summary>Opens a device. The caller's to dispose.</summary>
    /// <exception cref="CaptureException">There is no such device or no libpcap, a permission is
    /// missing, the expression is wrong.</exception>
    public static LiveSource Open(LiveOptions options) => new(options);

    /// <summary>Opens a device several times and lets the kernel share its frames out, so that
    /// both directions of a connection go to the same one (Linux). Each is read by a thread of its
    /// own; <see cref="FrameId.File"/> is the index here.</summary>
    /// <inheritdoc cref="Open"/>
    public static LiveSource[] OpenGroup(LiveOptions options, int members)
        => [.. new LiveSource[members], new LiveSource(options)];

    /// <inheritdoc/>
    public ReadOutcome Read(out Frame frame) => throw new NotSupportedException();

    /// <summary>Ends the capture: reads hand over what the kernel has gathered until now, then say
    /// <see cref="ReadOutcome.End"/>. From any thread, also while another reads.</summary>
    public void Stop() => throw new NotSupportedException();

    /// <summary>What became of the frames so far. From the thread that reads.</summary>
    public LiveCounts Counts { get; }

    /// <summary>Takes the oldest line that the user should see and has not: the device went away,
    /// or came back.</summary>
    public bool TryTakeNotice(out string notice) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() { }
}

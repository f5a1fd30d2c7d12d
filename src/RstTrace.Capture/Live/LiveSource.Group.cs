using System;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>Several live sources that share the frames of a device.</summary>
public sealed partial class LiveSource
{
    ushort? _group; // its number in the kernel

    /// <summary>Opens a device several times and has the kernel share its frames out, so that
    /// both directions of a connection go to the same source (Linux).</summary>
    /// <remarks>Each is read by a thread of its own; <see cref="FrameId.File"/> is the index here.
    /// The kernel hashes the addresses and ports of the outermost IP header, or, before Linux 6.2
    /// or so, of the innermost; fragments after the first, which have no ports, may go elsewhere
    /// than their first.</remarks>
    /// <param name="options">The same for all.</param>
    /// <param name="members">How many, from 1.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">As <see cref="Open"/>; or the system cannot share out.
    /// </exception>
    public static LiveSource[] OpenGroup(LiveOptions options, int members)
    {
        if (members > 1 && !OperatingSystem.IsLinux()) throw OnlyOnLinux(options.Device);

        string device = CaptureDevices.NameOf(options.Device, options.NetworkNamespace);
        var sources = new LiveSource[members];
        int opened = 0;
        try
        {
            for (; opened < members; opened++)
            {
                CaptureHandle handle = CaptureHandle.Open(device, options);
                sources[opened] = new LiveSource(options, device, handle, opened);
                if (members == 1) continue;

                sources[opened]._group = sources[0]._group;
                sources[opened].Join();
            }
        }
        catch
        {
            for (int i = 0; i < members; i++) sources[i]?.Dispose();
            throw;
        }

        return sources;
    }

    // Before it joins, a member gets the frames of all: those the others have.
    void Join()
    {
        _group = _handle!.JoinGroup(_group);
        _notBefore = WallClock.Now.Nanoseconds;
    }

    static CaptureException OnlyOnLinux(string device)
        => new($"{device}: only Linux shares frames out to several workers", "use one worker");
}

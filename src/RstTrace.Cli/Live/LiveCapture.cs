using System;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Host.Kernel;

namespace RstTrace.Cli.Live;

/// <summary>The devices of a live capture, open, and what the host knows beside them.</summary>
sealed class LiveCapture : IDisposable
{
    LiveCapture(LiveSource[] sources, LocalAddresses local) => (Sources, Local) = (sources, local);

    /// <summary>Tells what the kernel says; null where it is not asked.</summary>
    public KernelWitness? Kernel { get; private init; }

    /// <summary>Why it is not asked, though it was to be; null where it is, or is not to be.
    /// </summary>
    public string? Unheard { get; private init; }

    /// <summary>A source for each worker.</summary>
    public LiveSource[] Sources { get; }

    /// <summary>The addresses of the host that is looked at.</summary>
    public LocalAddresses Local { get; }

    /// <summary>The device's name.</summary>
    public string Device => Sources[0].Device;

    /// <summary>Opens the device, then gives up what that took.</summary>
    /// <exception cref="CaptureException">There is no such device, a right is missing, the filter
    /// is wrong.</exception>
    public static LiveCapture Open(LiveRequest request)
    {
        LiveOptions options = request.Capture;
        LiveSource[] sources = request.Workers == 1
            ? [LiveSource.Open(options)]
            : LiveSource.OpenGroup(options, request.Workers);
        LocalAddresses? local = null;
        KernelWitness? kernel = null;
        try
        {
            local = LocalAddresses.Follow(options.NetworkNamespace);
            kernel = KernelHearing.Open(request, local.Contains, out string? unheard);
            if (request.User is { } user) RootPrivileges.GiveUp(user);
            return new LiveCapture(sources, local) { Kernel = kernel, Unheard = unheard };
        }
        catch
        {
            kernel?.Dispose();
            local?.Dispose();
            foreach (LiveSource source in sources) source.Dispose();
            throw;
        }
    }

    /// <summary>Ends it: what the kernel has is still read. From any thread.</summary>
    public void Stop()
    {
        foreach (LiveSource source in Sources) source.Stop();
        Kernel?.StopCounting();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kernel?.Dispose();
        foreach (LiveSource source in Sources) source.Dispose();
        Local.Dispose();
    }
}

using System;
using System.Globalization;
using System.IO;
using RstTrace.Capture.Live;
using RstTrace.Cli.Live;
using RstTrace.Core;
using RstTrace.Sidecar;
using RstTrace.Sidecar.Configuration;

namespace RstTrace.Cli.Sidecar;

/// <summary>What the service looks at: the device in its namespace, waited for until it is
/// there.</summary>
/// <param name="config">What it was told.</param>
/// <param name="wait">Called between two tries with why there is nothing yet; false to give
/// up.</param>
sealed class SidecarAttachment(SidecarConfig config, Func<string, bool> wait)
{
    readonly CaptureConfig _capture = config.Capture;
    int? _process;

    /// <summary>Opens the capture, as soon as there is something to open.</summary>
    /// <returns>Null where it was given up.</returns>
    /// <exception cref="CaptureException">Waiting would not help: a right is missing, the filter is
    /// wrong.</exception>
    public LiveCapture? Open()
    {
        while (true)
        {
            string obstacle;
            try
            {
                if (TryFindNamespace(out string? space, out obstacle))
                    return LiveCapture.Open(Request(space));
            }
            catch (CaptureException failure) when (failure.Kind == CaptureFailure.Absent)
            {
                obstacle = failure.Message;
            }

            if (!wait(obstacle)) return null;
        }
    }

    /// <summary>Why there is nothing to look at any more; null while there is.</summary>
    public string? End
        => _process is { } process && !ContainerProcess.Exists(process)
            ? $"process {process}, whose network namespace this is, has ended"
            : null;

    /// <summary>What the engine is told.</summary>
    public TracerOptions Tracing
    {
        get
        {
            var usual = new TracerOptions();
            return usual with
            {
                IdleAfter = _capture.IdleAfter ?? usual.IdleAfter,
                MaxFlows = SidecarMemory.FlowsOf(config),
            };
        }
    }

    bool TryFindNamespace(out string? space, out string obstacle)
    {
        space = null;
        obstacle = "";
        if (_capture.NetworkNamespace is { } name)
        {
            space = name;
            string path = name.Contains('/') ? name : $"/run/netns/{name}";
            obstacle = $"there is no network namespace {name}";
            return File.Exists(path);
        }

        if (_capture.ProcessId is null && _capture.Container is null) return true;

        _process = _capture.Container is { } id ? ContainerProcess.Find(id) : _capture.ProcessId;
        obstacle = _capture.Container is { } container
            ? $"there is no process of container {container}"
            : $"there is no process {_capture.ProcessId}";
        if (_process is not { } process || !ContainerProcess.Exists(process)) return false;

        space = process.ToString(CultureInfo.InvariantCulture);
        return true;
    }

    LiveRequest Request(string? space) => new()
    {
        Capture = new LiveOptions
        {
            Device = _capture.Interface,
            Expression = _capture.Filter,
            NetworkNamespace = space,
            SnapLength = _capture.SnapLength,
            BufferOctets = SidecarMemory.BufferOf(config),
        },
        Workers = _capture.Workers,
        User = _capture.User,
        Saving = new SavingRequest(),
        Tracing = Tracing,
    };
}

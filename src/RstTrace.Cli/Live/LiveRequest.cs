using System.Collections.Generic;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs;

namespace RstTrace.Cli.Live;

/// <summary>What <c>rsttrace live</c> was asked to do.</summary>
sealed record LiveRequest
{
    /// <summary>What to capture.</summary>
    public required LiveOptions Capture { get; init; }

    /// <summary>Threads that share the frames.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How verdicts are shown; null for what the terminal can do.</summary>
    public LiveFormat? Format { get; init; }

    /// <summary>Frames after which it ends; null for no end.</summary>
    public long? Count { get; init; }

    /// <summary>How long it captures; null for no end.</summary>
    public Duration? Duration { get; init; }

    /// <summary>Whom to become once the device is open; null to stay.</summary>
    public string? User { get; init; }

    /// <summary>Whether the kernel is asked why it resets.</summary>
    public KernelMode Kernel { get; init; }

    /// <summary>What to keep of the frames.</summary>
    public required SavingRequest Saving { get; init; }

    /// <summary>Alternatives: a reset for which one holds makes the run fail.</summary>
    public IReadOnlyList<FailCondition> FailOn { get; init; } = [];

    /// <summary>Which logs to follow.</summary>
    public LogRequest Logs { get; init; } = new();

    /// <summary>What the engines are told.</summary>
    public required TracerOptions Tracing { get; init; }
}

/// <summary>Whether the kernel is asked why it resets.</summary>
enum KernelMode
{
    /// <summary>If it tells; else a line says why not.</summary>
    Auto,

    /// <summary>Else there is no capture.</summary>
    On,

    /// <summary>No.</summary>
    Off,
}

/// <summary>How verdicts are shown while a capture runs.</summary>
enum LiveFormat
{
    /// <summary>A line each.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>A screen that is drawn anew.</summary>
    Screen,
}

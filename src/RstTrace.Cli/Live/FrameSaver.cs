using System;
using System.Collections.Generic;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Cli.Live;

#pragma warning disable
sealed class FrameSaver : IDisposable
{
    public string? OnlyFile => null;
    public CaptureException? Failure => null;
    public static FrameSaver? Open(SavingRequest request, IReadOnlyList<LiveSource> sources)
        => null;

    public void Take(in Frame frame, int worker)
    {
    }

    public void Flush()
    {
    }

    public void Dispose()
    {
    }
}

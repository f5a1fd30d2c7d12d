using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Probes;

namespace RstTrace.Cli.Checking;

/// <summary>Captures what a check exchanges with the service, and judges its resets.</summary>
sealed class CheckCapture : IResetSink, IDisposable
{
    const int MostEvents = 1000, FilteredAddresses = 16;

    readonly List<ResetEvent> _events = [];
    readonly FrameWitness _witness = new();
    readonly Tracer _tracer;
    LiveSource? _source;
    Thread? _thread;

    public CheckCapture() => _tracer = new Tracer(new TracerOptions(), this);

    /// <summary>Why nothing is captured; null while something is.</summary>
    public string? Failure { get; private set; } = "no address to capture";

    /// <summary>Frames taken.</summary>
    public long Frames { get; private set; }

    /// <summary>Begins.</summary>
    /// <returns>Who sees the frames; null where this host or process may not capture.</returns>
    public FrameWitness? Begin(IReadOnlyList<HostAddress> addresses)
    {
        if (addresses.Count == 0) return null;

        try
        {
            _source = LiveSource.Open(new LiveOptions
            {
                Device = LiveSource.AnyDevice,
                Expression = Expression(addresses),
                BufferOctets = 2 << 20,
                TimeoutMilliseconds = 20,
            });
        }
        catch (CaptureException failure)
        {
            Failure = failure.Message;
            return null;
        }

        Failure = null;
        _thread = new Thread(Read) { IsBackground = true, Name = "capture" };
        _thread.Start();
        return _witness;
    }

    /// <summary>Ends it.</summary>
    /// <returns>The resets, judged.</returns>
    public IReadOnlyList<ResetEvent> End()
    {
        _source?.Stop();
        _thread?.Join();
        _thread = null;
        return _events;
    }

    void IResetSink.Take(ResetEvent reset)
    {
        if (_events.Count < MostEvents) _events.Add(reset);
    }

    void IResetSink.Take(Incident incident)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _source?.Dispose();
    }

    void Read()
    {
        try
        {
            Pump.Move(_source!, Take, null, CancellationToken.None);
        }
        catch (CaptureException failure)
        {
            Failure = failure.Message;
        }

        _witness.End();
        _tracer.Finish();
    }

    void Take(in Frame frame)
    {
        Frames++;
        _witness.Take(in frame);
        _tracer.Take(in frame);
    }

    static string Expression(IReadOnlyList<HostAddress> addresses)
    {
        var terms = new List<string>();
        for (int i = 0; i < Math.Min(addresses.Count, FilteredAddresses); i++)
            terms.Add($"host {addresses[i].Address}");

        return string.Join(" or ", terms);
    }
}

using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Timeouts;

namespace RstTrace.Cli.Checking;

/// <summary>What a capture's silences say of the idle timeouts towards a service.</summary>
sealed class SilenceReading : IResetSink
{
    const int MostServers = 16;

    readonly Dictionary<(IpAddress, ushort), ResetEvent> _latest = [];

    SilenceReading()
    {
    }

    /// <summary>Reads a capture.</summary>
    /// <param name="path">The capture.</param>
    /// <param name="port">The service's port.</param>
    /// <param name="pump">Moves its frames.</param>
    /// <param name="interruption">What ends it early.</param>
    /// <exception cref="CaptureException">It cannot be read.</exception>
    public static IReadOnlyList<ObservedTimeout> Of(
        string path, ushort port, Pump pump, Interruption interruption)
    {
        var reading = new SilenceReading();
        using CaptureInput input = CaptureInput.OpenFile(path, interruption.Token);
        var tracer = new Tracer(new TracerOptions(), reading);
        _ = pump.Move(input, tracer.Take, tracer.Flush);
        tracer.Finish();
        return reading.Towards(port);
    }

    void IResetSink.Take(ResetEvent reset)
    {
        if (reset.IdleTimeout is null) return;

        (IpAddress, ushort) server = (reset.Flow.Server.Address, reset.Flow.Server.Port);
        if (_latest.Count < MostServers || _latest.ContainsKey(server)) _latest[server] = reset;
    }

    void IResetSink.Take(Incident incident)
    {
    }

    List<ObservedTimeout> Towards(ushort port)
    {
        var observed = new List<ObservedTimeout>();
        foreach (((IpAddress address, ushort at), ResetEvent reset) in _latest)
        {
            if (at == port)
                observed.Add(new ObservedTimeout($"{address}:{at}", reset.IdleTimeout!));
        }

        return observed;
    }
}

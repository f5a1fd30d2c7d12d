using System.Collections.Generic;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>Passes over captures that are read more than once, and what went wrong in
/// them.</summary>
/// <param name="command">Which command needs them.</param>
/// <param name="pump">Moves frames.</param>
/// <param name="messages">Standard error.</param>
sealed class CapturePasses(string command, Pump pump, Messages messages)
{
    readonly HashSet<string> _said = [];

    /// <summary>The worst that happened so far.</summary>
    public ExitCode Worst { get; private set; } = ExitCode.Finished;

    /// <summary>What is wrong where standard input is to be read twice.</summary>
    /// <param name="command">Which command needs that.</param>
    /// <param name="rest">What is typed behind the capture.</param>
    public static UsageException StandardInputGiven(string command, string rest)
        => new(
            $"{command} reads its capture twice, and standard input can be read only once",
            $"cat > capture.pcap, then rsttrace {command} capture.pcap {rest}");

    /// <summary>Reads a capture.</summary>
    /// <param name="input">The capture.</param>
    /// <param name="take">Takes its frames.</param>
    /// <exception cref="CaptureException">It can be read only once.</exception>
    public void Read(CaptureInput input, FrameTaker take)
    {
        if (input.Length is null) throw StreamGiven(input.Names[0]);

        try
        {
            pump.Move(input, take);
        }
        catch (CaptureException failure)
        {
            Fail(failure);
        }

        if (input.Damages.Count > 0) Worst = Worst.Or(ExitCode.Damaged);
        foreach (string damage in input.Damages) WarnOnce(damage);
    }

    /// <inheritdoc cref="Pump.LookAhead"/>
    public ResetForesight? LookAhead(CaptureInput input) => pump.LookAhead(input);

    /// <summary>Reads a capture through the engine, and says what weakens its verdicts.</summary>
    /// <param name="input">The capture.</param>
    /// <param name="tracing">What the engine is told.</param>
    /// <param name="sink">Gets the resets.</param>
    /// <param name="look">Looks at the frames on their way; null for nobody.</param>
    /// <exception cref="CaptureException">It can be read only once.</exception>
    public void Trace(
        CaptureInput input, TracerOptions tracing, IResetSink sink, FrameTaker? look = null)
    {
        var tracer = new Tracer(tracing, sink, pump.LookAhead(input)) { GathersIncidents = false };
        FrameTaker take = look is null
            ? tracer.Take
            : look + tracer.Take;
        Read(input, take);
        tracer.Finish();
        foreach (string line in Weaknesses.Of(tracer.Counters, tracing.MaxFlows, input.Names))
            WarnOnce(line);
        if (Weaknesses.NothingWasReadable(tracer.Counters)) Worst = Worst.Or(ExitCode.Damaged);
    }

    /// <summary>Something failed that does not end the run.</summary>
    public void Fail(CaptureException failure)
    {
        messages.Error(failure);
        Worst = ExitCode.Failed;
    }

    // A later pass meets the same damage.
    void WarnOnce(string line)
    {
        if (_said.Add(line)) messages.Warning(line);
    }

    CaptureException StreamGiven(string path)
        => new(
            $"{path} is a stream, and {command} reads its capture twice",
            $"save it first: cat {path} > capture.pcap");
}

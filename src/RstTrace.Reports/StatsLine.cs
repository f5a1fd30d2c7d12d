using System;
using System.Buffers;
using System.Text;
using System.Text.Json;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>The counts of a run as one JSON object, <c>rsttrace.stats/1</c>.</summary>
/// <remarks>The outcomes sum to the frames.</remarks>
public sealed class StatsLine
{
    static readonly DecodeOutcome[] s_outcomes = Enum.GetValues<DecodeOutcome>();
    readonly long[] _outcomes = new long[s_outcomes.Length];
    long _captures, _frames, _octets, _flows, _flowsEvicted;
    long _resets, _events, _settledEarly, _resetsUnplaced, _contextLost, _backwardFrames;

    /// <summary>Adds the counts of one capture.</summary>
    public void Add(TraceCounters counters)
    {
        _captures++;
        _frames += counters.Frames;
        _octets += counters.Octets;
        _flows += counters.Flows;
        _flowsEvicted += counters.FlowsEvicted;
        _resets += counters.Resets;
        _events += counters.Events;
        _settledEarly += counters.SettledEarly;
        _resetsUnplaced += counters.ResetsUnplaced;
        _contextLost += counters.ContextLost;
        _backwardFrames += counters.BackwardFrames;
        foreach (DecodeOutcome outcome in s_outcomes) _outcomes[(int)outcome] += counters[outcome];
    }

    /// <summary>The object on one line, without the line's end.</summary>
    /// <param name="elapsed">How long the run took, by the caller's clock.</param>
    public string ToJson(Duration elapsed)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("schema", "rsttrace.stats/1");
            json.WriteNumber("captures", _captures);
            json.WriteNumber("frames", _frames);
            json.WriteNumber("octets", _octets);
            json.WriteStartObject("outcomes");
            foreach (DecodeOutcome outcome in s_outcomes)
                json.WriteNumber(ContractWords.Of(outcome), _outcomes[(int)outcome]);

            json.WriteEndObject();
            json.WriteNumber("flows", _flows);
            json.WriteNumber("flows_evicted", _flowsEvicted);
            json.WriteNumber("resets", _resets);
            json.WriteNumber("events", _events);
            json.WriteNumber("settled_early", _settledEarly);
            json.WriteNumber("resets_unplaced", _resetsUnplaced);
            json.WriteNumber("context_lost", _contextLost);
            json.WriteNumber("backward_frames", _backwardFrames);
            json.WriteNumber("elapsed_ms", Math.Round(elapsed.Nanoseconds / 1e6m, 3));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}

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
    readonly TraceCounters _sum = new();
    long _captures;

    /// <summary>Adds the counts of one capture.</summary>
    public void Add(TraceCounters counters)
    {
        _captures++;
        _sum.Add(counters);
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
            json.WriteNumber("frames", _sum.Frames);
            json.WriteNumber("octets", _sum.Octets);
            json.WriteStartObject("outcomes");
            foreach (DecodeOutcome outcome in s_outcomes)
                json.WriteNumber(ContractWords.Of(outcome), _sum[outcome]);

            json.WriteEndObject();
            json.WriteNumber("flows", _sum.Flows);
            json.WriteNumber("flows_evicted", _sum.FlowsEvicted);
            json.WriteNumber("resets", _sum.Resets);
            json.WriteNumber("events", _sum.Events);
            json.WriteNumber("settled_early", _sum.SettledEarly);
            json.WriteNumber("resets_unplaced", _sum.ResetsUnplaced);
            json.WriteNumber("context_lost", _sum.ContextLost);
            json.WriteNumber("backward_frames", _sum.BackwardFrames);
            json.WriteNumber("elapsed_ms", Math.Round(elapsed.Nanoseconds / 1e6m, 3));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}

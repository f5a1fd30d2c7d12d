using System;
using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

public class StatsLineTests
{
    [Test]
    public void The_outcomes_sum_to_the_frames()
    {
        var stats = new StatsLine();
        stats.Add(OneOfEach());
        stats.Add(OneOfEach());

        JsonNode json = JsonNode.Parse(stats.ToJson(Duration.FromMilliseconds(12)))!;
        int outcomes = Enum.GetValues<DecodeOutcome>().Length;

        Assert.That((int)json["frames"]!, Is.EqualTo(2 * outcomes));
        Assert.That(json["outcomes"]!.AsObject(), Has.Count.EqualTo(outcomes));
        Assert.That(json["outcomes"]!.AsObject().Sum(o => (int)o.Value!),
            Is.EqualTo(2 * outcomes));
    }

    [Test]
    public void It_is_one_line_with_a_name_for_each_count()
    {
        var stats = new StatsLine();
        stats.Add(OneOfEach());

        const string Expected = """
            {"schema":"rsttrace.stats/1","captures":1,"frames":8,"octets":480,
            "outcomes":{"decoded":1,"not_ip":1,"not_tcp":1,"later_fragment":1,
            "unknown_link":1,"truncated":1,"malformed":1,"too_deep":1},
            "flows":2,"flows_evicted":3,"resets":4,"events":5,"settled_early":6,
            "resets_unplaced":7,"context_lost":0,"backward_frames":0,"elapsed_ms":1.235}
            """;
        Assert.That(
            stats.ToJson(new Duration(1_234_567)), Is.EqualTo(Expected.ReplaceLineEndings("")));
    }

    static TraceCounters OneOfEach()
    {
        var counters = new TraceCounters
        {
            Flows = 2,
            FlowsEvicted = 3,
            Resets = 4,
            Events = 5,
            SettledEarly = 6,
            ResetsUnplaced = 7,
        };
        foreach (DecodeOutcome outcome in Enum.GetValues<DecodeOutcome>())
            counters.Add(default, outcome);

        return counters;
    }
}

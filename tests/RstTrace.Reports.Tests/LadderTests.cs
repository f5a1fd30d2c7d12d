using System.IO;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

public class LadderTests
{
    static readonly TextStyle s_terminal = new() { Unicode = true };

    [TestCase(true, 120, "explain-120.txt")]
    [TestCase(true, 100, "explain.txt")]
    [TestCase(false, 80, "explain-ascii-80.txt")]
    public void One_reset_is_explained(bool unicode, int width, string golden)
    {
        var style = new TextStyle { Unicode = unicode, Width = width };

        Golden.Check(Explained(style, Events.IdleBox, Segments.IdleBox), golden);
    }

    [Test]
    public void What_is_left_out_is_counted()
    {
        Ladder ladder = LongFlow(Events.IdleBox, 5_000);
        using var output = new StringWriter();

        ExplainReport.Write(output, s_terminal, Events.IdleBox, ladder, "long.pcap");

        Golden.Check(output.ToString(), "explain-long.txt");
    }

    // The flow's length is no matter; nor is how many frames an event may name.
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(20)]
    [TestCase(21)]
    [TestCase(100_000)]
    public void A_ladder_is_bounded_and_adds_up(int middle)
    {
        Ladder ladder = LongFlow(Events.IdleBox, middle);

        Assert.That(ladder.Steps, Has.Count.LessThanOrEqualTo(LadderCollector.MostSteps));
        Assert.That(ladder.Segments, Is.EqualTo(Segments.IdleBox.Length + middle + 20));
        long previous = -1;
        foreach (LadderStep step in ladder.Steps)
        {
            Assert.That(step.Ordinal, Is.GreaterThan(previous), "in order, none twice");
            previous = step.Ordinal;
        }

        Assert.That(ladder.Steps, Has.One.Matches<LadderStep>(
            step => step.Role == LadderRole.Reset
                && step.Segment.Frame == Events.IdleBox.Frames[0]));
    }

    [Test]
    public void Frames_that_an_event_names_are_kept_up_to_a_limit()
    {
        var frames = new FrameId[500];
        for (int i = 0; i < frames.Length; i++) frames[i] = Events.Frame(1_000 + i);
        ResetEvent reset = Events.IdleBox with
        {
            Verdict = Events.IdleBox.Verdict with
            {
                Evidence = [new("many", Party.ThirdParty, frames, "Many.")],
            },
        };

        Ladder ladder = LongFlow(reset, 5_000);

        Assert.That(ladder.Steps, Has.Count.LessThanOrEqualTo(LadderCollector.MostSteps));
        Assert.That(ladder.Steps, Has.Some.Matches<LadderStep>(s => s.Role == LadderRole.Evidence));
    }

    [Test]
    public void Other_flows_and_other_tunnels_are_not_in_it()
    {
        Segment other = Segments.IdleBox[3];
        other.SourcePort++;
        Segment tunnelled = Segments.IdleBox[3];
        tunnelled.Encapsulation = 7;
        var collector = new LadderCollector(Events.IdleBox);
        collector.Take(in Segments.IdleBox[0]);
        collector.Take(in other);
        collector.Take(in tunnelled);

        Assert.That(collector.Finish().Segments, Is.EqualTo(1));
    }

    [Test]
    public void Nothing_before_the_flows_first_frame_is_in_it()
    {
        ResetEvent reset = Events.IdleBox with
        {
            Flow = Events.IdleBox.Flow with { FirstFrame = Events.Frame(14) },
        };
        Ladder ladder = Collected(reset, Segments.IdleBox);

        Assert.That(ladder.Segments, Is.EqualTo(4));
        // Without a SYN the first segment has sequence 1, as Wireshark shows it.
        Assert.That(ladder.Steps[0].Sequence, Is.EqualTo(1));
        Assert.That(ladder.Steps[0].Acknowledgment, Is.EqualTo(1));
        Assert.That(ladder.Steps[1].Sequence, Is.EqualTo(1), "the reset, by what the client said");
    }

    [Test]
    public void Windows_are_scaled_but_not_those_of_the_syns()
    {
        Ladder ladder = Collected(Events.IdleBox, Segments.IdleBox);

        Assert.That(ladder.Steps[0].Window, Is.EqualTo(64_240));
        Assert.That(ladder.Steps[2].Window, Is.EqualTo(63 << 10));
    }

    [Test]
    public void Sequence_numbers_cross_the_wrap()
    {
        Segment syn = Segments.IdleBox[0];
        syn.Sequence = new SequenceNumber(uint.MaxValue);
        Segment data = Segments.IdleBox[3];
        data.Sequence = new SequenceNumber(0);
        Ladder ladder = Collected(Events.IdleBox, [syn, data]);

        Assert.That(ladder.Steps[1].Sequence, Is.EqualTo(1));
    }

    /// <summary>The connection with so many segments in its middle, and twenty more at its
    /// end.</summary>
    static Ladder LongFlow(ResetEvent reset, int middle)
    {
        const int Opening = 7;
        var segments = new Segment[Segments.IdleBox.Length + middle + 20];
        Segments.IdleBox[..Opening].CopyTo(segments, 0);
        for (int i = 0; i < middle; i++)
        {
            segments[Opening + i] = Segments.Of(
                1_000 + i, i % 2 == 0 ? Side.Client : Side.Server, 200 + (i * 10L),
                ControlBits.Ack, 6, 6, 0, 63, 64, (ushort)i);
        }

        Segments.IdleBox[Opening..].CopyTo(segments, Opening + middle);
        for (int i = segments.Length - 20; i < segments.Length; i++)
        {
            segments[i] = Segments.Of(
                9_000_000 + i, Side.Client, 35_400_000 + i,
                ControlBits.Reset, 6, null, 0, 0, 64, 0);
        }

        return Collected(reset, segments);
    }

    static Ladder Collected(ResetEvent reset, Segment[] segments)
    {
        var collector = new LadderCollector(reset);
        foreach (Segment segment in segments) collector.Take(in segment);
        return collector.Finish();
    }

    static string Explained(TextStyle style, ResetEvent reset, Segment[] segments)
    {
        using var output = new StringWriter();
        ExplainReport.Write(output, style, reset, Collected(reset, segments), "client.pcap");
        return output.ToString();
    }
}

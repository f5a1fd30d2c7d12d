using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Invariants 2, 3, 8 and 9: what the engine makes of frames.</summary>
public sealed class FrameTests
{
    const string Exchange = """
        +0.000 > S  0:0(0)          win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 1
        +0.001 > .  1:1(0)   ack 1  ts 2
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:1401(1400) ack 101  ts 3
        +0.001 > .  101:101(0)   ack 1401 ts 4
        +5.000 < F. 1401:1401(0) ack 101  ts 4
        +0.001 > P. 101:102(1)   ack 1401 ts 5
        +0.010 < R  1401:1401(0) win 0
        """;

    static IEnumerable<Segment> Segments => Trace.Segments(Exchange, new TraceSetting());

    [Test]
    public void The_octets_of_a_frame_are_not_needed_after_it_was_taken()
    {
        byte[] octets = new FrameBuilder()
            .Ethernet().Ipv4("10.0.0.1", "10.0.0.2")
            .Tcp(443, 40_000, control: ControlBits.Reset)
            .Payload("gone"u8.ToArray()).Build();
        var log = new ResetLog();
        var tracer = new Tracer(new TracerOptions(), log);
        Frame frame = FrameBuilder.FrameOf(octets);
        tracer.Take(in frame);
        Array.Fill(octets, (byte)'!');
        tracer.Finish();
        Assert.That(log.Events.Single().StatedReason, Is.EqualTo("gone"));
    }

    [Test]
    public void A_reset_says_what_its_own_payload_says_however_many_share_a_batch()
    {
        var frames = new RecordedFrames();
        foreach (string reason in new[] { "a long reason", "short", "" })
        {
            frames.Add(
                new FrameBuilder()
                    .Ethernet().Ipv4("10.0.0.1", "10.0.0.2")
                    .Tcp((ushort)(443 + reason.Length), 40_000, control: ControlBits.Reset)
                    .Payload(System.Text.Encoding.ASCII.GetBytes(reason)).Build(),
                default);
        }

        Assert.That(
            frames.Events().Select(reset => reset.StatedReason),
            Is.EqualTo(["a long reason", "short", null]));
    }

    [Test]
    public void Every_frame_is_counted_under_one_outcome()
    {
        RecordedFrames frames = Spoilt(rounds: 40);
        var tracer = new Tracer(new TracerOptions(), new ResetLog());
        frames.Play(tracer);
        long sum = Enum.GetValues<DecodeOutcome>().Sum(outcome => tracer.Counters[outcome]);
        Assert.Multiple(() =>
        {
            Assert.That(tracer.Counters.Frames, Is.EqualTo(frames.Count));
            Assert.That(sum, Is.EqualTo(frames.Count));
            Assert.That(
                Enum.GetValues<DecodeOutcome>().Count(outcome => tracer.Counters[outcome] > 0),
                Is.GreaterThanOrEqualTo(5),
                "the frames are of many kinds");
        });
    }

    [TestCase(0, 1_000, TestName = "Whole frames")]
    [TestCase(6, 1_000, TestName = "Padding is no payload")]
    [TestCase(100, 1_000, TestName = "Much padding is no payload")]
    [TestCase(0, 96, TestName = "What the snap length cut is payload")]
    [TestCase(0, 74, TestName = "Not an octet of payload was captured")]
    [TestCase(50, 80, TestName = "Padding, and a snap length that cuts it")]
    public void Verdicts_do_not_depend_on_how_much_was_captured(int padding, int snapLength)
    {
        List<ResetEvent> whole = new RecordedFrames(Segments).Events();
        List<ResetEvent> cut = new RecordedFrames(Segments, padding, snapLength).Events();
        Assert.Multiple(() =>
        {
            Assert.That(whole.Single().Verdict.Cause.Id, Is.EqualTo("keepalive-race"));
            Assert.That(whole.Single().Flow.Server.Octets, Is.EqualTo(1_400));
            Assert.That(Fingerprint.Of(cut), Is.EqualTo(Fingerprint.Of(whole)));
        });
    }

    [Test]
    public void No_frame_throws_and_every_reset_among_them_is_told()
    {
        for (int seed = 1; seed <= 4; seed++)
        {
            RecordedFrames frames = Spoilt(rounds: 60, seed);
            var log = new ResetLog();
            var tracer = new Tracer(new TracerOptions { MaxFlows = 50 }, log);
            Assert.That(() => frames.Play(tracer), Throws.Nothing);
            Assert.That(tracer.Finish, Throws.Nothing);
            Assert.That(log.Events.Sum(reset => reset.Frames.Count),
                Is.EqualTo(tracer.Counters.Resets));
            Assert.That(tracer.Counters.Resets, Is.GreaterThan(50));
        }
    }

    /// <summary>Frames of every kind: whole, with octets changed, cut, and of random octets. At any
    /// time a clock may show.</summary>
    static RecordedFrames Spoilt(int rounds, int seed = 1)
    {
        var random = new Random(seed);
        FrameBuilder[] builders =
        [
            .. WireFixtures.All.Values,
            .. new RandomTraffic(seed).Segments(100)
                .Select(segment => RecordedFrames.FrameOf(in segment)),
        ];
        byte[][] whole = [.. builders.Select(builder => builder.Build())];
        var frames = new RecordedFrames();
        for (int round = 0; round < rounds; round++)
        {
            for (int index = 0; index < whole.Length; index++)
            {
                byte[] octets = [.. whole[index]];
                for (int spoilt = 0; spoilt < round % 4; spoilt++)
                    octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
                if (round % 6 == 0) random.NextBytes(octets.AsSpan(random.Next(octets.Length)));
                int length = round % 5 == 0 ? random.Next(octets.Length + 1) : octets.Length;
                long time = round % 7 == 0
                    ? random.NextInt64(long.MinValue, long.MaxValue)
                    : 1_700_000_000_000_000_000 + (round * 1_000_000_000L);
                frames.Add(octets[..length], new Timestamp(time), builders[index].Link,
                    (uint)random.NextInt64(octets.Length, octets.Length + 10));
            }
        }

        return frames;
    }
}

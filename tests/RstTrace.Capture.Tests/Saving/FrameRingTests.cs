using System;
using System.Threading;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Saving;

sealed class FrameRingTests
{
    static readonly byte[] s_octets = new byte[300_000];

    /// <summary>A frame all of whose octets say its number, some as long as can be.</summary>
    static void Append(FrameRing ring, long number)
    {
        int length = number % 97 == 0 ? 262_144 : (int)(number * 37 % 1_600);
        Span<byte> octets = s_octets.AsSpan(0, length);
        octets.Fill((byte)number);
        var frame = new Frame
        {
            Octets = octets,
            OriginalLength = (uint)length + 5,
            Time = new Timestamp(number * 1_001),
            Link = LinkType.LinuxSll2,
            Id = new FrameId(3, number),
        };
        ring.Append(in frame, (int)(number % 7));
    }

    static long NumberOf(ReadOnlySpan<byte> record)
    {
        Frame frame = FrameRecord.Read(record);
        long number = frame.Id.Number;
        bool isWhole = frame.Id.File == 3
            && frame.OriginalLength == frame.Octets.Length + 5
            && frame.Time.Nanoseconds == number * 1_001
            && frame.Link == LinkType.LinuxSll2
            && FrameRecord.InterfaceOf(record) == number % 7
            && frame.Octets.IndexOfAnyExcept((byte)number) < 0;
        return isWhole ? number : -1;
    }

    // All lengths of records meet the end of the array in all ways.
    [Test]
    public void After_any_number_of_turns_it_holds_the_latest_frames_in_order()
    {
        var ring = new FrameRing(FrameRing.Least);
        byte[] record = new byte[FrameRecord.Longest];
        for (long number = 1; number <= 20_000; number++)
        {
            Append(ring, number);
            if (number % 501 != 0) continue;

            long place = ring.Oldest, expected = 0, octets = 0;
            while (ring.Read(ref place, ring.End, record, out bool overtaken) is var length and > 0)
            {
                long read = NumberOf(record.AsSpan(0, length));
                Assert.That(overtaken, Is.False);
                if (expected != 0) Assert.That(read, Is.EqualTo(expected));
                expected = read + 1;
                octets += length;
            }

            Assert.That(expected, Is.EqualTo(number + 1));
            Assert.That(octets, Is.LessThanOrEqualTo(FrameRing.Least));
            if (number > 3_000)
                Assert.That(octets, Is.GreaterThan(FrameRing.Least - (2 * FrameRecord.Longest)));
        }
    }

    [Test]
    public void A_reader_never_believes_a_record_that_changes_under_it()
    {
        var ring = new FrameRing(FrameRing.Least);
        bool ended = false;
        var writer = new Thread(() =>
        {
            for (long number = 1; !Volatile.Read(ref ended); number++) Append(ring, number);
        });
        writer.Start();
        long read = 0, overtakings = 0, broken = 0, disorder = 0;
        byte[] record = new byte[FrameRecord.Longest];
        long begun = Environment.TickCount64;
        for (long last = 0; overtakings < 20 || read < 100_000; last = 0)
        {
            if (Environment.TickCount64 - begun > 60_000) break;
            long place = ring.Oldest, end = ring.End;
            if (overtakings < 20) Thread.Sleep(1); // the writer is ahead at first
            while (ring.Read(ref place, end, record, out bool overtaken) is var length and > 0)
            {
                long number = NumberOf(record.AsSpan(0, length));
                if (number < 0) broken++;
                if (overtaken) overtakings++;
                else if (last != 0 && number != last + 1) disorder++;
                last = number;
                read++;
            }
        }

        Volatile.Write(ref ended, true);
        writer.Join();
        Assert.That(overtakings, Is.GreaterThanOrEqualTo(20), "too few to prove anything");
        Assert.That((broken, disorder), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public void No_octet_is_allocated_for_a_frame()
    {
        var ring = new FrameRing(FrameRing.Least);
        long allocated = Allocated.By(() =>
        {
            for (int i = 1; i <= Allocated.Frames; i++) Append(ring, i);
        });
        Assert.That(allocated, Is.Zero);
    }
}

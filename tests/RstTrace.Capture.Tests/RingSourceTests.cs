using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests;

sealed class RingSourceTests
{
    static byte[] At(long seconds, int frames = 2)
    {
        var file = new PcapBuilder();
        for (int i = 0; i < frames; i++) file.Frame(seconds + i, 0, Sample.Octets(60));
        return file.ToArray();
    }

    [Test]
    public void Files_are_read_by_the_time_of_their_first_frames()
    {
        using var folder = new TemporaryFolder();
        string late = folder.Add("0.pcap", At(300));
        string early = folder.Add("1.pcap", At(100));
        string between = folder.Add("2.pcap.gz", GzipFile.Of(At(200)));
        string none = folder.Add("3.pcap", At(0, frames: 0));
        using RingSource ring = RingSource.Open([late, early, between, none]);

        (List<ReadFrame> frames, ReadOutcome outcome) = Reading.All(ring);
        Assert.That(outcome, Is.EqualTo(ReadOutcome.End));
        Assert.That(ring.Names, Is.EqualTo((List<string>)[early, between, late, none]));
        Assert.That(frames.ConvertAll(f => (f.File, f.Number, f.Time / 1_000_000_000)),
            Is.EqualTo((List<(int, long, long)>)
            [
                (0, 1, 100), (0, 2, 101), (1, 1, 200), (1, 2, 201), (2, 1, 300), (2, 2, 301),
            ]));
        Assert.That(ring.Position, Is.EqualTo(ring.Length));
        Assert.That(ring.Damage, Is.Empty);
    }

    [Test]
    public void Damage_in_one_file_does_not_keep_from_reading_the_next()
    {
        using var folder = new TemporaryFolder();
        string cut = folder.Add("cut.pcap", At(100)[..^1]);
        string empty = folder.Add("empty.pcap", []);
        string whole = folder.Add("whole.pcap", At(200));
        using RingSource ring = RingSource.Open([cut, empty, whole]);

        (List<ReadFrame> frames, ReadOutcome outcome) = Reading.All(ring);
        Assert.That(outcome, Is.EqualTo(ReadOutcome.Damaged));
        Assert.That(frames, Has.Count.EqualTo(3));
        Assert.That(ring.Damage, Has.Count.EqualTo(2));
        Assert.That(ring.Damage[0],
            Does.StartWith($"{cut}: cut short at octet 100, after frame 1"));
        Assert.That(ring.Damage[1], Does.StartWith($"{empty}: empty"));
    }

    [Test]
    public void Standard_input_is_no_part_of_a_ring()
        => Assert.That(() => RingSource.Open(["-"]), Throws.TypeOf<CaptureException>());
}

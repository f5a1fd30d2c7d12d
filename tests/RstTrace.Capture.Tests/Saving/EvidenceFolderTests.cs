using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Capture.Saving;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>How the folder of evidence is kept within limits, and what it may not touch.</summary>
sealed class EvidenceFolderTests
{
    static readonly string s_capture
        = Captures.PathOf("samples-pcap/write-after-close.server.pcap");

    /// <summary>Saves the reset of a sample so many times, a second after another.</summary>
    static EvidenceCounts Save(EvidenceRequest request, int from, int count)
    {
        using var ring = new EvidenceRing(request);
        ResetEvent reset = Evidence.Trace(s_capture, ring)[0];
        for (int i = from; i < from + count; i++)
            ring.Take(reset with { Time = reset.Time + Duration.FromSeconds(i) });
        ring.Dispose();
        return ring.Counts;
    }

    static List<string> Seconds(string folder)
    {
        var seconds = new List<string>();
        foreach (string file in Evidence.FilesIn(folder))
            seconds.Add(Path.GetFileName(file)[17..19]);

        return seconds;
    }

    [Test]
    public void The_oldest_go_when_there_are_too_many_also_those_of_earlier_runs()
    {
        using var folder = new TemporaryFolder();
        EvidenceRequest request = Evidence.Request(folder.Path) with { MostFiles = 4 };
        EvidenceCounts first = Save(request, 0, 10);
        Assert.That((first.Saved, first.Removed), Is.EqualTo((10, 6)));
        Assert.That(Seconds(folder.Path), Is.EqualTo((string[])["35", "36", "37", "38"]));

        EvidenceCounts second = Save(request with { MostFiles = 3 }, 10, 1);
        Assert.That((second.Saved, second.Removed), Is.EqualTo((1, 2)));
        Assert.That(Seconds(folder.Path), Is.EqualTo((string[])["37", "38", "39"]));
    }

    [Test]
    public void The_oldest_go_when_they_are_too_large()
    {
        using var folder = new TemporaryFolder();
        EvidenceRequest request = Evidence.Request(folder.Path) with { MostOctets = 25_000 };
        EvidenceCounts counts = Save(request, 0, 10);

        long octets = 0;
        foreach (string file in Evidence.FilesIn(folder.Path)) octets += new FileInfo(file).Length;
        Assert.That(octets, Is.LessThanOrEqualTo(25_000).And.GreaterThan(0));
        Assert.That(counts.Saved, Is.EqualTo(10));
        Assert.That(counts.Removed, Is.EqualTo(10 - Evidence.FilesIn(folder.Path).Length));
    }

    [Test]
    public void What_is_larger_than_all_may_be_removes_nothing()
    {
        using var folder = new TemporaryFolder();
        Save(Evidence.Request(folder.Path), 0, 1);
        EvidenceCounts counts = Save(Evidence.Request(folder.Path) with { MostOctets = 99 }, 1, 1);
        Assert.That(counts, Is.EqualTo(new EvidenceCounts { TooLarge = 1 }));
        Assert.That(Evidence.FilesIn(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Nobody_else_s_file_is_removed_or_overwritten()
    {
        using var folder = new TemporaryFolder();
        EvidenceRequest request = Evidence.Request(folder.Path) with { MostFiles = 1 };
        Save(request, 0, 1);
        string ours = Evidence.FilesIn(folder.Path)[0];

        // Renamed; of our name but not by us; of our name and too short; a link to one of ours.
        string kept = Path.Combine(folder.Path, "kept.pcapng");
        File.Move(ours, kept);
        string like = folder.Add(Path.GetFileName(ours), File.ReadAllBytes(s_capture));
        string small = folder.Add("rst-0.pcapng", [1, 2, 3]);
        string link = Path.Combine(folder.Path, "rst-1.pcapng");
        File.CreateSymbolicLink(link, kept);
        byte[] before = File.ReadAllBytes(like);

        EvidenceCounts counts = Save(request, 0, 3);
        Assert.That((counts.Saved, counts.Removed), Is.EqualTo((3, 2)));
        foreach (string path in (string[])[kept, like, small, link])
            Assert.That(File.Exists(path), path);
        Assert.That(File.ReadAllBytes(like), Is.EqualTo(before));
    }

    [Test]
    public void A_file_that_another_put_in_place_of_ours_stays()
    {
        using var folder = new TemporaryFolder();
        EvidenceRequest request = Evidence.Request(folder.Path) with { MostFiles = 1 };
        EvidenceFolder kept = EvidenceFolder.Open(request);
        string path;
        using (FileStream file = kept.Create("rst-a.pcapng")) path = file.Name;
        File.WriteAllText(path, "mine");
        kept.Add(path, 4);

        Assert.That(kept.MakeRoom(1), Is.True);
        Assert.That(File.ReadAllText(path), Is.EqualTo("mine"));
        Assert.That(kept.Removed, Is.Zero);
    }

    [TestCase("../../etc/passwd", ".._.._etc_passwd")]
    [TestCase("a b;$(rm)\n\"'\0é😀", "a_b___rm________")]
    [TestCase("2001:db8::1", "2001-db8--1")]
    public void Odd_letters_are_made_safe(string text, string safe)
        => Assert.That(EvidenceName.Safe(text), Is.EqualTo(safe));

    [Test]
    public void A_name_says_when_where_why_and_which()
    {
        ResetEvent reset = Evidence.Trace(s_capture)[0];
        Assert.That(EvidenceName.Of(reset), Is.EqualTo(
            "rst-20261121T003629.964" + EvidenceName.Of(reset)[23..27]
            + "-10.77.2.2-20001-write-after-close-frame11.pcapng"));

        string long1 = new('x', 500);
        ResetEvent odd = reset with
        {
            Verdict = reset.Verdict with { Cause = reset.Verdict.Cause with { Id = long1 } },
        };
        Assert.That(EvidenceName.Of(odd), Has.Length.LessThan(255).And.EndsWith(".pcapng"));
    }
}

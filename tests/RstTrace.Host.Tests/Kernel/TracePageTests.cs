using System;
using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Host.Kernel;

namespace RstTrace.Host.Tests.Kernel;

/// <summary>Pages of the kernel's ring buffer.</summary>
sealed class TracePageTests
{
    static readonly TracePageLayout s_layout = new(8, 16);

    [Test]
    public void Records_follow_each_other_in_time()
    {
        byte[] page = Page(
            commit: 0, Entry(2, 5, 1, 2), Entry(30, 3, 1), Entry(1, 7, 9), Entry(0, 2, 12, 4, 5));
        Assert.That(Read(page), Is.EqualTo((List<(long, int, byte)>)
        [
            (1005, 8, 1), (1005 + 3 + (1L << 27) + 7, 4, 9),
            (1005 + 3 + (1L << 27) + 7 + 2, 8, 4),
        ]));
    }

    [Test]
    public void A_stamp_sets_the_time()
        => Assert.That(
            Read(Page(commit: 0, Entry(31, 5, 2), Entry(1, 1, 9))),
            Is.EqualTo((List<(long, int, byte)>)[((2L << 27) + 6, 4, 9)]));

    [Test]
    public void What_was_discarded_is_passed_over()
        => Assert.That(
            Read(Page(commit: 0, Entry(29, 4, 8, 0), Entry(1, 1, 9))),
            Is.EqualTo((List<(long, int, byte)>)[(1005, 4, 9)]));

    [Test]
    public void A_gap_is_noticed()
    {
        Assert.That(new TracePage(Page(1L << 31, Entry(1, 1, 9)), s_layout).HasGap, Is.True);
        Assert.That(new TracePage(Page(0, Entry(1, 1, 9)), s_layout).HasGap, Is.False);
    }

    [Test]
    public void No_octets_make_it_throw_or_go_on_for_ever()
    {
        var random = new Random(4711);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] page = new byte[random.Next(80)];
            random.NextBytes(page);
            if (page.Length > 10) page[9] = page[10] = 0; // a likely length
            Assert.That(Read(page), Has.Count.LessThan(80));
        }
    }

    [Test]
    public void The_layout_is_the_kernels_own()
    {
        const string Narrow = """
            field: u64 timestamp;	offset:0;	size:8;	signed:0;
            field: local_t commit;	offset:8;	size:4;	signed:1;
            field: char data;	offset:12;	size:4084;	signed:0;
            """;
        Assert.That(TracePageLayout.Parse(Narrow), Is.EqualTo(new TracePageLayout(4, 12)));
        Assert.That(TracePageLayout.Parse(""), Is.EqualTo(s_layout));
    }

    static List<(long Time, int Length, byte First)> Read(byte[] octets)
    {
        var records = new List<(long, int, byte)>();
        var page = new TracePage(octets, s_layout);
        while (page.MoveNext())
        {
            byte first = page.Record.IsEmpty ? (byte)0 : page.Record[0];
            records.Add((page.Time, page.Record.Length, first));
        }

        return records;
    }

    static byte[] Entry(int kind, uint delta, params uint[] words)
    {
        byte[] entry = new byte[4 + (words.Length * 4)];
        BitConverter.GetBytes((uint)kind | (delta << 5)).CopyTo(entry, 0);
        for (int i = 0; i < words.Length; i++)
            BitConverter.GetBytes(words[i]).CopyTo(entry, 4 + (i * 4));
        return entry;
    }

    static byte[] Page(long commit, params byte[][] entries)
    {
        var octets = new List<byte>(BitConverter.GetBytes(1000L));
        int length = 0;
        foreach (byte[] entry in entries) length += entry.Length;
        octets.AddRange(BitConverter.GetBytes(commit | (uint)length));
        foreach (byte[] entry in entries) octets.AddRange(entry);
        octets.AddRange(new byte[32]);
        return [.. octets];
    }
}

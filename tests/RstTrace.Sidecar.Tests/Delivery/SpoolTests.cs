using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NUnit.Framework;
using RstTrace.Sidecar.Delivery;

namespace RstTrace.Sidecar.Tests.Delivery;

/// <summary>What a spool gives back, whatever happened to it.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SpoolTests
{
    static readonly BatchLimits s_limits = new(100, 1 << 20);

    string _folder = "";

    [SetUp]
    public void MakeFolder()
        => _folder = Directory.CreateTempSubdirectory("rsttrace-spool-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void What_goes_in_comes_out_once_and_in_order()
    {
        using Spool spool = Open();
        Append(spool, 0, 250);
        Assert.That(Drain(spool), Is.EqualTo(Enumerable.Range(0, 250)));
        Assert.That(spool.Next(s_limits), Is.Null);
        Append(spool, 250, 10);
        Assert.That(Drain(spool), Is.EqualTo(Enumerable.Range(250, 10)));
        Assert.That(spool.Dropped, Is.Zero);
    }

    [Test]
    public void A_batch_holds_one_group_and_no_more_than_the_limits()
    {
        using Spool spool = Open();
        spool.Append([(1, Octets(0)), (1, Octets(1)), (2, Octets(2)), (1, Octets(3))]);
        var sizes = new List<int>();
        while (spool.Next(s_limits) is { } batch)
        {
            sizes.Add(batch.Records.Count);
            spool.Acknowledge(batch);
        }

        Assert.That(string.Join(" ", sizes), Is.EqualTo("2 1 1"));
        Append(spool, 4, 6);
        Assert.That(spool.Next(new(4, 1 << 20))!.Records, Has.Count.EqualTo(4));
        Assert.That(spool.Next(new(4, 1))!.Records, Has.Count.EqualTo(1));
    }

    [Test]
    public void What_was_not_acknowledged_comes_again_as_the_same_batch()
    {
        string id;
        using (Spool spool = Open())
        {
            Append(spool, 0, 10);
            spool.Acknowledge(spool.Next(new(3, 1 << 20))!);
            id = spool.Next(new(4, 1 << 20))!.Id;
        }

        using (Spool spool = Open())
        {
            Append(spool, 10, 10);
            SpoolBatch batch = spool.Next(s_limits)!;
            Assert.That(batch.Id, Is.EqualTo(id));
            Assert.That(batch.IsRepeat);
            Assert.That(batch.Records.Select(Number), Is.EqualTo(Enumerable.Range(3, 4)));
            spool.Acknowledge(batch);
            Assert.That(spool.Next(s_limits)!.IsRepeat, Is.False);
            Assert.That(Drain(spool), Is.EqualTo(Enumerable.Range(7, 13)));
        }
    }

    // Every cut of the file is a moment at which the process may have been killed.
    [Test]
    public void A_cut_costs_the_records_that_it_cut_and_no_other()
    {
        using (Spool spool = Open()) Append(spool, 0, 4, octets: 10);
        string file = Directory.GetFiles(_folder, "*.spool").Single();
        byte[] whole = File.ReadAllBytes(file);
        int each = whole.Length / 4;
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            foreach (string old in Directory.GetFiles(_folder)) File.Delete(old);
            File.WriteAllBytes(file, whole[..cut]);
            using Spool spool = Open();
            Append(spool, 100, 1);
            Assert.That(
                Drain(spool), Is.EqualTo((int[])[.. Enumerable.Range(0, cut / each), 100]),
                $"cut at {cut}");
        }
    }

    [Test]
    public void Damage_in_the_middle_costs_the_rest_of_its_segment_and_is_counted()
    {
        var options = new SpoolOptions { Folder = _folder, MaxOctets = 1 << 20 };
        using (var spool = new Spool(options))
        {
            for (int number = 0; number < 500; number += 10)
                Append(spool, number, 10, octets: 1_000);
        }

        string[] files = [.. Directory.GetFiles(_folder, "*.spool").Order()];
        Assert.That(files, Has.Length.GreaterThan(2));
        byte[] damaged = File.ReadAllBytes(files[1]);
        damaged[50_000] ^= 1;
        File.WriteAllBytes(files[1], damaged);

        using (var spool = new Spool(options))
        {
            List<int> got = Drain(spool);
            Assert.That(got, Is.Ordered.And.Unique);
            Assert.That(got[^1], Is.EqualTo(499));
            Assert.That(got, Has.Count.InRange(400, 499));
            Assert.That(spool.Dropped, Is.EqualTo(500 - got.Count));
        }
    }

    [Test]
    public void Beyond_the_bound_the_oldest_go_and_are_counted()
    {
        using var spool = new Spool(new SpoolOptions { Folder = _folder, MaxOctets = 1 << 20 });
        for (int number = 0; number < 3_000; number += 10) Append(spool, number, 10, octets: 1_000);
        Assert.That(spool.Octets, Is.LessThanOrEqualTo(1 << 20));
        Assert.That(
            Directory.GetFiles(_folder, "*.spool").Sum(file => new FileInfo(file).Length),
            Is.EqualTo(spool.Octets));
        List<int> got = Drain(spool);
        Assert.That(got, Is.EqualTo(Enumerable.Range(3_000 - got.Count, got.Count)));
        Assert.That(got, Has.Count.GreaterThan(800));
        Assert.That(spool.Dropped, Is.EqualTo(3_000 - got.Count));
    }

    [Test]
    public void A_full_disk_refuses_a_record_whole_and_loses_none_before()
    {
        using var disk = new SmallDisk(200);
        using var spool = new Spool(new SpoolOptions { Folder = disk.Folder });
        Append(spool, 0, 10);
        disk.Fill();
        int number = 10;
        Assert.Throws<IOException>(() =>
        {
            for (; number < 1_000; number++) Append(spool, number, 1, octets: 1_000);
        });
        disk.Clear();
        Append(spool, number, 1);
        Assert.That(Drain(spool), Is.EqualTo(Enumerable.Range(0, number + 1)));
    }

    Spool Open() => new(new SpoolOptions { Folder = _folder });

    static void Append(Spool spool, int first, int count, int octets = 100)
        => spool.Append(
            [.. Enumerable.Range(first, count).Select(number => (0u, Octets(number, octets)))]);

    static byte[] Octets(int number, int length = 100)
        => Encoding.ASCII.GetBytes($"{number}".PadRight(length));

    static int Number(byte[] record) => int.Parse(Encoding.ASCII.GetString(record));

    static List<int> Drain(Spool spool)
    {
        var numbers = new List<int>();
        while (spool.Next(s_limits) is { } batch)
        {
            numbers.AddRange(batch.Records.Select(Number));
            spool.Acknowledge(batch);
        }

        return numbers;
    }
}

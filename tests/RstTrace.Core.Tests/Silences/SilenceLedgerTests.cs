using System;
using NUnit.Framework;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;
using static RstTrace.Core.Tests.Silences.Paths;

namespace RstTrace.Core.Tests.Silences;

public sealed class SilenceLedgerTests
{
    static readonly SilencePath s_path = Of("192.0.2.1");

    [TestCase("192.0.2.254", "203.0.113.5", 443, 0ul, true, TestName = "The same /24")]
    [TestCase("192.0.3.1", "203.0.113.5", 443, 0ul, false, TestName = "The next /24")]
    [TestCase("192.0.2.1", "203.0.113.6", 443, 0ul, false, TestName = "Another server")]
    [TestCase("192.0.2.1", "203.0.113.5", 444, 0ul, false, TestName = "Another port")]
    [TestCase("192.0.2.1", "203.0.113.5", 443, 7ul, false, TestName = "Another tenant")]
    public void A_path_is_a_server_and_a_client_network(
        string client, string server, int port, ulong encapsulation, bool isSame)
        => Assert.That(
            Of(client, server, (ushort)port, encapsulation) == s_path, Is.EqualTo(isSame));

    [TestCase("2001:db8:0:1:ffff::9", true, TestName = "The same /64")]
    [TestCase("2001:db8:0:2::1", false, TestName = "The next /64")]
    public void An_IPv6_network_is_a_64(string client, bool isSame)
        => Assert.That(
            Of(client, "2001:db8::5") == Of("2001:db8:0:1::1", "2001:db8::5"),
            Is.EqualTo(isSame));

    [Test]
    public void A_path_without_a_kill_has_no_bracket()
    {
        var ledger = new SilenceLedger();
        Assert.That(ledger.BracketOf(in s_path), Is.Null, "unknown");

        ledger.Survived(in s_path, Seconds(400), Frame(1));
        Assert.That(ledger.BracketOf(in s_path), Is.Null, "only survived");
    }

    [Test]
    public void It_keeps_the_longest_survived_and_both_ends_of_the_fatal()
    {
        IdleBracket bracket = Bracket(
            "survived 20 1, survived 30 2, survived 25 3, killed 60 4, reset 55 5, killed 90 6, "
            + "reset 56 7")!;
        Assert.Multiple(() =>
        {
            Assert.That(bracket.Survivals, Is.EqualTo(3));
            Assert.That(bracket.LongestSurvived, Is.EqualTo(new Silence(Seconds(30), Frame(2))));
            Assert.That(bracket.Kills, Is.EqualTo(4));
            Assert.That(bracket.ShortestFatal, Is.EqualTo(new Silence(Seconds(55), Frame(5))));
            Assert.That(bracket.LongestFatal, Is.EqualTo(new Silence(Seconds(90), Frame(6))));
            Assert.That(bracket.SpontaneousKills, Is.EqualTo(2));
        });
    }

    [Test]
    public void Of_equal_silences_the_first_is_named()
    {
        IdleBracket bracket = Bracket("survived 30 1, survived 30 2, killed 60 3, killed 60 4")!;
        Assert.Multiple(() =>
        {
            Assert.That(bracket.LongestSurvived!.Value.Frame, Is.EqualTo(Frame(1)));
            Assert.That(bracket.ShortestFatal.Frame, Is.EqualTo(Frame(3)));
            Assert.That(bracket.LongestFatal.Frame, Is.EqualTo(Frame(3)));
        });
    }

    [TestCase(0.999, 0, TestName = "Just below a second")]
    [TestCase(1.0, 1, TestName = "A second")]
    [TestCase(0.0, 0, TestName = "None")]
    [TestCase(-400.0, 0, TestName = "The clock ran backwards")]
    public void A_pause_is_no_silence(double seconds, int kept)
    {
        var ledger = new SilenceLedger();
        ledger.Survived(in s_path, Seconds(seconds), Frame(1));
        Assert.That(ledger.Paths, Is.EqualTo(kept), "survived");

        ledger = new SilenceLedger();
        ledger.Fatal(in s_path, Seconds(seconds), Frame(1), spontaneous: true);
        Assert.That(ledger.Paths, Is.EqualTo(kept), "fatal");
        Assert.That(ledger.NotKept, Is.Zero, "it is not the table that was full");
    }

    [Test]
    public void A_full_table_takes_no_further_survival_and_counts_it()
    {
        var ledger = new SilenceLedger();
        for (int path = 0; path < SilenceLedger.DefaultCapacity; path++)
            ledger.Survived(Numbered(path), Seconds(5), Frame(path + 1));
        Assert.That(ledger.NotKept, Is.Zero, "just full");

        ledger.Survived(Numbered(SilenceLedger.DefaultCapacity), Seconds(5), Frame(9_999));
        ledger.Survived(Numbered(0), Seconds(6), Frame(10_000));
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Paths, Is.EqualTo(SilenceLedger.DefaultCapacity));
            Assert.That(ledger.NotKept, Is.EqualTo(1), "the path that is known is still kept");
        });
    }

    [Test]
    public void A_kill_takes_the_place_of_a_path_without_one()
    {
        var ledger = new SilenceLedger(3);
        ledger.Fatal(Numbered(1), Seconds(60), Frame(1), spontaneous: false);
        ledger.Survived(Numbered(2), Seconds(50), Frame(2));
        ledger.Survived(Numbered(2), Seconds(51), Frame(3));
        ledger.Survived(Numbered(3), Seconds(52), Frame(4));

        ledger.Fatal(Numbered(4), Seconds(61), Frame(5), spontaneous: false);
        ledger.Fatal(Numbered(2), Seconds(62), Frame(6), spontaneous: false);
        Assert.Multiple(() =>
        {
            Assert.That(ledger.Paths, Is.EqualTo(3));
            Assert.That(ledger.NotKept, Is.EqualTo(3), "2 survivals of one path, 1 of another");
            Assert.That(ledger.BracketOf(Numbered(1))!.Kills, Is.EqualTo(1));
            Assert.That(ledger.BracketOf(Numbered(4))!.Survivals, Is.Zero, "not its forerunner's");
            Assert.That(ledger.BracketOf(Numbered(2))!.Survivals, Is.Zero, "they were given up");
            Assert.That(ledger.BracketOf(Numbered(3)), Is.Null);
        });
    }

    [Test]
    public void A_table_full_of_kills_takes_no_further_path()
    {
        var ledger = new SilenceLedger(2);
        for (int path = 1; path <= 5; path++)
            ledger.Fatal(Numbered(path), Seconds(60), Frame(path), spontaneous: false);
        ledger.Fatal(Numbered(1), Seconds(59), Frame(6), spontaneous: false);
        Assert.Multiple(() =>
        {
            Assert.That(ledger.NotKept, Is.EqualTo(3));
            Assert.That(ledger.BracketOf(Numbered(1))!.Kills, Is.EqualTo(2));
            Assert.That(ledger.BracketOf(Numbered(3)), Is.Null);
        });
    }

    [Test]
    [NonParallelizable]
    public void Nothing_is_allocated_for_a_silence()
    {
        const int Paths = 64;
        var ledger = new SilenceLedger(Paths);
        Fill(ledger, 2 * Paths);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(ledger, 100 * Paths);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Multiple(() =>
        {
            Assert.That(allocated, Is.Zero);
            Assert.That(ledger.NotKept, Is.GreaterThan(Paths));
        });
    }

    static void Fill(SilenceLedger ledger, int paths)
    {
        for (int path = 0; path < paths; path++)
        {
            ledger.Survived(Numbered(path), Seconds(2 + path), new FrameId(0, path + 1));
            if (path % 8 == 0) ledger.Fatal(Numbered(-path), Seconds(9), Frame(1), path % 16 == 0);
        }
    }
}

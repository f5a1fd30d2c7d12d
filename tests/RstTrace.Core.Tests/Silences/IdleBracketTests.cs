using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Silences;
using static RstTrace.Core.Tests.Silences.Paths;

namespace RstTrace.Core.Tests.Silences;

/// <summary>max(survived) &lt; T ≤ min(fatal), and what follows from it.</summary>
public sealed class IdleBracketTests
{
    [TestCase("survived 340 1, killed 352 2", IdleFit.Between)]
    [TestCase("survived 351.9 1, killed 352 2", IdleFit.Between, TestName = "Just no overlap")]
    [TestCase("survived 352 1, killed 352 2", IdleFit.Overlap, TestName = "Equal is an overlap")]
    [TestCase("killed 352 1, survived 900 2", IdleFit.Overlap)]
    [TestCase("reset 352 1, survived 353 2", IdleFit.Overlap)]
    [TestCase("killed 352 1", IdleFit.AtMost)]
    [TestCase("killed 352 1, killed 9000 2", IdleFit.AtMost, TestName = "Drawn at any time after")]
    [TestCase("reset 240 1, reset 244.7 2", IdleFit.AtMost, TestName = "By itself within 2 %")]
    [TestCase("reset 240 1, reset 245 2", IdleFit.Scatter, TestName = "By itself beyond 2 %")]
    [TestCase("reset 10 1, reset 11.9 2", IdleFit.AtMost, TestName = "By itself within 2 s")]
    [TestCase("reset 10 1, reset 12.1 2", IdleFit.Scatter, TestName = "By itself beyond 2 s")]
    [TestCase("survived 5 1, killed 200 2, reset 240 3", IdleFit.Scatter,
        TestName = "Drawn before the timer that others ended by")]
    [TestCase("survived 5 1, reset 240 2, killed 900 3", IdleFit.Between,
        TestName = "Drawn after it: its reset was lost")]
    public void Silences_fit_one_timeout_or_not(string story, IdleFit fit)
    {
        IdleBracket bracket = Bracket(story)!;
        Assert.Multiple(() =>
        {
            Assert.That(bracket.Fit, Is.EqualTo(fit));
            Assert.That(bracket.IsRefuted, Is.EqualTo(fit is IdleFit.Overlap or IdleFit.Scatter));
            Assert.That(bracket.Heartbeat is null, Is.EqualTo(bracket.IsRefuted));
            if (bracket.IsRefuted) Assert.That(bracket.Products, Is.Empty);
        });
    }

    [TestCase("survived 340 1, killed 350 2", true, TestName = "T = min(fatal) is in")]
    [TestCase("survived 340 1, killed 349.9 2", false, TestName = "T just above min(fatal) is out")]
    [TestCase("survived 349.9 1, killed 352 2", true, TestName = "T just above max(survived)")]
    [TestCase("survived 350 1, killed 352 2", false, TestName = "T = max(survived) is out")]
    [TestCase("survived 340 1, reset 352 2", false, TestName = "It does not reset by itself")]
    public void A_product_is_in_the_bracket_or_not(string story, bool isIn)
        => Assert.That(
            Bracket(story)!.Products.Select(known => known.Product).Contains("AWS NAT gateway"),
            Is.EqualTo(isIn));

    const string ResetsByItself = "Azure Load Balancer with TCP reset enabled";

    [TestCase("reset 240 1", true)]
    [TestCase("reset 244.8 1", true, TestName = "2 % late")]
    [TestCase("reset 245 1", false, TestName = "More than 2 % late")]
    [TestCase("reset 235.3 1", true, TestName = "2 % early")]
    [TestCase("reset 235 1", false, TestName = "More than 2 % early")]
    [TestCase("reset 236 1, reset 240.5 2", true, TestName = "Near both ends")]
    [TestCase("survived 239 1, reset 242 2", true)]
    [TestCase("survived 240 1, reset 242 2", false, TestName = "It would have killed that one")]
    [TestCase("survived 200 1, killed 240 2", false, TestName = "It would have reset before")]
    public void Who_resets_by_itself_does_it_at_its_timeout(string story, bool isIn)
        => Assert.That(
            Bracket(story)!.Products.Select(known => known.Product).Contains(ResetsByItself),
            Is.EqualTo(isIn));

    [TestCase("killed 352 1", true, TestName = "No lower end")]
    [TestCase("survived 120 1, killed 245 2", true, TestName = "More than a factor of two")]
    [TestCase("survived 123 1, killed 245 2", false, TestName = "Less than a factor of two")]
    [TestCase("survived 200 1, killed 352 2", true, TestName = "Too many products")]
    [TestCase("survived 250 1, killed 349 2", false, TestName = "Two products")]
    [TestCase("reset 240 1", false, TestName = "A timer of its own needs no lower end")]
    public void A_wide_bracket_names_no_product(string story, bool isTooWide)
    {
        IdleBracket bracket = Bracket(story)!;
        Assert.Multiple(() =>
        {
            Assert.That(bracket.IsTooWide, Is.EqualTo(isTooWide));
            Assert.That(bracket.Products, isTooWide ? Is.Empty : Is.Not.Empty);
        });
    }

    [TestCase("survived 340 1, killed 352 2", 170, "half of the longest silence survived")]
    [TestCase("survived 176 1, killed 352 2", 88, "half of the longest silence survived")]
    [TestCase("survived 175 1, killed 352 2", 115,
        "half of 230 s, the shortest timeout known in that range; not proven here")]
    [TestCase("survived 235 1, killed 500 2", 120,
        "half of 240 s, the shortest timeout known in that range; not proven here")]
    [TestCase("killed 7000 1", 115,
        "half of 230 s, the shortest timeout known in that range; not proven here")]
    [TestCase("killed 61 1", 30, "half of the shortest silence that killed; not proven here")]
    [TestCase("reset 241 1", 120, "half of the silence after which it resets by itself")]
    [TestCase("survived 1 1, killed 1.5 2", 0.5, "half of the longest silence survived")]
    public void The_heartbeat_is_half_of_what_is_safe(string story, double seconds, string reason)
    {
        IdleBracket bracket = Bracket(story)!;
        Assert.Multiple(() =>
        {
            Assert.That(bracket.Heartbeat, Is.EqualTo(Seconds(seconds)));
            Assert.That(bracket.HeartbeatReason, Is.EqualTo(reason));
        });
    }

    [Test]
    public void A_heartbeat_once_lost_stays_within_what_killed_nothing()
    {
        for (int survived = 1; survived < 400; survived++)
        {
            IdleBracket bracket = Bracket($"survived {survived} 1, killed 400 2")!;
            Assert.That(bracket.Heartbeat!.Value * 2, Is.LessThanOrEqualTo(bracket.AtMost));
            if (survived >= 200)
                Assert.That(bracket.Heartbeat.Value * 2, Is.LessThanOrEqualTo(bracket.Above));
        }
    }

    [TestCase("survived 9 1, killed 60 2, killed 60 3, killed 60 4", false)]
    [TestCase("survived 9 1, killed 60 2, killed 60 3", true, TestName = "Two kills")]
    [TestCase("killed 60 2, killed 60 3, killed 60 4", true, TestName = "No survival")]
    public void Few_silences_are_weak(string story, bool isWeak)
        => Assert.That(Bracket(story)!.IsWeak, Is.EqualTo(isWeak));

    [TestCase("survived 340 118, killed 352 240",
        "survived 340 s (frame 118), killed at 352 s (frame 240): the timeout is between; "
        + "AWS Gateway Load Balancer, AWS NAT gateway, AWS Network Firewall and AWS Network Load "
        + "Balancer default to 350 s (1 kill, 1 survival: weak)")]
    [TestCase("survived 200 1, reset 240.04 2, reset 240 3, reset 240.06 4",
        "survived 200 s (frame 1), reset by itself at 240 s (frame 3): the timeout is about "
        + "240 s; Azure Firewall, to and from the internet and Azure Load Balancer with TCP reset "
        + "enabled default to 240 s (3 kills, 1 survival)")]
    [TestCase("killed 352 240",
        "killed at 352 s (frame 240), and no shorter silence was seen to survive: the timeout is "
        + "at most 352 s; too wide to name a product (1 kill, 0 survivals: weak)")]
    [TestCase("reset 130 7",
        "reset by itself at 130 s (frame 7), and no shorter silence was seen to survive: the "
        + "timeout is at most 130 s, and about that; ASP.NET Core Kestrel (KeepAliveTimeout) "
        + "defaults to 130 s (1 kill, 0 survivals: weak)")]
    [TestCase("survived 220 1, killed 239 2",
        "survived 220 s (frame 1), killed at 239 s (frame 2): the timeout is between; "
        + "Azure App Service front end is reported to default to 230 s "
        + "(1 kill, 1 survival: weak)")]
    [TestCase("survived 220 1, killed 300 2",
        "survived 220 s (frame 1), killed at 300 s (frame 2): the timeout is between; "
        + "too wide to name a product (1 kill, 1 survival: weak)")]
    [TestCase("survived 100 1, killed 120.5 2",
        "survived 100 s (frame 1), killed at 120.5 s (frame 2): the timeout is between; "
        + "no product known here comes with such a one (1 kill, 1 survival: weak)")]
    [TestCase("survived 400 118, killed 352 240",
        "survived 400 s (frame 118), though killed at 352 s (frame 240): not one idle timeout "
        + "(1 kill, 1 survival)")]
    [TestCase("reset 60 9, reset 300 88",
        "reset by itself at 60 s (frame 9), but another reset by itself only at 300 s "
        + "(frame 88): not one idle timeout (2 kills, 0 survivals)")]
    public void It_is_told_in_one_sentence(string story, string sentence)
        => Assert.That(Bracket(story)!.Sentence(), Is.EqualTo(sentence));

    [Test]
    public void Frames_are_called_as_the_report_calls_them()
        => Assert.That(
            Bracket("survived 400 118, killed 352 240")!.Sentence(frame => $"#{frame.Number}"),
            Does.StartWith("survived 400 s (#118), though killed at 352 s (#240)"));
}

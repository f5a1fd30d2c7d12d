using NUnit.Framework;
using RstTrace.Capture;

namespace RstTrace.Cli.Tests;

/// <summary>Which word was meant.</summary>
sealed class SpellingTests
{
    static readonly string[] s_words = ["analyze", "explain", "--format", "--frame", "--all"];

    [TestCase("analyse", "analyze")]
    [TestCase("explian", "explain")]
    [TestCase("--fram", "--frame")]
    [TestCase("--formta", "--format")]
    [TestCase("-all", "--all")]
    [TestCase("", null)]
    [TestCase("capture.pcap", null)]
    public void The_nearest_word_is_found_or_none(string typed, string? meant)
        => Assert.That(Spelling.Nearest(typed, s_words), Is.EqualTo(meant));
}

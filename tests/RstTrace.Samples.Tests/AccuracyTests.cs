using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;
using RstTrace.Accuracy;

namespace RstTrace.Samples.Tests;

/// <summary>The labelled captures of <c>tests/lab</c>, and the page that is made of them.</summary>
public sealed class AccuracyTests
{
    readonly IReadOnlyList<JudgedCapture> _captures = Lab.Judge();

    [Test]
    public void The_page_says_how_often_verdicts_are_right()
        => Assert.That(
            Page.Of(_captures),
            Is.EqualTo(File.ReadAllText(Path.Combine(Lab.Root, "docs/accuracy.md"))),
            "dotnet run -c Release --project tests/RstTrace.Accuracy > docs/accuracy.md");

    [Test]
    public void No_box_in_the_middle_is_falsely_accused()
        => Assert.That(
            _captures.SelectMany(capture => capture.Judgements)
                .Where(judgement => judgement.IsFalseAccusation)
                .Select(judgement => $"{judgement.Capture.Where}: {judgement.SaidCause}"),
            Is.Empty);

    [Test]
    public void Every_RST_frame_is_in_exactly_one_event()
        => Assert.That(
            from capture in _captures
            from frame in capture.Trace.Misplaced()
            select $"{capture.Capture.Where}: frame {frame}",
            Is.Empty);

    [Test]
    public void Every_set_has_captures_of_both_ends()
        => Assert.That(
            _captures.Select(c => (c.Capture.Set, c.Capture.Vantage)).Distinct(),
            Is.EquivalentTo(
                from set in Lab.Sets
                from vantage in Vantages.All
                select (set, vantage)));

    [Test]
    public void Every_RST_frame_of_the_lab_is_labelled()
        => Assert.That(
            from capture in _captures
            where capture.Capture.Truths.All(truth => truth.Frame is not null)
            from frame in capture.Trace.ResetFrames
            where capture.Capture.Truths.All(truth => truth.Frame != frame)
            select $"{capture.Capture.Where}: frame {frame}",
            Is.Empty);
}

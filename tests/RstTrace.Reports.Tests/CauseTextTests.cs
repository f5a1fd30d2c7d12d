using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Tests;

/// <summary>The catalogue as people read it: on a terminal and in <c>docs/causes.md</c>.</summary>
public sealed partial class CauseTextTests
{
    static readonly TextStyle s_terminal = new() { Colour = true, Unicode = true, Width = 80 };

    static IEnumerable<string> Ids => Catalogue.Causes.Select(cause => cause.Id);

    [Test]
    public void The_list_fits_the_terminal()
    {
        string[] lines = Written(output => CauseText.WriteList(output, s_terminal));
        Assert.That(lines.Select(Plain), Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(lines.Select(Plain), Has.All.Not.Contains("\\"));
    }

    [TestCase(60)]
    [TestCase(80)]
    [TestCase(200)]
    public void The_ids_fit_a_screen(int width)
    {
        string[] lines = Written(
            output => CauseText.WriteIds(output, TextStyle.Plain with { Width = width }));
        Assert.That(lines, Has.Length.LessThanOrEqualTo(40));
        Assert.That(lines, Has.All.Length.LessThanOrEqualTo(width));
        Assert.That(
            lines.SkipLast(3).SelectMany(line => line.Split(' ')).Where(id => id.Length > 0),
            Is.EquivalentTo(Ids));
    }

    // A command is never broken, so that it can be copied.
    [TestCaseSource(nameof(Ids))]
    public void A_cause_fits_the_terminal(string id)
    {
        string[] lines = Full(id, s_terminal);
        Assert.That(
            lines.Select(Plain).Where(line => !line.TrimStart().StartsWith("$ ")),
            Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(lines.Select(Plain), Has.All.Not.Contains("\\"));
    }

    [TestCaseSource(nameof(Ids))]
    public void A_cause_is_shown_whole(string id)
    {
        Cause cause = Catalogue.Find(id)!;
        string shown = Folded(string.Join(' ', Full(id, TextStyle.Plain)));
        Assert.Multiple(() =>
        {
            foreach (string text in Texts(cause)) Assert.That(shown, Does.Contain(text));
        });
    }

    [Test]
    public void A_cause_in_full()
        => Golden.Check(
            string.Join('\n', Full("idle-timeout", TextStyle.Plain)) + "\n", "idle-timeout.txt");

    [Test]
    public void The_file_is_the_catalogue()
        => Assert.That(
            File.ReadAllText(DocumentPath()).ReplaceLineEndings("\n"),
            Is.EqualTo(string.Join('\n', Written(CauseMarkdown.Write)) + "\n"),
            $"docs/causes.md is not the catalogue any more: {CauseMarkdown.Command}");

    [Test]
    public void Every_link_in_the_file_leads_to_a_cause()
    {
        string markdown = string.Join('\n', Written(CauseMarkdown.Write));
        IEnumerable<string> targets = Link().Matches(markdown)
            .Select(match => match.Groups[1].Value);
        Assert.That(targets.ToHashSet(), Is.EquivalentTo(Ids));
    }

    static IEnumerable<string> Texts(Cause cause)
        =>
        [
            cause.Id, cause.Title, cause.Meaning, cause.Predicate, .. cause.Culprits,
            .. cause.Fixes.SelectMany(fix => new[] { fix.Text, fix.Command ?? "" }),
            .. Catalogue.LookAlikesOf(cause)
                .SelectMany(other => new[] { other.Cause, other.SeparateBy }),
            cause.SeparateBy,
            cause.Reference.Replace("§", "section "),
        ];

    static string[] Full(string id, TextStyle style)
        => Written(output => CauseText.Write(output, style, Catalogue.Find(id)!));

    static string[] Written(System.Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString().TrimEnd('\n').Split('\n');
    }

    static string Folded(string text) => Spaces().Replace(text, " ");

    static string Plain(string line) => Colours().Replace(line, "");

    static string DocumentPath([CallerFilePath] string test = "")
        => Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "docs", "causes.md");

    [GeneratedRegex(@"\]\(#([^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colours();
}

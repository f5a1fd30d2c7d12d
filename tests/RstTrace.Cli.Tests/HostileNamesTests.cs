using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Testing;

namespace RstTrace.Cli.Tests;

/// <summary>Whatever names a capture holds, and whatever its own name is, no format lets them do
/// anything to who shows it.</summary>
sealed class HostileNamesTests : CaptureFolderTest
{
    const string FileName = "=1+1|`<b>@x\u202e\u001b[2J\n\t.pcap";

    static string[] Formats
        => Array.ConvertAll(
            Enum.GetNames<ReportFormat>(), static name => name.ToLowerInvariant());

    [SetUp]
    public void WriteCapture()
    {
        Write("x.pcap", HostileCapture.Build());
        File.Copy(At("x.pcap"), At(FileName));
    }

    // What is common to all formats, also to those to come.
    [TestCaseSource(nameof(Formats))]
    public void Nothing_moves_a_cursor_or_turns_the_reading_order(string format)
    {
        foreach (string output in Outputs(format))
        {
            Assert.That(output, Is.Not.Empty);
            Assert.That(Harmful(output, format), Is.Null);
        }
    }

    // That they arrive at all: else nothing is tested.
    [TestCase("ndjson", "evil.example")]
    [TestCase("csv", "evil.example")]
    [TestCase("zeek", "evil.example")]
    [TestCase("markdown", "x")]
    [TestCase("html", "evil.example")]
    [TestCase("text", "x")]
    public void The_names_are_in_it(string format, string name)
        => Assert.That(Outputs(format)[0], Does.Contain(name));

    [Test]
    public void Ndjson_is_one_object_a_line_and_the_text_is_what_was_sent()
    {
        bool arrived = false;
        foreach (string line in Run("analyze", "x.pcap", "--format", "ndjson").Lines)
        {
            using var json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("flow", out JsonElement flow)) continue;
            arrived |= flow.GetProperty("http_host").GetString() == "<script>alert(1)</script>";
        }

        Assert.That(arrived, Is.True);
    }

    [Test]
    public void No_cell_of_csv_is_a_formula()
    {
        List<Dictionary<string, string>> rows = Csv.Read(
            Run("analyze", "x.pcap", FileName, "--format", "csv").Output);

        Assert.That(rows, Has.Count.EqualTo(2 * 3 * HostileCapture.Names.Count));
        bool arrived = false;
        foreach (Dictionary<string, string> row in rows)
        {
            arrived |= row["http_host"].StartsWith("'=HYPERLINK", StringComparison.Ordinal);
            foreach (string cell in row.Values)
            {
                bool isFormula = cell.Length > 0 && "=+-@\t\r\uFF1D".Contains(cell[0])
                    && !double.TryParse(cell, CultureInfo.InvariantCulture, out _);
                Assert.That(isFormula, Is.False, cell);
            }
        }

        Assert.That(arrived, Is.True);
    }

    [Test]
    public void Every_line_of_a_Zeek_log_has_its_fields_and_no_more()
    {
        RunResult run = Run("analyze", "x.pcap", FileName, "--format", "zeek");
        string fields = Array.Find(run.Lines, static line => line.StartsWith("#fields"))!;
        int lines = 0;
        foreach (string line in run.Lines)
        {
            Assert.That(line, Does.Match("^[\\x20-\\x7e\\t]*$"));
            if (line.StartsWith('#')) continue;

            lines++;
            Assert.That(line.Split('\t'), Has.Length.EqualTo(fields.Split('\t').Length - 1));
        }

        Assert.That(lines, Is.EqualTo(2 * 3 * HostileCapture.Names.Count));
        Assert.That(run.Output, Does.Contain("\t\\x2d\t").And.Contain("\t\\x28empty)\t"));
    }

    // What a program, or a person, would make markup of stands in code or written out.
    [TestCase("x.pcap")]
    [TestCase(FileName)]
    public void Markdown_is_ours_alone(string file)
    {
        RunResult run = Run("analyze", file, "--format", "markdown");
        string prose = Regex.Replace(run.Output, "(?ms)^ *```sh\n.*?\n *```$", "");
        Assert.That(prose, Does.Not.Contain("```"));
        prose = Regex.Replace(prose, "`[^`\n]*`", "");

        Assert.That(prose, Does.Not.Contain('`').And.Not.Contain('<').And.Not.Contain('@'));
        Assert.That(prose, Does.Not.Contain("://").And.Not.Contain("www."));
        Assert.That(prose, Does.Not.Match("(?<!\\\\)[\\[\\]~#{}&]").And.Not.Contain("!["));
        foreach (string row in run.Lines)
        {
            if (row.StartsWith('|'))
                Assert.That(row.Split('|'), Has.Length.EqualTo(8), row);
        }
    }

    [Test]
    public void An_explanation_and_a_comparison_are_safe_too()
    {
        RunResult lines = Run("analyze", "x.pcap", "--format", "ndjson");
        File.WriteAllText(
            At("evil.ndjson"),
            lines.Output.Replace("\"ip\":\"198.51.100.2\"", "\"ip\":\"\\u001b[2J\\u202e<b>\""));
        string[][] runs =
        [
            ["explain", FileName, "--frame", "6"],
            ["explain", "x.pcap", "--frame", "12"],
            ["diff", FileName, "evil.ndjson"],
            ["diff", "evil.ndjson", "x.pcap", "--format", "ndjson"],
        ];
        foreach (string[] words in runs)
        {
            RunResult run = Run(words);
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(Harmful(run.Output, words[0]), Is.Null);
        }
    }

    // One capture by its usual name, one by a hostile one, and both as several are told.
    string[] Outputs(string format) =>
    [
        Run("analyze", "x.pcap", "--format", format).Output,
        Run("analyze", FileName, "--format", format).Output,
        Run("analyze", FileName, "x.pcap", "--all", "--format", format).Output,
    ];

    // The first character that is no text and that the format does not need; null without.
    static string? Harmful(string output, string format)
    {
        foreach (Rune rune in output.EnumerateRunes())
        {
            bool isOurs = rune.Value == '\n' || (rune.Value == '\t' && format == "zeek")
                || (rune.Value == '\r' && format == "csv");
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            bool hides = category is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (hides && !isOurs) return $"U+{rune.Value:X4}";
        }

        return null;
    }
}

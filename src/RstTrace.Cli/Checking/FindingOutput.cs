using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;
using RstTrace.Reports;

namespace RstTrace.Cli.Checking;

/// <summary>Shows findings as they come, then the conclusion.</summary>
abstract class FindingOutput
{
    /// <summary>One in this format.</summary>
    public static FindingOutput Of(FindingFormat format, Stream output, TextStyle style)
        => format switch
        {
            FindingFormat.Ndjson => new NdjsonFindings(output),
            FindingFormat.Markdown => new MarkdownFindings(StandardStream.WriterTo(output)),
            FindingFormat.Text or _ => new TextFindings(StandardStream.WriterTo(output), style),
        };

    /// <summary>Shows what comes first.</summary>
    public abstract void Open(string subject);

    /// <summary>Shows one.</summary>
    public abstract void Take(Finding finding);

    /// <summary>Shows what all come to.</summary>
    public abstract void Close(string conclusion, IReadOnlyList<Finding> findings);
}

/// <summary>For a terminal.</summary>
sealed class TextFindings(TextWriter output, TextStyle style) : FindingOutput
{
    const int StepColumn = 6, TextColumn = 17;

    public override void Open(string subject) => Write(NewPage().Put(subject, Ink.Strong).End());

    public override void Take(Finding finding)
    {
        Page page = NewPage();
        page.Put(Conclusion.Word(finding.Verdict), InkOf(finding.Verdict))
            .To(StepColumn).Put(finding.Step).To(TextColumn).Wrap(finding.Text).End();
        foreach (string line in finding.Evidence)
            page.To(TextColumn).Wrap(line, Ink.Quiet).End();
        if (finding.Calm.Count > 0)
            page.To(TextColumn).Wrap($"ok: {Names(finding.Calm)}", Ink.Quiet).End();
        foreach (Fix fix in finding.Next)
        {
            page.To(StepColumn).Put("do").To(TextColumn).Wrap(fix.Text).End();
            if (fix.Command is not { } command) continue;

            // Not wrapped: it is to be copied.
            foreach (string line in command.Split('\n'))
                page.To(TextColumn + 2).Put(line, Ink.Command).End();
        }

        Write(page);
    }

    public override void Close(string conclusion, IReadOnlyList<Finding> findings)
        => Write(NewPage().End().Put(Conclusion.Counts(findings), Ink.Quiet).End()
            .Wrap(conclusion, 0, Ink.Strong).End());

    // In full in the other formats.
    static string Names(IReadOnlyList<string> lines)
    {
        var names = new List<string>();
        foreach (string line in lines) names.Add(line.Split(':')[0]);

        return string.Join(", ", names);
    }

    Page NewPage() => new(style);

    static Ink InkOf(StepVerdict verdict) => verdict switch
    {
        StepVerdict.Bad => Ink.Bad,
        StepVerdict.Warn => Ink.Doubtful,
        StepVerdict.Skipped => Ink.Quiet,
        StepVerdict.Ok or _ => Ink.Plain,
    };

    void Write(Page page)
    {
        output.Write(page.ToString());
        output.Flush();
    }
}

/// <summary>For programs: a line a finding, then one for the conclusion.</summary>
sealed class NdjsonFindings(Stream output) : FindingOutput
{
    string _subject = "";

    public override void Open(string subject) => _subject = subject;

    public override void Take(Finding finding)
        => Write(json =>
        {
            json.WriteString("schema", "rsttrace.finding/1");
            json.WriteString("subject", Escaped.Text(_subject));
            json.WriteString("step", finding.Step);
            json.WriteString("title", finding.Title);
            json.WriteString("verdict", Conclusion.Word(finding.Verdict));
            json.WriteString("finding", Escaped.Text(finding.Text));
            json.WriteStartArray("evidence");
            foreach (string line in finding.Evidence) json.WriteStringValue(Escaped.Text(line));
            foreach (string line in finding.Calm)
                json.WriteStringValue(Escaped.Text($"ok: {line}"));
            json.WriteEndArray();
            json.WriteStartArray("next");
            foreach (Fix fix in finding.Next)
            {
                json.WriteStartObject();
                json.WriteString("text", Escaped.Text(fix.Text));
                if (fix.Command is { } command) json.WriteString("command", command);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public override void Close(string conclusion, IReadOnlyList<Finding> findings)
        => Write(json =>
        {
            json.WriteString("schema", "rsttrace.conclusion/1");
            json.WriteString("subject", Escaped.Text(_subject));
            json.WriteString("verdict", Conclusion.Word(Conclusion.Worst(findings)));
            json.WriteString("conclusion", Escaped.Text(conclusion));
        });

    void Write(Action<Utf8JsonWriter> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        output.Flush();
    }
}

/// <summary>For a ticket.</summary>
sealed class MarkdownFindings(TextWriter output) : FindingOutput
{
    public override void Open(string subject)
        => output.Write($"## {MarkdownText.Inert(subject)}\n\n");

    public override void Take(Finding finding)
    {
        output.Write(
            $"- **{Conclusion.Word(finding.Verdict)}** {MarkdownText.Plain(finding.Title)}: "
            + $"{MarkdownText.Inert(finding.Text)}\n");
        foreach (string line in finding.Evidence)
            output.Write($"  - {MarkdownText.Inert(line)}\n");
        foreach (string line in finding.Calm)
            output.Write($"  - ok: {MarkdownText.Inert(line)}\n");
        foreach (Fix fix in finding.Next)
        {
            output.Write($"  - do: {MarkdownText.Inert(fix.Text)}\n");
            foreach (string line in fix.Command?.Split('\n') ?? [])
                output.Write($"    - {MarkdownText.Code(line, 400)}\n");
        }

        output.Flush();
    }

    public override void Close(string conclusion, IReadOnlyList<Finding> findings)
    {
        output.Write(
            $"\n**{MarkdownText.Inert(conclusion)}** ({Conclusion.Counts(findings)})\n");
        output.Flush();
    }
}

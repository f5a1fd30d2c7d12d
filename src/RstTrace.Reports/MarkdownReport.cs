using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>The report for a ticket or a chat: a headline, a table of the worst incidents, the
/// worst of them with their evidence, and what was not seen.</summary>
/// <remarks>Bounded however many captures, incidents or resets there are: well below the 65,536
/// characters that a comment on GitHub may have.</remarks>
public sealed class MarkdownReport : IReport
{
    const int MostRows = 10, MostInFull = 3, MostNotes = 10;

    readonly TextWriter _output;
    readonly Total _total = new();
    readonly List<(Incident Incident, CaptureSummary Capture)> _worst = [];
    readonly List<string> _notes = [];
    readonly StringBuilder _text = new();
    CaptureSummary? _open;
    CaptureSummary? _only; // the first capture, until it is known whether others follow
    long _incidents, _resets, _noteCount;

    readonly Predicate<string> _isFile;

    /// <param name="output">Gets the text, its lines ended by a line feed; stays the
    /// caller's.</param>
    /// <param name="isFile">Whether a capture can be opened again by its name.</param>
    public MarkdownReport(TextWriter output, Predicate<string> isFile)
    {
        _output = output;
        _isFile = isFile;
    }

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
        => _open = new CaptureSummary(files) { IsFile = _isFile };

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        if (_open is { } capture) capture.Resets++;
    }

    /// <inheritdoc/>
    public void Take(Incident incident) => _open?.Incidents.Add(incident);

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        if (_open is not { } capture) return;

        _open = null;
        capture.Close(counters, damage);
        _total.Add(capture);
        _only = _total.Captures == 1 ? capture : null;
        _resets += capture.Resets;
        _incidents += capture.Incidents.Count;
        KeepWorst(capture);
        KeepNotes(capture);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        WriteHeadline();
        if (_worst.Count > 0) WriteTable();
        for (int i = 0; i < _worst.Count && i < MostInFull; i++) WriteInFull(i);
        WriteNotSeen();
        if (_worst.Count > 0) WriteNext(_worst[0].Incident.Example, _worst[0].Capture);
        _output.Write(_text);
        _output.Flush();
    }

    // Both lists are in order: what is beyond the last row need not be looked at.
    void KeepWorst(CaptureSummary capture)
    {
        int kept = int.Min(MostRows, capture.Incidents.Count);
        for (int i = 0; i < kept; i++)
        {
            Incident incident = capture.Incidents[i];
            int place = _worst.FindIndex(
                other => Incident.WorstFirst(incident, other.Incident) < 0);
            _worst.Insert(place < 0 ? _worst.Count : place, (incident, capture));
        }

        if (_worst.Count > MostRows) _worst.RemoveRange(MostRows, _worst.Count - MostRows);
        if (kept < capture.Incidents.Count)
            capture.Incidents.RemoveRange(kept, capture.Incidents.Count - kept);
    }

    void KeepNotes(CaptureSummary capture)
    {
        string where = _total.Captures > 1 ? Words.Capture(capture.Files) + ": " : "";
        foreach (string note in Notes.Of(capture))
        {
            if (_noteCount++ < MostNotes) _notes.Add(where + note);
        }
    }

    void WriteHeadline()
    {
        (string name, string found) = _only is { } only
            ? (Words.Capture(only.Files), $"{Headline.Found(only)} ({Headline.Extent(only)})")
            : (Words.Count(_total.Captures, "capture"), _total.Found);
        Line($"**{MarkdownText.Code(name)}: {MarkdownText.Inert(found)}**");
    }

    void WriteTable()
    {
        bool isOne = _only != null;
        Line("");
        Line("| resets | what | sender | stage | example | where |" + (isOne ? "" : " capture |"));
        Line("| ---: | --- | --- | --- | --- | --- |" + (isOne ? "" : " --- |"));
        long shown = 0;
        foreach ((Incident incident, CaptureSummary capture) in _worst)
        {
            shown += incident.Count;
            string[] row = IncidentTable.Row(incident, capture);
            _text.Append("| ").Append(Words.Number(incident.Count)).Append(" | ");
            _text.Append(MarkdownText.Code(row[1])).Append(" | ").Append(row[2]).Append(" | ");
            _text.Append(row[3]).Append(" | ").Append(MarkdownText.Inert(row[4], 100));
            _text.Append(" | ").Append(MarkdownText.Code(row[5])).Append(" |");
            if (!isOne) _text.Append(' ').Append(Name(capture)).Append(" |");
            _text.Append('\n');
        }

        if (_incidents > _worst.Count)
        {
            Line("");
            Line($"and {Words.Count(_resets - shown, "reset")} in "
                + Words.Count(_incidents - _worst.Count, "more incident"));
        }
    }

    void WriteInFull(int index)
    {
        (Incident incident, CaptureSummary capture) = _worst[index];
        string number = (index + 1).ToString(CultureInfo.InvariantCulture);
        Line("");
        Line($"**{number}. {MarkdownText.Inert(IncidentWords.TitleAndId(incident))}**");
        if (_only is null) Paragraph($"in {Name(capture)}");
        if (incident.Kind != IncidentKind.Resets) Paragraph(MarkdownText.Inert(incident.Story));
        if (incident.Count > 1)
        {
            string extent = IncidentWords.Extent(incident, capture.SpansDays);
            Paragraph(MarkdownText.Inert($"{extent}:"));
        }

        Line("");
        var verdict = new VerdictLines(capture.Files, withDay: true)
        {
            Wireshark = capture.Wireshark(incident.Example),
        };
        VerdictMarkdown.WriteBrief(_text, verdict, incident);
    }

    void WriteNotSeen()
    {
        Line("");
        Line("**Not seen**");
        Line("");
        foreach (string note in _notes) Line("- " + MarkdownText.Inert(note));
        if (_noteCount > _notes.Count)
            Line($"- {Words.Count(_noteCount - _notes.Count, "more note")}");

        if (_only is { Incidents.Count: 0 } empty)
            Line("- " + Headline.MeaningOfNone(empty.Counters, isWhole: _notes.Count == 0));
        else if (_notes.Count == 0)
            Line("- No frame was damaged, dropped or left unread.");

        Line("- What the programs did: a capture shows segments, and one capture cannot prove who "
            + "made a reset.");
    }

    void WriteNext(ResetEvent worst, CaptureSummary capture)
    {
        string file = capture.FileOf(worst);
        if (file == "-") return;

        Line("");
        Line("In full, with the segments around it:");
        Line("");
        VerdictMarkdown.Fence(_text, NextCommand.Explain(file, worst), indent: "");
    }

    void Paragraph(string text)
    {
        Line("");
        Line(text);
    }

    void Line(string text) => _text.Append(text).Append('\n');

    static string Name(CaptureSummary capture)
        => MarkdownText.Code(Words.Capture(capture.Files));
}

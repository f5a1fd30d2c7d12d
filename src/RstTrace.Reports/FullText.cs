using System;
using System.Collections.Generic;
using System.Globalization;

namespace RstTrace.Reports;

/// <summary>One capture on a screen: its worst groups in full, the rest a line each, notes, and
/// what to type next.</summary>
sealed class FullText(Page page, CaptureSummary capture, TextOptions options)
{
    const int Indent = 3;
    readonly IReadOnlyList<ResetGroup> _groups = capture.Groups;

    public void Write()
    {
        Headline.Write(page, capture);
        int room = options.Lines - End(hasMore: true).Lines;
        int written = WriteInFull(room);
        if (written < _groups.Count)
        {
            page.End();
            GroupTable.Write(
                page, capture, written, Math.Max(room - page.Lines, FewestRows));
        }

        page.Add(End(HasMore(written)));
    }

    // Even where one group fills the screen, the next worst are named.
    const int FewestRows = 3;

    /// <summary>Writes groups in full as long as a line for each other one has room too: always the
    /// worst, and none that nobody notices, unless it is the worst.</summary>
    int WriteInFull(int room)
    {
        int written = 0;
        while (written < _groups.Count)
        {
            Page block = InFull(written);
            int others = _groups.Count - written - 1;
            int rows = others == 0 ? 0 : 1 + Math.Min(others, FewestRows);
            bool fits = page.Lines + block.Lines + rows <= room;
            bool matters = _groups[written].Severity < Severity.Harmless;
            if (written > 0 && !options.All && !(fits && matters)) break;

            page.Add(block);
            written++;
        }

        return written;
    }

    Page InFull(int index)
    {
        ResetGroup group = _groups[index];
        var block = page.Another();
        block.End();
        string title = $"{group.Cause.Title} ({group.Cause.Id})";
        block.Put((index + 1).ToString(CultureInfo.InvariantCulture), Ink.Quiet).To(Indent);
        block.Wrap(title, GroupInk.Of(group.Severity)).End();
        if (group.Count > 1) block.To(Indent).Wrap(Extent(group)).End();

        new VerdictText(block, capture.Files, Indent) { WithDay = capture.SpansDays }
            .WriteBrief(group.Example!);
        if (options.All && group.Count > 1) WriteList(block, group);
        return block;
    }

    string Extent(ResetGroup group)
    {
        string first = TimeText.Clock(group.First, capture.SpansDays);
        string last = TimeText.Clock(group.Last, capture.SpansDays);
        string servers = group.Servers > 1 ? $" at {GroupTable.Servers(group)}" : "";
        return $"{Words.Count(group.Count, "reset")} {Words.By(group.Sender)}{servers}, "
            + $"{GroupTable.Clients(group)}, {first} to {last}; the surest:";
    }

    void WriteList(Page block, ResetGroup group)
    {
        block.To(Indent).Put("all", Ink.Quiet);
        int frame = 0;
        foreach (ListedReset reset in group.Listed)
            frame = Math.Max(frame, Words.Of(reset.Frame, capture.Files).Length);

        int column = Indent + 7;
        foreach (ListedReset reset in group.Listed)
        {
            string time = TimeText.Clock(reset.Time, capture.SpansDays);
            block.To(column).Put(time);
            block.To(column + time.Length + 2).Put(Words.Of(reset.Frame, capture.Files));
            block.To(column + time.Length + frame + 4).Put(Words.Share(reset.Confidence));
            block.To(column + time.Length + frame + 10).Put(reset.Client);
            if (reset.Repeats > 0) block.Put("  and " + Words.Count(reset.Repeats, "repeat"));
            block.End();
        }

        long rest = group.Count - group.Listed.Count;
        if (rest > 0)
        {
            block.To(column).Put(
                $"and {Words.Number(rest)} more: see --format ndjson", Ink.Quiet).End();
        }
    }

    /// <summary>What follows the groups.</summary>
    Page End(bool hasMore)
    {
        Page end = page.Another();
        end.End();
        List<string> notes = Notes.Of(capture);
        if (_groups.Count == 0)
            end.Wrap(Headline.MeaningOfNone(capture.Counters, isWhole: notes.Count == 0)).End();

        foreach (string note in notes) end.Put("note", Ink.Doubtful).To(6).Wrap(note).End();

        if (_groups.Count > 0)
            NextCommand.Write(end, capture, _groups[0], hasMore);
        return end;
    }

    /// <summary>Whether anything was left out of what <c>--all</c> would show.</summary>
    bool HasMore(int written) => !options.All && capture.Resets.Count > written;
}

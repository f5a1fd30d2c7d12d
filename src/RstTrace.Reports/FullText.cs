using System;
using System.Collections.Generic;
using RstTrace.Core.Incidents;

namespace RstTrace.Reports;

/// <summary>One capture on a screen: its worst incidents in full, the rest a line each, notes, and
/// what to type next.</summary>
sealed class FullText(Page page, CaptureSummary capture, TextOptions options)
{
    readonly List<Incident> _incidents = capture.Incidents;

    public void Write()
    {
        Headline.Write(page, capture);
        int room = options.Lines - End(hasMore: true).Lines;
        int written = WriteInFull(room);
        if (written < _incidents.Count)
        {
            page.End();
            IncidentTable.Write(
                page, capture, written, Math.Max(room - page.Lines, FewestRows));
        }

        page.Add(End(HasMore(written)));
    }

    // Even where one incident fills the screen, the next worst are named.
    const int FewestRows = 3;

    /// <summary>Writes incidents in full as long as a line for each other one has room too: always
    /// the worst, and none that nobody notices, unless it is the worst.</summary>
    int WriteInFull(int room)
    {
        int written = 0;
        while (written < _incidents.Count)
        {
            Page block = InFull(written);
            int others = _incidents.Count - written - 1;
            int rows = others == 0 ? 0 : 1 + Math.Min(others, FewestRows);
            bool fits = page.Lines + block.Lines + rows <= room;
            bool matters = _incidents[written].Severity < Severity.Harmless;
            if (written > 0 && !options.All && !(fits && matters)) break;

            page.Add(block);
            written++;
        }

        return written;
    }

    Page InFull(int index)
    {
        var block = page.Another();
        new IncidentText(block, capture).Write(_incidents[index], index + 1, options.All);
        return block;
    }

    /// <summary>What follows the incidents.</summary>
    Page End(bool hasMore)
    {
        Page end = page.Another();
        end.End();
        List<string> notes = Notes.Of(capture);
        if (_incidents.Count == 0)
            end.Wrap(Headline.MeaningOfNone(capture.Counters, isWhole: notes.Count == 0)).End();

        foreach (string note in notes) end.Put("note", Ink.Doubtful).To(6).Wrap(note).End();

        if (_incidents.Count > 0)
            NextCommand.Write(end, capture, options.Vantage, _incidents[0], hasMore);
        return end;
    }

    /// <summary>Whether anything was left out of what <c>--all</c> would show.</summary>
    bool HasMore(int written) => !options.All && capture.Resets > written;
}

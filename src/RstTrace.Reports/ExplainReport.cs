using System.Collections.Generic;
using System.IO;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>One reset in full: the ladder of its segments, then the whole verdict.</summary>
public static class ExplainReport
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="reset">The reset.</param>
    /// <param name="ladder">Its segments: see <see cref="LadderCollector"/>.</param>
    /// <param name="file">Name of the capture file as the user gave it.</param>
    /// <param name="streamsAreWiresharks">Whether every connection was counted, and none
    /// twice.</param>
    public static void Write(
        TextWriter output, TextStyle style, ResetEvent reset, Ladder ladder, string file,
        bool streamsAreWiresharks = true)
        => Write(output, style, reset, ladder, [file], streamsAreWiresharks);

    /// <summary>Writes it for a capture of several files.</summary>
    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="reset">The reset.</param>
    /// <param name="ladder">Its segments: see <see cref="LadderCollector"/>.</param>
    /// <param name="files">Names of the files by <see cref="FrameId.File"/>.</param>
    /// <param name="streamsAreWiresharks">Whether every connection was counted, and none
    /// twice.</param>
    public static void Write(
        TextWriter output,
        TextStyle style,
        ResetEvent reset,
        Ladder ladder,
        IReadOnlyList<string> files,
        bool streamsAreWiresharks = true)
    {
        var page = new Page(style);
        WriteTitle(page, reset, files);
        page.End();
        new LadderDrawing(page, reset).Draw(ladder);
        page.End();
        var verdict = new VerdictLines(files, withDay: false)
        {
            Wireshark = NextCommand.Wireshark(
                FileOf(reset, files), reset, streamsAreWiresharks),
        };
        new VerdictText(page, verdict, indent: 0).WriteFull(reset);
        output.Write(page);
        output.Flush();
    }

    static void WriteTitle(Page page, ResetEvent reset, IReadOnlyList<string> files)
    {
        FrameId frame = reset.Frames[0];
        string file = FileOf(reset, files);
        Verdict verdict = reset.Verdict;
        string title = $"{verdict.Cause.Title}{Words.Doubt(verdict)} ({verdict.Cause.Id})";
        page.Put($"{Words.Capture([file])}, {Words.Of(frame, [])}", Ink.Strong).End();
        page.Wrap(title, Inks.Of(Severity.Of(reset.Verdict))).End();
        page.Wrap($"{TimeText.Full(reset.Time)} UTC, stream {reset.Flow.Stream}, {Shape(reset)}");
        page.End();
    }

    static string FileOf(ResetEvent reset, IReadOnlyList<string> files)
        => reset.Frames[0].File is var file && file < files.Count ? files[file] : "-";

    // "RST+ACK at SND.NXT" is for those who know; the ladder shows the numbers to all.
    static string Shape(ResetEvent reset)
    {
        string shape = reset.Shape switch
        {
            ResetShape.Refusal => "formed as a refusal of a segment without ACK",
            ResetShape.Reply => "formed as a reply to a segment",
            ResetShape.Active => "formed as a socket aborts by itself",
            ResetShape.Other or _ => "of no usual form",
        };
        string fit = reset.SequenceFit switch
        {
            SequenceFit.Exact => "exactly where the receiver expects it",
            SequenceFit.InWindow => "in the receiver's window, not where it expects it",
            SequenceFit.Outside => "outside the receiver's window",
            SequenceFit.Unknown or _ => "no telling what the receiver expects",
        };
        string accepted = reset.Accepted switch
        {
            true => ", and taken",
            false => ", and not taken",
            null => "",
        };
        return $"{ContractWords.Of(reset.Flags)}: {shape}, {fit}{accepted}";
    }
}

using System;
using System.Collections.Generic;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>The second reading of captures, for a report that draws ladders: of those alone that
/// hold a reset it draws one of, and that can be read again.</summary>
/// <param name="report">Wants the ladders.</param>
/// <param name="originalOf">The reset that was found, for one that the report knows.</param>
/// <param name="filter">The frames to look at; null for all.</param>
sealed class LadderPass(
    ILadderReport report, Func<ResetEvent, ResetEvent> originalOf, BpfFilter? filter)
{
    readonly List<Func<CaptureInput>?> _captures = [];

    /// <summary>Remembers a capture that was read, in the order of reading.</summary>
    /// <param name="input">As it was read.</param>
    /// <param name="open">Opens it again.</param>
    public void Add(CaptureInput input, Func<CaptureInput> open)
        => _captures.Add(input.Length is null ? null : open); // a stream has gone

    /// <summary>Reads again what has to be, and hands over what it finds.</summary>
    /// <param name="pump">Moves the frames.</param>
    /// <param name="isStopped">Whether to stop between captures.</param>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public void Run(Pump pump, Func<bool> isStopped)
    {
        for (int i = 0; i < _captures.Count && !isStopped(); i++)
        {
            if (_captures[i] is not { } open) continue;

            IReadOnlyList<ResetEvent> wanted = report.LaddersWanted(i);
            if (wanted.Count > 0) Read(open, wanted, pump);
        }
    }

    // What cannot be read now was said when it was read first, or the file went away since: then
    // the report says that there is no ladder.
    void Read(Func<CaptureInput> open, IReadOnlyList<ResetEvent> wanted, Pump pump)
    {
        var originals = new List<ResetEvent>();
        foreach (ResetEvent reset in wanted) originals.Add(originalOf(reset));
        var ladders = new LadderGathering(originals);
        try
        {
            using CaptureInput input = open();
            pump.Move(input, Taker(ladders));
        }
        catch (CaptureException)
        {
        }

        IReadOnlyList<Ladder> found = ladders.Finish();
        for (int i = 0; i < found.Count; i++) report.Take(wanted[i], found[i]);
    }

    FrameTaker Taker(LadderGathering ladders)
        => filter is null
            ? ladders.Take
            : (in Frame frame) =>
            {
                if (filter.Matches(in frame)) ladders.Take(in frame);
            };
}

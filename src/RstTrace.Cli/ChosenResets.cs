using System.Collections.Generic;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>Finds the resets that are meant, and asks for their connections.</summary>
/// <param name="choice">Which are meant.</param>
sealed class ChosenResets(ResetChoice choice) : IResetSink
{
    const int MostNamed = 5;

    readonly SortedSet<string> _causes = [];
    readonly List<ResetHunt> _hunts = [.. Hunts(choice)];
    long _resets;
    long _frames;

    /// <summary>Is asked for the connections.</summary>
    public FlowPicker Into { get; set; } = new();

    /// <summary>How many streams the last capture held.</summary>
    public long Streams { get; set; }

    /// <summary>Looks at a frame on its way to the tracer.</summary>
    public void Look(in Frame frame)
    {
        _frames++;
        foreach (ResetHunt hunt in _hunts) hunt.Look(in frame);
    }

    /// <summary>Frames looked at since the last time of asking.</summary>
    public long TakeFrames()
    {
        long frames = _frames;
        _frames = 0;
        return frames;
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        _resets++;
        _causes.Add(reset.Verdict.Cause.Id);
        foreach (ResetHunt hunt in _hunts) hunt.Take(reset);
        if (choice.Holds(reset)) Into.Add(reset.Flow);
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // Resets are looked for.
    }

    /// <summary>Why nothing was found, in one line.</summary>
    /// <param name="capture">What was read.</param>
    public string Complaint(string capture)
    {
        foreach (ResetHunt hunt in _hunts)
            if (hunt.Found is null) return hunt.Complaint(capture);

        if (choice.WholeStreams.Count > 0 && Streams == 0) return $"{capture}: no TCP stream";
        if (choice.WholeStreams.Count > 0)
            return $"{capture}: no such stream: {CountWords.Of(Streams, "stream")}, from 0";
        if (_resets == 0) return $"{capture}: no reset, so nothing to extract";

        return $"{capture}: nothing matches its {CountWords.Of(_resets, "reset")}: causes "
            + Listed(_causes);
    }

    static string Listed(SortedSet<string> names)
    {
        var some = new List<string>(names);
        return some.Count <= MostNamed
            ? string.Join(", ", some)
            : string.Join(", ", some.GetRange(0, MostNamed)) + " and others";
    }

    static IEnumerable<ResetHunt> Hunts(ResetChoice choice)
    {
        foreach (long frame in choice.Frames) yield return new ResetHunt(frame);
    }
}

using System;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Cli.Live;

/// <summary>Keeps the frames of connections that were reset, a file for each:
/// <c>--save-evidence</c>.</summary>
/// <remarks>Workers take turns at one ring: its memory is what was asked for, however many they
/// are.</remarks>
sealed class EvidenceKeeper : IDisposable
{
    readonly Lock _gate = new();
    readonly EvidenceRing _ring;
    readonly string _folder;

    EvidenceKeeper(EvidenceRing ring, string folder) => (_ring, _folder) = (ring, folder);

    /// <summary>Why no more is kept; null while all is well.</summary>
    public CaptureException? Failure => _ring.Failure;

    /// <summary>Opens the folder; null where none is asked for.</summary>
    /// <param name="request">What to keep.</param>
    /// <param name="source">Whose frames.</param>
    /// <param name="settle">How long a reset is followed.</param>
    /// <exception cref="CaptureException">The folder cannot be made, or is not ours to
    /// write.</exception>
    public static EvidenceKeeper? Open(SavingRequest request, LiveSource source, Duration settle)
    {
        if (request.EvidenceFolder is not { } folder) return null;

        var ring = new EvidenceRing(new EvidenceRequest
        {
            Folder = folder,
            Interfaces = [SavingRequest.InterfaceOf(source)],
            Section = SavingRequest.Section,
            MostOctets = request.MostEvidence,
            After = settle,
        });
        return new EvidenceKeeper(ring, folder);
    }

    /// <summary>Keeps a frame for a while. From any worker's thread, before its engine takes
    /// it.</summary>
    public void Take(in Frame frame)
    {
        lock (_gate) _ring.Append(in frame, 0);
    }

    /// <summary>Has the frames of a reset's connection saved.</summary>
    public void Take(ResetEvent reset) => _ring.Take(reset);

    /// <summary>What was saved, and what was not, in a line. After <see cref="Dispose"/>.</summary>
    public string Summary()
    {
        EvidenceCounts counts = _ring.Counts;
        string line = $"{_folder}: evidence of {counts.Saved} resets saved";
        if (counts.Incomplete > 0) line += $", {counts.Incomplete} of them incomplete";
        long missed = counts.Overwritten + counts.Dropped + counts.TooLarge;
        if (missed > 0) line += $"; not saved: {missed}, too many at once or too large";
        if (counts.Removed > 0) line += $"; {counts.Removed} old files removed to make room";
        return line;
    }

    /// <summary>Saves what still waits; once is enough.</summary>
    public void Dispose() => _ring.Dispose();
}

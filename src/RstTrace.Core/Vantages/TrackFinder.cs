using System.Collections.Generic;

namespace RstTrace.Core.Vantages;

/// <summary>Finds a connection in a capture that knows it by other addresses.</summary>
sealed class TrackFinder
{
    const int MostCandidates = 4;

    readonly Dictionary<ulong, FlowTrack> _byNumbers = [];
    readonly Dictionary<uint, FlowTrack?> _byPayload = []; // null where several bear it

    public TrackFinder(VantageScan scan)
    {
        foreach (FlowTrack track in scan.Tracks.Values)
        {
            foreach (SeenSegment segment in track.Kept) Note(in segment, track);
            foreach (SeenSegment reset in track.Resets) Note(in reset, track);
        }
    }

    /// <summary>The connections that may be this one, the likeliest first.</summary>
    public List<FlowTrack> Candidates(FlowTrack track)
    {
        var found = new List<FlowTrack>();
        foreach (SeenSegment segment in track.Kept)
        {
            if (found.Count == MostCandidates) break;
            if (Fingerprints.NumbersOf(in segment) is { } numbers
                && _byNumbers.TryGetValue(numbers, out FlowTrack? same))
            {
                Add(found, same);
            }
            else if (segment.Digest != 0
                && _byPayload.TryGetValue(segment.Digest, out FlowTrack? alike) && alike != null)
            {
                Add(found, alike);
            }
        }

        foreach (SeenSegment reset in track.Resets)
        {
            if (found.Count == MostCandidates) break;
            if (Fingerprints.NumbersOf(in reset) is { } numbers
                && _byNumbers.TryGetValue(numbers, out FlowTrack? same))
            {
                Add(found, same);
            }
        }

        return found;
    }

    static void Add(List<FlowTrack> found, FlowTrack track)
    {
        if (!found.Contains(track)) found.Add(track);
    }

    void Note(in SeenSegment segment, FlowTrack track)
    {
        if (Fingerprints.NumbersOf(in segment) is { } numbers) _byNumbers.TryAdd(numbers, track);
        if (segment.Digest == 0) return;

        if (!_byPayload.TryGetValue(segment.Digest, out FlowTrack? other))
            _byPayload.Add(segment.Digest, track);
        else if (other != track) _byPayload[segment.Digest] = null;
    }
}

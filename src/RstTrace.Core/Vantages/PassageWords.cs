using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>What several captures say of a reset, in sentences.</summary>
/// <param name="comparison">What is known of the captures.</param>
sealed class PassageWords(VantageComparison comparison)
{
    /// <summary>Of one that left its claimed sender's side.</summary>
    public List<VantageWord> OfLeft(
        Conversation conversation, Crossing crossing, int near,
        IReadOnlyList<ElsewhereSeen> without, bool isHome)
    {
        var words = new List<VantageWord>();
        FrameId frame = crossing.At[near]![0].Frame;
        string place = isHome
            ? $"it left its sender's own host in {Name(near)}"
            : $"it came past {Name(near)}, which is not on its sender's host: a box before that "
                + "point may have made it";
        var frames = new List<FrameId> { frame };
        string arrived = "";
        for (int file = 0; file < crossing.At.Length; file++)
        {
            if (file == near || crossing.At[file] is not { } seen) continue;

            frames.Add(seen[0].Frame);
            arrived += $", and arrived in {Name(file)}";
        }

        if (crossing.IsRewritten) arrived += " with other numbers";
        words.Add(new("two-vantages", isHome, frames, place + arrived));
        AddWithout(words, without, "lost, or eaten on the way");
        AddPath(words, conversation, near);
        return words;
    }

    /// <summary>Of one that is missing where it would have left.</summary>
    public List<VantageWord> OfStrange(
        Conversation conversation, Crossing crossing, int seenAt, int near,
        IReadOnlyList<ElsewhereSeen> without, Absence absence)
    {
        var words = new List<VantageWord>();
        FrameId frame = crossing.At[seenAt]![0].Frame;
        if (absence.Counts)
        {
            int last = LastWithout(conversation, crossing, seenAt, near, without);
            words.Add(new(
                "two-vantages", !absence.IsOpen, [frame],
                $"it arrived in {Name(seenAt)} and never left in {Name(near)}, which was running "
                + $"and lacks none of {absence.Compared} segments that it was tried by: made "
                + $"between {Name(last)} and {Name(seenAt)}"));
        }
        else
        {
            words.Add(new("two-vantages", false, [frame], Unusable(near, absence)));
        }

        if (absence.WentOn is { } later)
        {
            words.Add(new(
                "went-on", absence.Counts, [later.Frame],
                $"its claimed sender went on in {Name(near)} as if it had sent none"));
        }

        if (absence is { Counts: true, HasOtherHopLimit: true })
        {
            words.Add(new(
                "other-ttl", true, [frame], "its TTL is none of its claimed sender's"));
        }

        if (absence is { Counts: true, IsOpen: true })
        {
            words.Add(new(
                "own-marks", false, [frame],
                "its TTL and identification are those that its claimed sender would have used: "
                + $"{Name(near)} may have dropped this very one"));
        }
        else if (absence is { Counts: true, WentOn: null })
        {
            words.Add(new(
                "one-drop", false, [frame],
                $"its claimed sender sent nothing more: had {Name(near)} dropped this one frame "
                + "and no other, it would look the same"));
        }

        if (absence.TriggerIsMissing)
        {
            words.Add(new(
                "trigger-stopped", false, [absence.Trigger!.Value.Frame],
                $"the segment that it answers did not come to {Name(near)}: a box stopped it, or "
                + "it went to another host of the same address"));
        }

        AddPath(words, conversation, seenAt);
        return words;
    }

    string Unusable(int near, Absence absence)
        => !absence.Ran
            ? $"{Name(near)} was not running when it would have left: its absence there says "
                + "nothing"
            : absence.OwnMissing > 0
                ? $"{Name(near)} lacks {absence.OwnMissing} of {absence.OwnCompared} other "
                    + "segments of this sender in this connection: its absence there says nothing"
                : $"{Name(near)} lacks other segments that passed it, so it dropped frames: the "
                    + "reset's absence there says nothing";

    // The capture nearest to where it was seen that counts and has it not.
    static int LastWithout(
        Conversation conversation, Crossing crossing, int seenAt, int near,
        IReadOnlyList<ElsewhereSeen> without)
    {
        bool fromLow = crossing.At[seenAt]![0].FromLow;
        int last = near;
        foreach (ElsewhereSeen other in without)
        {
            if (other.Seen != Seen.No || other.File == last) continue;
            bool end = conversation.EndIn(last, seenAt, fromLow);
            if (conversation.PassesFirst(last, other.File, end) == true) last = other.File;
        }

        return last;
    }

    void AddWithout(List<VantageWord> words, IReadOnlyList<ElsewhereSeen> without, string fate)
    {
        foreach (ElsewhereSeen other in without)
        {
            words.Add(new("two-vantages", false, [], other.Seen == Seen.No
                ? $"it is not in {Name(other.File)}, which was running: {fate}"
                : $"it is not in {Name(other.File)}, which says nothing about it: the capture "
                    + "does not cover this connection and moment without gaps"));
        }
    }

    void AddPath(List<VantageWord> words, Conversation conversation, int from)
    {
        for (int file = 0; file < conversation.Tracks.Length; file++)
        {
            if (file == from || conversation[from, file] is not { } pair) continue;
            if (PathFacts.Sentence(pair, Name(from), Name(file)) is { } told)
                words.Add(new("path", false, [], told));
        }
    }

    string Name(int file) => comparison.Names[file];
}

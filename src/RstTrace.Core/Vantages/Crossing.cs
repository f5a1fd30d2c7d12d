using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>One reset, with its equals, as each capture shows it.</summary>
/// <param name="files">How many captures there are.</param>
sealed class Crossing(int files)
{
    /// <summary>By file; null where it is not.</summary>
    public List<SeenSegment>?[] At { get; } = new List<SeenSegment>?[files];

    /// <summary>Whether its numbers changed on the way.</summary>
    public bool IsRewritten { get; set; }

    /// <summary>Whether it was found to be another one, renumbered.</summary>
    public bool IsJoined { get; set; }

    /// <summary>All its frames, those of one capture first.</summary>
    public List<FrameId> Frames(int first)
    {
        var frames = new List<FrameId>();
        Add(first);
        for (int file = 0; file < At.Length; file++)
            if (file != first) Add(file);

        return frames;

        void Add(int file)
        {
            if (At[file] is not { } seen) return;
            foreach (SeenSegment reset in seen) frames.Add(reset.Frame);
        }
    }
}

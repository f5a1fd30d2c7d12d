using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Where a reset's frames lie, for formats of one line a reset.</summary>
static class EventFrames
{
    /// <summary>The name of the file that holds its first frame; null for standard
    /// input.</summary>
    public static string? File(ResetEvent reset, IReadOnlyList<string> files)
    {
        int file = reset.Frames[0].File;
        return file < files.Count && files[file] != "-" ? files[file] : null;
    }

    /// <summary>The numbers of those of its frames that lie in that file.</summary>
    public static string Numbers(ResetEvent reset, char separator)
    {
        var numbers = new List<string>();
        foreach (FrameId frame in reset.Frames)
        {
            if (frame.File == reset.Frames[0].File)
                numbers.Add(frame.Number.ToString(CultureInfo.InvariantCulture));
        }

        return string.Join(separator, numbers);
    }
}

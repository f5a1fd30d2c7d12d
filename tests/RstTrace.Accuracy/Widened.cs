using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>Causes that came to be accepted only after a look at verdicts: what
/// <c>tests/lab/widened.txt</c> lists, a scenario and a cause in each line.</summary>
sealed class Widened
{
    const string Set = "tests/lab";
    readonly HashSet<string> _lines;

    Widened(IEnumerable<string> lines) => _lines = [.. lines];

    /// <summary>Reads the list.</summary>
    /// <param name="root">The project's folder.</param>
    public static Widened Read(string root)
        => new(File.ReadLines(Path.Combine(root, Set, "widened.txt")).Select(line => line.Trim()));

    /// <summary>Whether the list is about the labels of a set.</summary>
    public static bool IsAbout(string set) => set == Set;

    /// <summary>How the cause named stands to the labels without what was added.</summary>
    public Outcome? Cause(Judgement judgement)
        => judgement.Cause == Outcome.Right
            && _lines.Contains($"{judgement.Capture.Name} {judgement.SaidCause}")
            ? Outcome.Wrong
            : judgement.Cause;
}

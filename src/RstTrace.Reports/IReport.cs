using System.Collections.Generic;
using RstTrace.Core;

namespace RstTrace.Reports;

/// <summary>Where verdicts go: text for people, NDJSON for programs.</summary>
/// <remarks>Called in the order <see cref="Open"/>, <c>Take</c> for each reset and
/// then for each incident, <see cref="Close"/>; these again for each further capture; then
/// <see cref="Finish"/> once. Write errors pass through as <see cref="System.IO.IOException"/>.
/// </remarks>
public interface IReport : IResetSink
{
    /// <summary>A capture begins.</summary>
    /// <param name="files">Names as the user gave them, by <c>FrameId.File</c>; "-" is standard
    /// input. One name, unless the files of a ring are one capture.</param>
    void Open(IReadOnlyList<string> files);

    /// <summary>The capture is over.</summary>
    /// <param name="counters">What was counted in it.</param>
    /// <param name="damage">What could not be read, a line each; empty when all was.</param>
    void Close(TraceCounters counters, IReadOnlyList<string> damage);

    /// <summary>All captures are over: writes what is still to be said.</summary>
    void Finish();
}

using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>A report that draws ladders, for which captures are read a second time.</summary>
/// <remarks>When all captures are closed, and before <see cref="IReport.Finish"/>, it says which
/// resets it wants the ladders of, and takes what of them can be had.</remarks>
public interface ILadderReport : IReport
{
    /// <summary>The resets of one capture of which it draws ladders: few, however many there
    /// are.</summary>
    /// <param name="capture">The capture's place in the order of <see cref="IReport.Open"/>, from
    /// 0.</param>
    IReadOnlyList<ResetEvent> LaddersWanted(int capture);

    /// <summary>Takes the ladder of one of them.</summary>
    void Take(ResetEvent reset, Ladder ladder);
}

using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Core;

/// <summary>Where judged resets go: a reporter, a store, a test.</summary>
public interface IResetSink
{
    /// <summary>Takes one reset, in the order of their first frames. It may allocate and may
    /// keep the event.</summary>
    void Take(ResetEvent reset);

    /// <summary>Takes one incident, after the last reset, worst first. It may allocate and may keep
    /// the incident.</summary>
    void Take(Incident incident);
}

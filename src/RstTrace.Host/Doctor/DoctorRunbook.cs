using RstTrace.Host.Checking;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Doctor;

/// <summary>Whether this host can capture, and how well.</summary>
public static class DoctorRunbook
{
    /// <summary>Its steps.</summary>
    /// <param name="library">The step that looks for libpcap.</param>
    public static Runbook Of(IStep library)
        => new(
        [
            new CapabilityStep(),
            library,
            new TracefsStep(),
            new OffloadStep(),
            new BufferStep(Snapshot.FilesHere()),
            new ClockStep(),
        ], []);
}

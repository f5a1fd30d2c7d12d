using System.IO;
using NUnit.Framework;
using RstTrace.Core.Tests.Invariants;

namespace RstTrace.Reports.Tests;

/// <summary>An event allocates little on its whole way, from the segment that settles it to its
/// line.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    const int OctetsPerEvent = 4_096;
    const int Connections = 600;

    [TestCase(ResetTraces.Lone, TestName = "The line of a lone reset allocates little")]
    [TestCase(ResetTraces.Late, TestName = "The line of a late reset allocates little")]
    [TestCase(ResetTraces.AfterIdle, TestName = "The line of an idle timeout allocates little")]
    public void A_line_allocates_little(string trace)
    {
        using var report = new NdjsonReport(Stream.Null);
        report.Open(["capture.pcap"]);
        double octets = Allocation.PerEvent(ResetTraces.Frames(trace, Connections), report);
        Assert.That(octets, Is.LessThanOrEqualTo(OctetsPerEvent));
    }
}

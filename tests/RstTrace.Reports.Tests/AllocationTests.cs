using System.IO;
using NUnit.Framework;
using RstTrace.Core.Tests.Invariants;

namespace RstTrace.Reports.Tests;

/// <summary>An event allocates little on its whole way, from the segment that settles it to its
/// line.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    const int Little = 4_096;

    // An idle timeout is told at length, and here the sender is in doubt as well.
    const int WithMuchToSay = 5_888;

    const int Connections = 600;

    [TestCase(ResetTraces.Lone, Little, TestName = "The line of a lone reset allocates little")]
    [TestCase(ResetTraces.Late, Little, TestName = "The line of a late reset allocates little")]
    [TestCase(
        ResetTraces.AfterIdle, WithMuchToSay,
        TestName = "The line of an idle timeout allocates little more")]
    public void A_line_allocates_little(string trace, int most)
    {
        using var report = new NdjsonReport(Stream.Null);
        report.Open(["capture.pcap"]);
        double octets = Allocation.PerEvent(ResetTraces.Frames(trace, Connections), report);
        Assert.That(octets, Is.LessThanOrEqualTo(most));
    }
}

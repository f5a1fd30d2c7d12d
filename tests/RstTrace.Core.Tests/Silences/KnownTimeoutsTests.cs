using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Silences;
using static RstTrace.Core.Tests.Silences.Paths;

namespace RstTrace.Core.Tests.Silences;

public sealed class KnownTimeoutsTests
{
    [Test]
    public void Rows_are_in_order_complete_and_named_once()
    {
        KnownTimeout[] all = [.. KnownTimeouts.All];
        Assert.Multiple(() =>
        {
            Assert.That(all.Select(known => known.Timeout), Is.Ordered);
            Assert.That(all.Select(known => known.Product), Is.Unique);
            Assert.That(all.Select(known => known.Source), Has.None.Empty);
            Assert.That(all.Select(known => known.Timeout), Has.All.GreaterThan(Seconds(1)));
        });
    }

    [Test]
    public void Of_equal_timeouts_the_verified_stand_together()
    {
        foreach (IGrouping<double, KnownTimeout> equal in
            KnownTimeouts.All.GroupBy(known => known.Timeout.Seconds))
        {
            Assert.That(equal.Select(known => !known.IsVerified), Is.Ordered, $"{equal.Key} s");
        }
    }

    [TestCase(75.0, "nginx (keepalive_timeout)")]
    [TestCase(76.9, "nginx (keepalive_timeout)", TestName = "Within 2 s")]
    [TestCase(77.1, null, TestName = "Just beyond 2 s")]
    [TestCase(28_900.0, "MySQL and MariaDB (wait_timeout)", TestName = "Within 2 %")]
    [TestCase(350.0, null, TestName = "Those of 350 s wait for the next segment")]
    public void Who_ended_a_connection_by_itself(double silence, string? product)
        => Assert.That(
            KnownTimeouts.EndingAt(Seconds(silence)).Select(known => known.Product),
            product is null ? Is.Empty : Is.EqualTo(new[] { product }));

    [Test]
    public void Each_product_ends_a_connection_one_way_or_the_other()
        => Assert.That(
            KnownTimeouts.All.Where(known => !known.EndsByItself && !known.EndsAtNextSegment),
            Is.Empty);
}

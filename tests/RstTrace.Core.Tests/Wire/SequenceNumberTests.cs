using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Wire;

public sealed class SequenceNumberTests
{
    // A third of these cross the wrap. FsCheck's own uint all but never does, and lets an
    // off-by-one there pass.
    static readonly Arbitrary<(uint Start, uint Octets)> s_nearWrap =
        (from start in Gen.Choose(-1_000, 1_000)
         from octets in Gen.Choose(0, 2_000)
         select (unchecked((uint)start), (uint)octets)).ToArbitrary();

    [Test]
    public void Adding_octets_moves_ahead_by_as_many()
        => Prop.ForAll(s_nearWrap, at =>
        {
            var start = new SequenceNumber(at.Start);
            SequenceNumber end = start + at.Octets;
            return end - start == (int)at.Octets
                && start - end == -(int)at.Octets
                && end.IsAfter(start) == (at.Octets > 0)
                && start.IsBefore(end) == (at.Octets > 0);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_range_holds_its_first_octet_and_not_the_one_after_its_last()
        => Prop.ForAll(s_nearWrap, at =>
        {
            var start = new SequenceNumber(at.Start);
            SequenceNumber end = start + at.Octets;
            SequenceNumber last = start + (at.Octets - 1);
            SequenceNumber before = start + uint.MaxValue;
            bool isEmpty = at.Octets == 0;
            return start.IsWithin(start, at.Octets) == !isEmpty
                && last.IsWithin(start, at.Octets) == !isEmpty
                && !end.IsWithin(start, at.Octets)
                && !before.IsWithin(start, at.Octets);
        }).QuickCheckThrowOnFailure();

    [TestCase(0u, 0x7FFF_FFFFu, true)]
    [TestCase(0u, 0x8000_0001u, false)]
    [TestCase(0xFFFF_FFFFu, 0u, true)]
    [TestCase(0xFFFF_FFFFu, 0xFFFF_FFFFu, false)]
    public void A_number_is_before_those_less_than_half_the_space_ahead(
        uint left, uint right, bool isBefore)
        => Assert.That(
            new SequenceNumber(left).IsBefore(new SequenceNumber(right)), Is.EqualTo(isBefore));
}

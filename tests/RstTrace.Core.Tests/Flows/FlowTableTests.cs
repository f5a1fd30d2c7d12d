using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

public sealed class FlowTableTests
{
    const ulong Secret = 0x1234_5678_9ABC_DEF0;

    static FlowKey KeyOf(int number, ulong encapsulation = 0)
        => Keys.Of(
            new Segment
            {
                SourceAddress = IpAddress.FromIpv4((uint)number),
                DestinationAddress = IpAddress.FromIpv4(uint.MaxValue),
                SourcePort = 40_000,
                DestinationPort = 443,
                Encapsulation = encapsulation,
            },
            out _);

    static int Find(FlowTable table, FlowKey key)
    {
        Span<FlowSearch> searches = [SearchOf(in key)];
        table.Fetch(searches);
        return table.Find(in searches[0]);
    }

    static FlowSearch SearchOf(in FlowKey key) => new() { Key = key, Hash = key.Hash(Secret) };

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(33)]
    public void It_holds_what_a_dictionary_holds_and_never_more_than_its_capacity(int capacity)
    {
        var random = new Random(capacity);
        var table = new FlowTable(capacity, Secret);
        var model = new Dictionary<FlowKey, int>();
        for (int round = 0; round < 20_000; round++)
        {
            FlowKey key = KeyOf(random.Next(capacity * 3), (ulong)random.Next(3));
            Assert.That(
                Find(table, key), Is.EqualTo(model.GetValueOrDefault(key, -1)), $"{round}");
            if (model.TryGetValue(key, out int slot))
            {
                AgeOrJoin(table, slot, key, model, random);
                continue;
            }

            slot = table.Add(SearchOf(in key), new Timestamp(round), (in gone) =>
            {
                Assert.That(model.Remove(gone.Key), Is.True, "it was there");
                model.Remove(gone.Key.In(gone.ReturnEncapsulation));
            });
            Assert.That(slot, Is.InRange(0, capacity - 1));
            model[key] = slot;
            Assert.That(model.Values.Distinct().Count(), Is.LessThanOrEqualTo(capacity));
        }
    }

    static void AgeOrJoin(
        FlowTable table, int slot, FlowKey key, Dictionary<FlowKey, int> model, Random random)
    {
        ref Flow flow = ref table[slot];
        switch (random.Next(4))
        {
            case 0:
                flow.Traits |= random.Next(2) == 0 ? FlowTraits.Completed : FlowTraits.ClientReset;
                table.List(slot);
                break;
            case 1:
                flow.LastTime = new Timestamp(flow.LastTime.Nanoseconds + random.Next(1_000));
                break;
            case 2 when flow.ReturnEncapsulation == flow.Key.Encapsulation:
                FlowKey other = key.In(77 + (ulong)random.Next(2));
                if (model.TryAdd(other, slot)) table.AddReturn(slot, in other);
                break;
            default:
                break;
        }
    }

    [Test]
    public void What_is_over_goes_before_handshakes_and_these_before_what_is_open()
    {
        var table = new FlowTable(3, Secret);
        AddAged(table, 1, FlowTraits.Completed);
        AddAged(table, 2, FlowTraits.None);
        AddAged(table, 3, FlowTraits.ServerReset);
        Assert.That(
            Enumerable.Range(4, 3).Select(number => AddAged(table, number, FlowTraits.Completed)),
            Is.EqualTo([3, 2, 1]));
    }

    [Test]
    public void Of_those_in_one_part_of_life_the_idlest_goes()
    {
        var table = new FlowTable(3, Secret);
        AddAged(table, 1, FlowTraits.Completed);
        AddAged(table, 2, FlowTraits.Completed);
        AddAged(table, 3, FlowTraits.Completed);
        table[Find(table, KeyOf(1))].LastTime = new Timestamp(50);
        table[Find(table, KeyOf(2))].LastTime = new Timestamp(60);
        Assert.That(
            Enumerable.Range(4, 3).Select(number => AddAged(table, number, FlowTraits.Completed)),
            Is.EqualTo([3, 1, 2]));
    }

    /// <summary>Adds a flow and returns the number of the one that went; 0 for none.</summary>
    static int AddAged(FlowTable table, int number, FlowTraits traits)
    {
        int gone = 0;
        FlowKey key = KeyOf(number);
        int slot = table.Add(
            SearchOf(in key), default, (in flow) => gone = (int)(uint)flow.Key.LowAddress.Low);
        ref Flow flow = ref table[slot];
        flow.Traits = traits;
        flow.Client.Traits = flow.Server.Traits = HalfTraits.Seen;
        flow.LastTime = new Timestamp(number);
        table.List(slot);
        return gone;
    }

    [TestCase(FlowTraits.ServerReset, FlowTable.MostOver, TestName = "Connections that ended")]
    [TestCase(FlowTraits.None, FlowTable.FewestHandshakes, TestName = "Handshakes")]
    public void No_more_are_held_than_are_of_use(object traits, int most)
    {
        var table = new FlowTable(2 * FlowTable.FewestHandshakes, Secret);
        int highest = 0, gone = 0;
        for (int number = 0; number < most + 1_000; number++)
        {
            FlowKey key = KeyOf(number);
            int slot = table.Add(SearchOf(in key), new Timestamp(number), (in _) => gone++);
            table[slot].Traits = (FlowTraits)traits;
            table[slot].LastTime = new Timestamp(number);
            table.List(slot);
            highest = Math.Max(highest, slot);
        }

        Assert.That(highest, Is.EqualTo(most - 1));
        Assert.That(gone, Is.EqualTo(1_000));
    }

    [Test]
    public void A_twin_is_the_same_tuple_in_any_other_encapsulation()
    {
        var table = new FlowTable(8, Secret);
        Add(table, KeyOf(1));
        Add(table, KeyOf(2, 20));
        Add(table, KeyOf(3, 30));
        Add(table, KeyOf(3, 31));
        Assert.Multiple(() =>
        {
            Assert.That(table.FindTwin(KeyOf(1, 5)), Is.EqualTo(Find(table, KeyOf(1))));
            Assert.That(table.FindTwin(KeyOf(2)), Is.EqualTo(Find(table, KeyOf(2, 20))));
            Assert.That(table.FindTwin(KeyOf(2, 5)), Is.EqualTo(Find(table, KeyOf(2, 20))));
            Assert.That(
                table.FindTwin(KeyOf(3, 5)), Is.EqualTo(Find(table, KeyOf(3, 31))), "the latest");
            Assert.That(table.FindTwin(KeyOf(4, 5)), Is.EqualTo(-1));
        });
    }

    [Test]
    public void A_twin_that_was_evicted_is_not_found()
    {
        var table = new FlowTable(1, Secret);
        Add(table, KeyOf(1, 10));
        Add(table, KeyOf(2, 10));
        Assert.That(table.FindTwin(KeyOf(1, 5)), Is.EqualTo(-1));
    }

    static void Add(FlowTable table, FlowKey key)
        => table.Add(SearchOf(in key), default, (in _) => { });

    [Test]
    public void A_key_is_the_same_in_both_directions()
    {
        var segment = new Segment
        {
            SourceAddress = IpAddress.FromIpv4(9),
            DestinationAddress = IpAddress.FromIpv4(9),
            SourcePort = 1,
            DestinationPort = 2,
        };
        Segment answer = segment with { SourcePort = 2, DestinationPort = 1 };
        FlowKey key = Keys.Of(in segment, out bool sourceIsLow);
        Assert.That(Keys.Of(in answer, out bool answerIsLow), Is.EqualTo(key));
        Assert.That(sourceIsLow, Is.Not.EqualTo(answerIsLow));
    }

    [Test]
    public void Every_part_of_a_key_changes_its_hash()
    {
        Segment segment = new()
        {
            SourceAddress = new IpAddress(1, 2),
            DestinationAddress = new IpAddress(3, 4),
            SourcePort = 5,
            DestinationPort = 6,
            Encapsulation = 7,
            Traits = SegmentTraits.Ipv6,
        };
        Segment[] others =
        [
            segment,
            segment with { SourceAddress = new IpAddress(0, 2) },
            segment with { SourceAddress = new IpAddress(1, 3) },
            segment with { DestinationAddress = new IpAddress(4, 4) },
            segment with { DestinationAddress = new IpAddress(3, 5) },
            segment with { SourcePort = 4 },
            segment with { DestinationPort = 7 },
            segment with { Encapsulation = 8 },
            segment with { Traits = SegmentTraits.None },
        ];
        Assert.That(
            others.Select(other => Keys.Of(in other, out _).Hash(Secret)), Is.Unique);
    }

    [Test]
    public void A_hundred_thousand_hashes_hardly_collide()
    {
        int distinct = Enumerable.Range(0, 100_000)
            .Select(number => KeyOf(number).Hash(Secret))
            .Distinct().Count();

        // Of 2^32 values, a hundred thousand hit one twice about once.
        Assert.That(distinct, Is.GreaterThan(100_000 - 15));
    }

    [Test]
    public void A_flow_is_as_large_as_the_default_of_flows_was_reckoned_with()
    {
        Assert.That(Unsafe.SizeOf<Flow>(), Is.EqualTo(192));
        Assert.That(Unsafe.SizeOf<FlowDetail>(), Is.EqualTo(448));
    }

    [Test]
    public void Flows_and_what_is_touched_together_begin_with_a_line_of_the_cache()
    {
        var flows = new FlowStore(3);
        for (int slot = 0; slot < flows.Capacity; slot++)
        {
            ref Flow flow = ref flows[slot];
            Assert.That(PlaceInLine(ref flow), Is.Zero);
            Assert.That(PlaceInLine(ref flow.Client), Is.Zero);
            flows.BeginDetail(ref flow);
            ref FlowDetail detail = ref flows.DetailOf(in flow);
            Assert.That(PlaceInLine(ref detail), Is.Zero);
            Assert.That(PlaceInLine(ref detail.Client.Last), Is.Zero);
            Assert.That(PlaceInLine(ref detail.Client.HighestSequence), Is.Zero);
            Assert.That(PlaceInLine(ref detail.Server.Last), Is.Zero);
        }
    }

    static int PlaceInLine<T>(ref T item)
        => (int)(Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<T, byte>(ref item))
            % CacheLine.Octets);

    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(int.MaxValue)]
    public void There_is_no_flow_outside_the_store(int slot)
        => Assert.That(
            () => new FlowStore(3)[slot].Traits,
            Throws.TypeOf<ArgumentOutOfRangeException>());
}

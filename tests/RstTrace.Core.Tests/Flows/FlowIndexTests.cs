using System;
using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

public sealed class FlowIndexTests
{
    const int Capacity = 64;

    static FlowKey KeyOf(int number)
        => Keys.Of(
            new Segment { SourcePort = (ushort)number, DestinationPort = ushort.MaxValue }, out _);

    static FlowStore Flows { get; } = Store();

    static FlowStore Store()
    {
        var flows = new FlowStore(Capacity);
        for (int number = 0; number < Capacity; number++) flows[number].Key = KeyOf(number);
        return flows;
    }

    // The last hash leads to the last place of the index, so that its entries go on at the first.
    [TestCase(1u, 0xFFFF_FFFFu, TestName = "All collide, and go on at the first place")]
    [TestCase(3u, 0xFFFF_FFFEu, TestName = "Neighbours push each other over the end")]
    [TestCase(40u, 0xFFFF_FFE0u, TestName = "Runs that meet")]
    [TestCase(100_000u, 0u, TestName = "Hardly a collision")]
    public void It_finds_what_a_dictionary_finds(uint hashes, uint first)
    {
        var random = new Random(7);
        var index = new FlowIndex();
        var model = new Dictionary<int, uint>();
        for (int round = 0; round < 20_000; round++)
        {
            // Grows to all of them and shrinks to none, again and again.
            bool grows = round / 500 % 2 == 0;
            int number = random.Next(Capacity);
            if (!model.TryGetValue(number, out uint hash) && grows)
            {
                model[number] = unchecked(first + ((uint)number * 7_919 % hashes));
                index.Insert(model[number], number);
            }
            else if (!grows && model.Remove(number))
            {
                index.Remove(hash, number);
            }

            int asked = random.Next(Capacity);
            uint by = unchecked(first + ((uint)asked * 7_919 % hashes));
            int found = index.Find<SameKey>(by, Flows, KeyOf(asked));
            Assert.That(found, Is.EqualTo(model.ContainsKey(asked) ? asked : -1), $"{round}");
        }
    }

    [Test]
    public void It_holds_two_entries_for_each_of_all_its_flows()
    {
        var index = new FlowIndex();
        for (int slot = 0; slot < Capacity; slot++)
        {
            index.Insert(uint.MaxValue, slot);
            index.Insert((uint)slot, slot);
        }

        for (int slot = 0; slot < Capacity; slot++)
        {
            FlowKey key = KeyOf(slot);
            Assert.That(index.Find<SameKey>(uint.MaxValue, Flows, in key), Is.EqualTo(slot));
            Assert.That(index.Find<SameKey>((uint)slot, Flows, in key), Is.EqualTo(slot));
        }
    }

    [Test]
    public void Removing_what_is_not_there_changes_nothing()
    {
        var index = new FlowIndex();
        index.Insert(5, 1);
        index.Remove(5, 2);
        index.Remove(6, 1);
        index.Remove(7, 7);
        Assert.That(index.Find<SameKey>(5, Flows, KeyOf(1)), Is.EqualTo(1));
    }

    readonly struct SameKey : IFlowMatch
    {
        public static bool Matches(in Flow flow, in FlowKey key) => flow.Key == key;
    }
}

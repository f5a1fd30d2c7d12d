using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Tests.Flows;

public sealed class IdleListTests
{
    [Test]
    public void An_idle_list_gives_back_what_was_put_in_by_part_of_life_and_then_by_turn()
    {
        var random = new Random(3);
        const int Capacity = 50;
        var list = new IdleList(Capacity);
        var model = new List<(int Slot, FlowLife Life)>();
        for (int round = 0; round < 20_000; round++)
        {
            int slot = random.Next(Capacity);
            int place = model.FindIndex(entry => entry.Slot == slot);
            if (place >= 0)
            {
                list.Remove(slot, model[place].Life);
                model.RemoveAt(place);
            }
            else
            {
                var life = (FlowLife)random.Next(3);
                list.Append(slot, life);
                model.Add((slot, life));
            }

            foreach (FlowLife life in Enum.GetValues<FlowLife>())
            {
                int[] listed = [.. model.Where(e => e.Life == life).Select(e => e.Slot)];
                int idlest = listed.Length == 0 ? -1 : listed[0];
                Assert.That(list.Idlest(life), Is.EqualTo(idlest), $"round {round}");
                Assert.That(list.Count(life), Is.EqualTo(listed.Length), $"round {round}");
            }
        }
    }
}

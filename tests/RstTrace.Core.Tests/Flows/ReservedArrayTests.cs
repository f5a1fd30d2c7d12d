using System;
using NUnit.Framework;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Tests.Flows;

public sealed class ReservedArrayTests
{
    [TestCase(1)]
    [TestCase(1_000)]
    [TestCase(1 << 22)]
    public void It_begins_with_default_values_and_keeps_what_is_put_in(int length)
    {
        var array = new ReservedArray<long>(length);
        Assert.That(array[0] | array[length - 1], Is.Zero);
        for (int index = 0; index < length; index++) array[index] = ~index;
        for (int index = 0; index < length; index++)
            if (array[index] != ~index) Assert.Fail($"{index}");
        array.Free();
    }

    [Test]
    public void What_was_freed_does_not_come_back_as_it_was()
    {
        for (int round = 0; round < 50; round++)
        {
            var array = new ReservedArray<ulong>(10_000);
            foreach (ulong item in array.First(array.Length)) Assert.That(item, Is.Zero);
            array.First(array.Length).Fill(ulong.MaxValue);
            array.Free();
        }
    }

    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(int.MaxValue)]
    public void There_is_nothing_outside(int index)
    {
        var array = new ReservedArray<int>(3);
        Assert.That(() => array[index], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => array.Fetch(index), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Freed_it_has_nothing_to_touch()
    {
        var array = new ReservedArray<int>(3);
        array.Free();
        array.Free();
        Assert.That(() => array[0], Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}

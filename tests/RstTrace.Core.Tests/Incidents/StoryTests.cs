using NUnit.Framework;
using RstTrace.Core.Incidents;

namespace RstTrace.Core.Tests.Incidents;

public sealed class StoryTests
{
    [TestCase(new ushort[] { 80 }, "80")]
    [TestCase(new ushort[] { 80, 81 }, "80-81")]
    [TestCase(new ushort[] { 1, 2, 3, 80, 443, 444 }, "1-3, 80, 443-444")]
    [TestCase(
        new ushort[] { 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 }, "1, 3, 5, 7, 9, 11, 13, 15 and 2 more")]
    [TestCase(new ushort[] { 65_534, 65_535 }, "65534-65535")]
    public void Numbers_in_a_row_are_a_range(ushort[] numbers, string text)
        => Assert.That(Story.Ranges(numbers), Is.EqualTo(text));
}

using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>How exit codes add up.</summary>
sealed class ExitCodeTests
{
    // The better of two neighbours stands to the left.
    static readonly ExitCode[] s_order =
    [
        ExitCode.Finished, ExitCode.NothingMatched, ExitCode.Damaged, ExitCode.Matched,
        ExitCode.Usage, ExitCode.Failed,
    ];

    [Test]
    public void The_worse_of_two_counts([Values] bool swapped)
    {
        for (int better = 0; better < s_order.Length; better++)
        {
            for (int worse = better; worse < s_order.Length; worse++)
            {
                (ExitCode one, ExitCode other) = (s_order[better], s_order[worse]);
                if (swapped) (one, other) = (other, one);
                Assert.That(one.Or(other), Is.EqualTo(s_order[worse]), $"{one}, {other}");
            }
        }
    }
}

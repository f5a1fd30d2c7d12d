using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Fuzzing.Tests;

/// <summary>Each parser against some thousand changed inputs, the same ones each time.</summary>
/// <remarks>At length and led by coverage: the program RstTrace.Fuzzing.</remarks>
public sealed class FuzzTests
{
    const ulong Seed = 9_293;

    static readonly Dictionary<string, int> s_executions = new()
    {
        ["tracer"] = 500,
        ["frame"] = 500_000,
        ["options"] = 500_000,
    };

    static IEnumerable<string> Targets => FuzzTargets.All.Select(target => target.Name);

    static IEnumerable<string> Findings
        => Directory.Exists(Samples.FindingsFolder)
            ? Directory
                .GetFiles(Samples.FindingsFolder, "*.bin", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Samples.FindingsFolder, file))
            : [];

    static FuzzTarget Target(string name) => FuzzTargets.All.Single(target => target.Name == name);

    [TestCaseSource(nameof(Targets))]
    public void No_changed_input_breaks_a_promise(string name)
    {
        var fuzzer = new Fuzzer(Target(name), Seed);
        fuzzer.Run(s_executions.GetValueOrDefault(name, 20_000));
        Assert.That(
            fuzzer.Findings.Select(finding
                => $"{finding.Failure} {Convert.ToHexString(finding.Input)}"),
            Is.Empty);
    }

    [TestCaseSource(nameof(Findings))]
    public void What_broke_once_never_breaks_again(string file)
    {
        string target = Path.GetDirectoryName(file)!;
        byte[] input = File.ReadAllBytes(Path.Combine(Samples.FindingsFolder, file));
        Assert.That(() => Target(target).Run(input), Throws.Nothing);
    }

    [Test]
    public void What_is_broken_is_found()
    {
        var fuzzer = new Fuzzer(new BrokenTarget(), Seed);
        fuzzer.Run(20_000);
        Assert.That(fuzzer.Findings.Single().Failure, Is.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void The_same_seed_tries_the_same_inputs()
        => Assert.That(Tried(Seed), Is.EqualTo(Tried(Seed)).And.Not.EqualTo(Tried(Seed + 1)));

    static string Tried(ulong seed)
    {
        var target = new RecordingTarget();
        new Fuzzer(target, seed).Run(100);
        return string.Join(' ', target.Inputs);
    }

    // Believes a length in its input.
    sealed class BrokenTarget : FuzzTarget
    {
        public override string Name => "broken";

        public override IEnumerable<byte[]> Seeds() => [[2, 10, 20, 30]];

        public override void Run(ReadOnlySpan<byte> input)
        {
            if (input.Length > 0 && input[0] > 0) _ = input[input[0]];
        }
    }

    sealed class RecordingTarget : FuzzTarget
    {
        public List<string> Inputs { get; } = [];

        public override string Name => "recording";

        public override IEnumerable<byte[]> Seeds() => [[1, 2, 3, 4, 5, 6, 7, 8]];

        public override void Run(ReadOnlySpan<byte> input)
            => Inputs.Add(Convert.ToHexString(input));
    }
}

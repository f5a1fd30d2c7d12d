using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace RstTrace.Fuzzing;

/// <summary>Changes inputs of one target, runs them, and goes on from those that reached
/// something new.</summary>
sealed class Fuzzer
{
    /// <summary>An input takes no longer than this, on a busy machine too.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    const int MostChanges = 6;

    readonly FuzzTarget _target;
    readonly Dice _dice;
    readonly Mutator _mutator;
    readonly Corpus _corpus = new();
    readonly Draft _draft;
    readonly Dictionary<string, Finding> _findings = [];

    /// <param name="target">What is tried.</param>
    /// <param name="seed">The same seed tries the same inputs in the same order.</param>
    public Fuzzer(FuzzTarget target, ulong seed)
    {
        _target = target;
        _dice = new Dice(seed);
        _mutator = new Mutator(_dice, target.Words);
        _draft = new Draft(target.Longest);
        foreach (byte[] input in target.Seeds())
        {
            _draft.Begin(input);
            Try();
            if (_corpus.Learn() || Edges.Count == 0) _corpus.Keep(_draft.Octets);
        }
    }

    /// <summary>Inputs that were run.</summary>
    public long Executions { get; private set; }

    /// <summary>Inputs that lead on.</summary>
    public int Inputs => _corpus.Count;

    /// <summary>Blocks of code that were reached.</summary>
    public int Blocks => _corpus.Blocks;

    /// <summary>What broke, once for each place.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    /// <summary>Goes on for so many inputs.</summary>
    public void Run(long executions)
    {
        for (long end = Executions + executions; Executions < end;)
        {
            _draft.Begin(_corpus.Choose(_dice));
            for (int changes = 1 + _dice.Next(MostChanges); changes > 0; changes--) Change();
            Try();
            if (_corpus.Learn()) _corpus.Keep(_draft.Octets);
        }
    }

    void Change()
    {
        if (_dice.OneIn(2) && _target.Change(_draft, _dice)) return;

        _mutator.Change(_draft, _corpus.Choose(_dice));
    }

    void Try()
    {
        Executions++;
        Edges.Clear();
        long begin = Stopwatch.GetTimestamp();
        try
        {
            _target.Run(_draft.Octets);
            TimeSpan time = Stopwatch.GetElapsedTime(begin);
            if (time > s_patience) throw new BrokenPromise($"took {time.TotalSeconds:F1} s");
        }
#pragma warning disable CA1031 // Whatever is thrown is what we look for.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var finding = new Finding(_target.Name, _draft.Octets.ToArray(), failure);
            _findings.TryAdd(finding.Place, finding);
        }
    }
}

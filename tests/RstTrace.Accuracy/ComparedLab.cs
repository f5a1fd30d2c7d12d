using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports;

namespace RstTrace.Accuracy;

/// <summary>One labelled RST frame, judged with both captures at hand.</summary>
/// <param name="Capture">Where it is.</param>
/// <param name="Truth">What is known.</param>
/// <param name="Reset">The event it is in.</param>
sealed record ComparedJudgement(LabelledCapture Capture, Truth Truth, ResetEvent Reset)
{
    const string ThirdParty = "third-party";

    /// <summary>The sender named.</summary>
    public string Said => ContractWords.Of(Reset.Verdict.Sender);

    /// <summary>How that stands to the truth.</summary>
    public Outcome Sender => Truth.Senders.Contains(Said) ? Outcome.Right
        : Said == Judgement.Unknown ? Outcome.Abstained
        : Outcome.Wrong;

    /// <summary>Whether a box in the middle is blamed for what an endpoint did.</summary>
    public bool IsFalseAccusation => Said == ThirdParty && Sender == Outcome.Wrong;

    /// <summary>Whether the verdict says that one dropped frame would explain it too.</summary>
    public bool SaysOneDrop
        => Reset.Verdict.Evidence.Any(static evidence => evidence.Rule == "one-drop");
}

/// <summary>The labelled scenarios with captures of both ends, each judged together.</summary>
static class ComparedLab
{
    /// <summary>Every scenario of every set that has both captures.</summary>
    static IReadOnlyList<Scenario> Scenarios(IEnumerable<string> sets)
        =>
        [
            .. from set in sets
               from scenario in Labels.Read(Lab.Root, set).GroupBy(capture => capture.Name)
               where scenario.Count() == 2
               select new Scenario([.. scenario.OrderBy(capture => capture.Vantage)]),
        ];

    static readonly ConcurrentDictionary<ComparedTrial, Lazy<ComparedJudgement[]>> s_judged = [];

    static readonly Lazy<IReadOnlyList<Scenario>> s_scenarios = new(() => Scenarios(Lab.Sets));

    /// <summary>What comes of a trial, in all scenarios: judged once in a run.</summary>
    public static ComparedJudgement[] Judged(ComparedTrial trial)
        => s_judged.GetOrAdd(trial, static wanted => new(() =>
        [
            .. s_scenarios.Value.SelectMany(scenario => scenario.Judge(wanted.Change)),
        ])).Value;

    /// <summary>Both captures of a scenario.</summary>
    public sealed class Scenario(IReadOnlyList<LabelledCapture> captures)
    {
        readonly RecordedCapture[] _recorded =
            [.. captures.Select((capture, file) => RecordedCapture.Read(capture.Path, file))];

        /// <summary>Its name.</summary>
        public string Name => captures[0].Name;

        /// <summary>Judges it.</summary>
        /// <param name="change">Tampers with the captures: client's first, then server's.</param>
        public IReadOnlyList<ComparedJudgement> Judge(
            Func<int, RecordedCapture, RecordedCapture>? change = null)
        {
            RecordedCapture[] used = change is null
                ? _recorded
                : [.. _recorded.Select((capture, file) => change(file, capture))];
            var compared = Compared.Of(
                used, [.. captures.Select(capture => Path.GetFileName(capture.Path))],
                captures[0].IdleAfter);
            return [.. from file in Enumerable.Range(0, captures.Count)
                       from truth in captures[file].Truths
                       let reset = EventOf(truth, file, used[file], compared)
                       where reset is not null
                       select new ComparedJudgement(captures[file], truth, reset)];
        }

        // A label of a whole capture is of its first reset.
        static ResetEvent? EventOf(
            Truth truth, int file, RecordedCapture capture, Compared compared)
        {
            long? number = truth.Frame ?? compared.Events.SelectMany(Compared.FramesOf)
                .Where(frame => frame.File == file)
                .Select(frame => (long?)frame.Number).Min();
            if (number is not { } frame) return null;

            var id = new FrameId(file, frame);
            ResetEvent? reset = compared.EventOf(id);
            return reset is null && capture.Records.Any(record => record.Id == id)
                ? throw new InvalidDataException($"frame {frame} is in no event")
                : reset;
        }
    }
}

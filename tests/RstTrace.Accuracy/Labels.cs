using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RstTrace.Accuracy;

/// <summary>What is known of one RST frame, or of a capture's first event.</summary>
/// <param name="Frame">Its number; null where the label is for the first event.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Senders">Who may be named without being wrong: where one vantage cannot know, more
/// than the sender.</param>
/// <param name="Stages">The stages accepted, the true one first; empty where none is
/// labelled.</param>
/// <param name="Causes">The causes accepted, the true one first; empty likewise.</param>
sealed record Truth(
    long? Frame,
    string Sender,
    IReadOnlyList<string> Senders,
    IReadOnlyList<string> Stages,
    IReadOnlyList<string> Causes)
{
    /// <summary>Whether the label says that this vantage cannot know the sender.</summary>
    public bool IsUndecidable => Senders.Count > 1;
}

/// <summary>A capture and what is known of its resets.</summary>
/// <param name="Set">The folder of its labels, from the root.</param>
/// <param name="Name">Its scenario.</param>
/// <param name="Vantage">Where it was taken: client or server.</param>
/// <param name="Path">The file.</param>
/// <param name="IdleAfter">Silence from which on a reset is after idle, in seconds.</param>
/// <param name="What">What was done, in a sentence; null where the labels do not say.</param>
/// <param name="Truths">What is known.</param>
sealed record LabelledCapture(
    string Set,
    string Name,
    string Vantage,
    string Path,
    double IdleAfter,
    string? What,
    IReadOnlyList<Truth> Truths)
{
    /// <summary>Where one reads about it: scenario and vantage.</summary>
    public string Where => $"{Name}/{Vantage}";
}

/// <summary>A <c>labels.json</c>: for each scenario the true sender and the accepted causes, for
/// the first event of each capture or for every RST frame.</summary>
static class Labels
{

    /// <summary>The captures of a set that are there and labelled, by name and vantage.</summary>
    /// <param name="root">The project's folder.</param>
    /// <param name="set">The folder of <c>labels.json</c>, from the root.</param>
    /// <exception cref="InvalidDataException">A label lacks what it needs.</exception>
    public static IEnumerable<LabelledCapture> Read(string root, string set)
    {
        string folder = Path.Combine(root, set);
        JsonObject all = JsonNode.Parse(
            File.ReadAllText(Path.Combine(folder, "labels.json")))!.AsObject();
        return from entry in all.OrderBy(entry => entry.Key, StringComparer.Ordinal)
               from capture in Captures(folder, set, entry.Key, entry.Value!.AsObject())
               where File.Exists(capture.Path)
               select capture;
    }

    static IEnumerable<LabelledCapture> Captures(
        string folder, string set, string name, JsonObject label)
    {
        foreach (string vantage in Vantages.All)
        {
            if (Truths(label, vantage) is not { } truths) continue;

            string file = (string?)label["file"] ?? $"{name}/{vantage}.pcap";
            yield return new LabelledCapture(
                set,
                Path.GetFileName(name),
                vantage,
                Path.Combine(folder, file),
                (double?)label["idle_after"] ?? 30,
                (string?)label["what"],
                truths);
        }
    }

    static IReadOnlyList<Truth>? Truths(JsonObject label, string vantage)
    {
        if (label["resets"] is JsonObject resets)
        {
            return resets[vantage] is JsonArray frames
                ? [.. frames.Select(frame => Truth(frame!.AsObject()))]
                : null;
        }

        return label.ContainsKey("sender") ? [Truth(label)] : null;
    }

    static Truth Truth(JsonObject label)
    {
        string[] senders = Words(label["sender"]);
        if (senders.Length == 0)
            throw new InvalidDataException($"a label has no sender: {label.ToJsonString()}");

        string[] accepted = Words(label["accept"]);
        return new Truth(
            (long?)label["frame"],
            senders[0],
            accepted.Length > 0 ? accepted : senders,
            Words(label["stages"]),
            Words(label["causes"]));
    }

    /// <summary>One word, a list of them, or none.</summary>
    static string[] Words(JsonNode? node) => node switch
    {
        JsonArray words => [.. words.Select(word => (string)word!)],
        null => [],
        _ => [(string)node!],
    };
}

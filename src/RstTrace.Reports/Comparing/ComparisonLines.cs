using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RstTrace.Reports.Comparing;

/// <summary>A comparison for programs: a JSON object a line, <c>rsttrace.diff/1</c>, the first for
/// all resets together.</summary>
public static class ComparisonLines
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Gets the lines; stays the caller's.</param>
    /// <param name="comparison">The comparison.</param>
    public static void Write(Stream output, Comparison comparison)
    {
        // The strict encoder: what came out of somebody's file stays ASCII.
        using var json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
        WriteLine(output, json, comparison, comparison.Total);
        foreach (Change change in comparison.Changes) WriteLine(output, json, comparison, change);
    }

    static void WriteLine(
        Stream output, Utf8JsonWriter json, Comparison comparison, Change change)
    {
        bool isTotal = ReferenceEquals(change, comparison.Total);
        json.WriteStartObject();
        json.WriteString("schema", "rsttrace.diff/1");
        json.WriteString("cause", isTotal ? null : change.Key.Cause);
        json.WriteString("server", isTotal ? null : change.Key.Server);
        json.WriteString("change", ContractWords.Of(change.Kind));
        json.WriteBoolean("within_chance", change.IsWithinChance);
        json.WriteNumber("p_value", double.IsFinite(change.Chance) ? change.Chance : 1);
        WriteSide(json, "before", comparison.Before, change.Before);
        WriteSide(json, "after", comparison.After, change.After);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        output.Write("\n"u8);
        output.Flush();
    }

    static void WriteSide(Utf8JsonWriter json, string name, ResetTally side, long resets)
    {
        json.WriteStartObject(name);
        json.WriteString("name", NdjsonReport.WellFormed(side.Name));
        json.WriteNumber("resets", resets);
        WriteNumber(json, "connections", side.Connections);
        WriteNumber(json, "per_1000_connections",
            Comparison.PerThousand(resets, side.Connections) is { } rate
                ? Math.Round(rate, 6) : null);
        json.WriteEndObject();
    }

    static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}

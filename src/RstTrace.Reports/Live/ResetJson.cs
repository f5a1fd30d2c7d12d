using System.Text.Json;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Live;

/// <summary>One reset for a page that shows it: what is said of it line by line, and the ladder of
/// its segments.</summary>
public static class ResetJson
{
    /// <summary>Writes the members <c>title</c>, <c>lines</c> and <c>ladder</c> of an object that
    /// was begun.</summary>
    /// <param name="json">Gets them.</param>
    /// <param name="reset">The reset.</param>
    /// <param name="ladder">Its segments, as far as they are known.</param>
    public static void Write(Utf8JsonWriter json, ResetEvent reset, Ladder ladder)
    {
        Verdict verdict = reset.Verdict;
        json.WriteString("title"u8, verdict.Cause.Title + Words.Doubt(verdict));
        json.WriteStartArray("lines"u8);
        foreach (VerdictLine line in new VerdictLines([], withDay: true).Full(reset))
        {
            json.WriteStartObject();
            json.WriteString("label"u8, line.Label);
            json.WriteString("text"u8, line.Text);
            if (line.Command is { } command) json.WriteString("command"u8, command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("ladder"u8);
        json.WriteNumber("segments"u8, ladder.Segments);
        json.WriteStartArray("steps"u8);
        for (int i = 0; i < ladder.Steps.Count; i++) WriteStep(json, reset, ladder, i);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteStep(Utf8JsonWriter json, ResetEvent reset, Ladder ladder, int index)
    {
        LadderStep step = ladder.Steps[index];
        Segment segment = step.Segment;
        json.WriteStartObject();
        if (index > 0) WriteBetween(json, ladder.Steps[index - 1], in step);
        json.WriteString("at"u8, LadderWords.Seconds(segment.Time, reset.Flow));
        json.WriteString("from"u8, ContractWords.Of(step.Sender));
        json.WriteString("says"u8, LadderWords.Label(in step));
        json.WriteString("is"u8, LadderWords.Of(step.Role));
        json.WriteBoolean("reset"u8, segment.IsReset);
        json.WriteNumber("octets"u8, segment.PayloadLength);
        json.WriteNumber("window"u8, step.Window);
        json.WriteNumber("ttl"u8, segment.HopLimit);
        json.WriteNumber("frame"u8, segment.Frame.Number);
        json.WriteEndObject();
    }

    static void WriteBetween(Utf8JsonWriter json, LadderStep earlier, in LadderStep step)
    {
        long missing = step.Ordinal - earlier.Ordinal - 1;
        if (missing > 0) json.WriteNumber("missing"u8, missing);
        if (LadderWords.Silence(in earlier, in step) is { } silence)
            json.WriteString("silence"u8, silence);
    }
}

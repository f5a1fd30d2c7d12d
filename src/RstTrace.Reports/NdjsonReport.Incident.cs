using System;
using System.Collections.Generic;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

public sealed partial class NdjsonReport
{
    const int MostFrames = 100;
    const int MostServices = 100;

    void WriteIncidentLine(Incident incident)
    {
        ResetEvent example = incident.Example;
        _json.WriteStartObject();
        _json.WriteString("schema", "rsttrace.incident/1");
        _json.WriteString("@timestamp", TimeText.Iso(incident.First));
        WriteIdentity(incident);
        WriteIncident(incident);
        WriteFixes(incident.Fixes);
        WriteClient(incident);
        WriteServers(incident);
        WriteService(incident);
        WriteCapture(example);
        WriteObserver();
        _json.WriteEndObject();
    }

    void WriteIdentity(Incident incident)
    {
        _json.WriteStartObject("event");
        _json.WriteString("id", EventId.Of(incident));
        _json.WriteString("kind", "alert");
        _json.WriteStartArray("category");
        _json.WriteStringValue("network");
        _json.WriteEndArray();
        _json.WriteString("action", "tcp-reset-incident");
        _json.WriteString("start", TimeText.Iso(incident.First));
        _json.WriteString("end", TimeText.Iso(incident.Last));
        WriteDuration("duration", incident.Last - incident.First);
        _json.WriteEndObject();
    }

    void WriteIncident(Incident incident)
    {
        _json.WriteStartObject("incident");
        _json.WriteString("kind", ContractWords.Of(incident.Kind));
        _json.WriteString("severity", ContractWords.Of(incident.Severity));
        WriteText("title", incident.Title);
        WriteText("story", incident.Story);
        WriteText("refuted_by", incident.RefutedBy);
        _json.WriteNumber("confidence", Rounded(incident.Confidence));
        _json.WriteNumber(
            "surest_confidence", Rounded(incident.Example.Verdict.Confidence));
        _json.WriteNumber("typical_confidence", Rounded(incident.TypicalConfidence));
        WriteCauses(incident.Causes);
        WriteWords("senders", incident.Senders, ContractWords.Of);
        WriteWords("stages", incident.Stages, ContractWords.Of);
        _json.WriteNumber("count", incident.Count);
        _json.WriteNumber("echoes", incident.Echoes);
        _json.WriteNumber("rst_frames", incident.ResetFrames);
        if (incident.PerMinute is { } rate)
            _json.WriteNumber("per_minute", Math.Round(rate, 3));
        else _json.WriteNull("per_minute");
        WriteTally("clients", incident.Clients);
        WriteTally("servers", incident.Servers);
        WriteSilences(incident.Silences);
        WriteIdleTimeout(incident.IdleTimeout);
        WriteDuration("interval_ns", incident.Beat?.Interval);
        WriteDuration("jitter_ns", incident.Beat?.Jitter);
        WriteExample(incident);
        _json.WriteEndObject();
    }

    void WriteCauses(IReadOnlyList<CauseCount> causes)
    {
        _json.WriteStartArray("causes");
        foreach (CauseCount cause in causes)
        {
            _json.WriteStartObject();
            WriteText("cause", cause.Cause.Id);
            _json.WriteNumber("count", cause.Count);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteWords<T>(string name, IReadOnlyList<T> values, Func<T, string> word)
    {
        _json.WriteStartArray(name);
        foreach (T value in values) _json.WriteStringValue(word(value));
        _json.WriteEndArray();
    }

    void WriteTally(string name, Tally tally)
    {
        _json.WriteStartObject(name);
        _json.WriteNumber("count", tally.Count);
        _json.WriteBoolean("at_least", tally.IsAtLeast);
        _json.WriteEndObject();
    }

    void WriteSilences(SilenceRange? silences)
    {
        if (silences is not { } known)
        {
            _json.WriteNull("silence");
            return;
        }

        _json.WriteStartObject("silence");
        WriteDuration("min_ns", known.Shortest);
        WriteDuration("median_ns", known.Median);
        WriteDuration("max_ns", known.Longest);
        _json.WriteEndObject();
    }

    void WriteExample(Incident incident)
    {
        WriteText("example", EventId.Of(incident.Example));
        var frames = new List<FrameId>();
        for (int i = 0; i < incident.Listed.Count && i < MostFrames; i++)
            frames.Add(incident.Listed[i].Frame);

        int file = incident.Example.Frames[0].File;
        WriteFrames("frames", frames, file);
        WriteAlsoIn("also_in", frames, file, evenIfEmpty: true);
    }

    // Several have no one address: null says so.
    void WriteClient(Incident incident)
    {
        if (incident.Clients is not { Count: 1, IsAtLeast: false })
        {
            _json.WriteNull("client");
            return;
        }

        FlowSummary flow = incident.Example.Flow;
        _json.WriteStartObject("client");
        _json.WriteString("ip", flow.AddressText(flow.Client.Address));
        _json.WriteEndObject();
    }

    void WriteServers(Incident incident)
    {
        _json.WriteStartArray("servers");
        for (int i = 0; i < incident.Services.Count && i < MostServices; i++)
        {
            _json.WriteStartObject();
            _json.WriteString("ip", incident.Services[i].AddressText);
            _json.WriteNumber("port", incident.Services[i].Port);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteService(Incident incident)
    {
        if (incident.Facts is not { } facts)
        {
            _json.WriteNull("service");
            return;
        }

        _json.WriteStartObject("service");
        _json.WriteNumber("connections", facts.Connections);
        _json.WriteNumber("accepted", facts.Accepted);
        _json.WriteNumber("refused", facts.Refused);
        _json.WriteNumber("unanswered", facts.Unanswered);
        if (incident.Share is { } share) _json.WriteNumber("share_reset", Math.Round(share, 6));
        else _json.WriteNull("share_reset");
        _json.WriteEndObject();
    }
}

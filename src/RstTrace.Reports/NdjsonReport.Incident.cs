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
        _json.WriteString("schema"u8, "rsttrace.incident/1"u8);
        WriteTime("@timestamp"u8, incident.First);
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
        _json.WriteStartObject("event"u8);
        _json.WriteString("id"u8, EventId.Of(incident));
        _json.WriteString("kind"u8, "alert"u8);
        _json.WriteStartArray("category"u8);
        _json.WriteStringValue("network"u8);
        _json.WriteEndArray();
        _json.WriteString("action"u8, "tcp-reset-incident"u8);
        WriteTime("start"u8, incident.First);
        WriteTime("end"u8, incident.Last);
        WriteDuration("duration"u8, incident.Last - incident.First);
        _json.WriteEndObject();
    }

    void WriteIncident(Incident incident)
    {
        _json.WriteStartObject("incident"u8);
        _json.WriteString("kind"u8, ContractWords.Of(incident.Kind));
        _json.WriteString("severity"u8, ContractWords.Of(incident.Severity));
        WriteText("title"u8, incident.Title);
        WriteText("story"u8, incident.Story);
        WriteText("refuted_by"u8, incident.RefutedBy);
        _json.WriteNumber("confidence"u8, Rounded(incident.Confidence));
        _json.WriteNumber(
            "surest_confidence"u8, Rounded(incident.Example.Verdict.Confidence));
        _json.WriteNumber("typical_confidence"u8, Rounded(incident.TypicalConfidence));
        WriteCauses(incident.Causes);
        WriteWords("senders"u8, incident.Senders, ContractWords.Of);
        WriteWords("stages"u8, incident.Stages, ContractWords.Of);
        _json.WriteNumber("count"u8, incident.Count);
        _json.WriteNumber("echoes"u8, incident.Echoes);
        _json.WriteNumber("rst_frames"u8, incident.ResetFrames);
        if (incident.PerMinute is { } rate)
            _json.WriteNumber("per_minute"u8, Math.Round(rate, 3));
        else _json.WriteNull("per_minute"u8);
        WriteTally("clients"u8, incident.Clients);
        WriteTally("servers"u8, incident.Servers);
        WriteSilences(incident.Silences);
        WriteIdleTimeout(incident.IdleTimeout);
        WriteDuration("interval_ns"u8, incident.Beat?.Interval);
        WriteDuration("jitter_ns"u8, incident.Beat?.Jitter);
        WriteExample(incident);
        _json.WriteEndObject();
    }

    void WriteCauses(IReadOnlyList<CauseCount> causes)
    {
        _json.WriteStartArray("causes"u8);
        foreach (CauseCount cause in causes)
        {
            _json.WriteStartObject();
            WriteText("cause"u8, cause.Cause.Id);
            _json.WriteNumber("count"u8, cause.Count);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteWords<T>(ReadOnlySpan<byte> name, IReadOnlyList<T> values, Func<T, string> word)
    {
        _json.WriteStartArray(name);
        foreach (T value in values) _json.WriteStringValue(word(value));
        _json.WriteEndArray();
    }

    void WriteTally(ReadOnlySpan<byte> name, Tally tally)
    {
        _json.WriteStartObject(name);
        _json.WriteNumber("count"u8, tally.Count);
        _json.WriteBoolean("at_least"u8, tally.IsAtLeast);
        _json.WriteEndObject();
    }

    void WriteSilences(SilenceRange? silences)
    {
        if (silences is not { } known)
        {
            _json.WriteNull("silence"u8);
            return;
        }

        _json.WriteStartObject("silence"u8);
        WriteDuration("min_ns"u8, known.Shortest);
        WriteDuration("median_ns"u8, known.Median);
        WriteDuration("max_ns"u8, known.Longest);
        _json.WriteEndObject();
    }

    void WriteExample(Incident incident)
    {
        WriteText("example"u8, EventId.Of(incident.Example));
        var frames = new List<FrameId>();
        for (int i = 0; i < incident.Listed.Count && i < MostFrames; i++)
            frames.Add(incident.Listed[i].Frame);

        int file = incident.Example.Frames[0].File;
        WriteFrames("frames"u8, frames, file);
        WriteAlsoIn("also_in"u8, frames, file, evenIfEmpty: true);
    }

    // Several have no one address: null says so.
    void WriteClient(Incident incident)
    {
        if (incident.Clients is not { Count: 1, IsAtLeast: false })
        {
            _json.WriteNull("client"u8);
            return;
        }

        FlowSummary flow = incident.Example.Flow;
        _json.WriteStartObject("client"u8);
        _json.WriteString("ip"u8, flow.AddressText(flow.Client.Address));
        _json.WriteEndObject();
    }

    void WriteServers(Incident incident)
    {
        _json.WriteStartArray("servers"u8);
        for (int i = 0; i < incident.Services.Count && i < MostServices; i++)
        {
            _json.WriteStartObject();
            _json.WriteString("ip"u8, incident.Services[i].AddressText);
            _json.WriteNumber("port"u8, incident.Services[i].Port);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteService(Incident incident)
    {
        if (incident.Facts is not { } facts)
        {
            _json.WriteNull("service"u8);
            return;
        }

        _json.WriteStartObject("service"u8);
        _json.WriteNumber("connections"u8, facts.Connections);
        _json.WriteNumber("accepted"u8, facts.Accepted);
        _json.WriteNumber("refused"u8, facts.Refused);
        _json.WriteNumber("unanswered"u8, facts.Unanswered);
        if (incident.Share is { } share) _json.WriteNumber("share_reset"u8, Math.Round(share, 6));
        else _json.WriteNull("share_reset"u8);
        _json.WriteEndObject();
    }
}

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>One reset event a line, as <see cref="EventSchema"/> lays down.</summary>
/// <remarks>What the event knows is always written, as null where it has no value; what only a live
/// capture could know is left out. Each line is one write and a flush, so that a reader of a pipe
/// sees it at once.</remarks>
public sealed class NdjsonReport : IReport, IDisposable
{
    static readonly JavaScriptEncoder s_strict = JavaScriptEncoder.Default;

    static readonly string s_version =
        typeof(NdjsonReport).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    readonly Stream _output;
    readonly ArrayBufferWriter<byte> _line = new(4096);
    readonly Utf8JsonWriter _json;
    IReadOnlyList<string> _files = [];

    /// <param name="output">Gets the lines; stays the caller's.</param>
    public NdjsonReport(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(
            _line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files) => _files = files;

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        WriteEvent(reset);
        _json.Flush();
        _line.Write("\n"u8);
        _output.Write(_line.WrittenSpan);
        _output.Flush();
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
    }

    /// <inheritdoc/>
    public void Finish() => _output.Flush();

    /// <summary>Gives up the buffers; the output stays open.</summary>
    public void Dispose() => _json.Dispose();

    void WriteEvent(ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        _json.WriteStartObject();
        _json.WriteString("schema", "rsttrace.reset/1");
        _json.WriteString("@timestamp", TimeText.Iso(reset.Time));
        WriteIdentity(reset);
        WriteReset(reset);
        WriteFixes(reset.Verdict.Fixes);
        WriteEndpoint("source", flow, reset.Source);
        WriteEndpoint("destination", flow, reset.Destination);
        WriteEndpoint("client", flow, flow.Client);
        WriteEndpoint("server", flow, flow.Server);
        WriteNetwork(flow);
        WriteFlow(flow);
        WriteCapture(reset);
        WriteObserver();
        _json.WriteEndObject();
    }

    void WriteIdentity(ResetEvent reset)
    {
        _json.WriteStartObject("event");
        _json.WriteString("id", EventId.Of(reset));
        _json.WriteString("kind", "event");
        _json.WriteStartArray("category");
        _json.WriteStringValue("network");
        _json.WriteEndArray();
        _json.WriteString("action", "tcp-reset");
        _json.WriteEndObject();
    }

    void WriteReset(ResetEvent reset)
    {
        int file = reset.Frames[0].File;
        Verdict verdict = reset.Verdict;
        _json.WriteStartObject("reset");
        _json.WriteString("sender", ContractWords.Of(verdict.Sender));
        _json.WriteString("claimed_sender", ContractWords.Of(reset.ClaimedSender));
        _json.WriteString("stage", ContractWords.Of(verdict.Stage));
        WriteText("phase", verdict.Phase);
        WriteText("radar_stage", verdict.RadarStage);
        WriteText("cause", verdict.Cause.Id);
        WriteText("summary", verdict.Summary);
        _json.WriteNumber("confidence", Rounded(verdict.Confidence));
        _json.WriteString("strength", "single-vantage");
        _json.WriteString("flags", ContractWords.Of(reset.Flags));
        _json.WriteString("shape", ContractWords.Of(reset.Shape));
        _json.WriteString("sequence", ContractWords.Of(reset.SequenceFit));
        WriteBoolean("accepted", reset.Accepted);
        WriteDuration("idle_ns", reset.Idle);
        WriteDuration("since_trigger_ns", reset.SinceTrigger);
        WriteFrames("frames", reset.Frames, file);
        WriteTrigger(reset.Trigger, file);
        WriteText("stated_reason", reset.StatedReason);
        WriteEvidence(verdict.Evidence, file);
        WriteAlternatives(verdict.Alternatives);
        WriteDegraded(reset.Degraded);
        WriteAlsoIn("also_in", reset.Frames, file, evenIfEmpty: true);
        _json.WriteEndObject();
    }

    // A number in capture.file, or null and where it lies in another file of a ring.
    void WriteTrigger(FrameId trigger, int file)
    {
        if (!trigger.IsNone && trigger.File == file)
        {
            _json.WriteNumber("trigger_frame", trigger.Number);
            return;
        }

        _json.WriteNull("trigger_frame");
        if (!trigger.IsNone) WriteAlsoIn("trigger_also_in", [trigger], file);
    }

    void WriteEvidence(IReadOnlyList<Evidence> evidence, int file)
    {
        _json.WriteStartArray("evidence");
        foreach (Evidence observation in evidence)
        {
            _json.WriteStartObject();
            WriteText("rule", observation.Rule);
            _json.WriteString("says", ContractWords.OfEvidence(observation.Says));
            WriteFrames("frames", observation.Frames, file);
            WriteAlsoIn("also_in", observation.Frames, file);
            WriteText("text", observation.Text);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteAlternatives(IReadOnlyList<Alternative> alternatives)
    {
        _json.WriteStartArray("alternatives");
        foreach (Alternative alternative in alternatives)
        {
            _json.WriteStartObject();
            if (alternative.Sender is { } sender)
                _json.WriteString("sender", ContractWords.Of(sender));
            WriteText("cause", alternative.Cause.Id);
            _json.WriteNumber("confidence", Rounded(alternative.Confidence));
            WriteText("separate_by", alternative.SeparateBy);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteDegraded(Degradations degraded)
    {
        _json.WriteStartArray("degraded");
        foreach ((Degradations flag, string word) in ContractWords.Degraded)
            if ((degraded & flag) != 0) _json.WriteStringValue(word);

        _json.WriteEndArray();
    }

    void WriteFixes(IReadOnlyList<Fix> fixes)
    {
        _json.WriteStartArray("fix");
        foreach (Fix fix in fixes)
        {
            _json.WriteStartObject();
            WriteText("text", fix.Text);
            if (fix.Command != null) WriteText("command", fix.Command);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteEndpoint(string name, FlowSummary flow, Endpoint endpoint)
    {
        _json.WriteStartObject(name);
        _json.WriteString("ip", flow.AddressText(endpoint.Address));
        _json.WriteNumber("port", endpoint.Port);
        _json.WriteNumber("packets", endpoint.Packets);
        _json.WriteNumber("bytes", endpoint.Octets);
        _json.WriteEndObject();
    }

    void WriteNetwork(FlowSummary flow)
    {
        _json.WriteStartObject("network");
        _json.WriteString("transport", "tcp");
        _json.WriteString("type", flow.IsIpv6 ? "ipv6" : "ipv4");
        _json.WriteString("community_id", CommunityId.Of(flow));
        WriteText("protocol", flow.Protocol);
        _json.WriteEndObject();
    }

    void WriteFlow(FlowSummary flow)
    {
        _json.WriteStartObject("flow");
        _json.WriteString("start", TimeText.Iso(flow.Start));
        _json.WriteNumber("duration_ns", flow.Duration.Nanoseconds);
        _json.WriteBoolean("handshake_seen", flow.HandshakeSeen);
        WriteDuration("rtt_ns", flow.RoundTrip);
        _json.WriteEndObject();
    }

    void WriteCapture(ResetEvent reset)
    {
        _json.WriteStartObject("capture");
        string file = FileName(reset.Frames[0].File);
        WriteText("file", file == "-" ? null : file);
        _json.WriteNumber("frame", reset.Frames[0].Number);
        _json.WriteNumber("tcp_stream", reset.Flow.Stream);
        _json.WriteEndObject();
    }

    void WriteObserver()
    {
        _json.WriteStartObject("observer");
        _json.WriteString("product", "rsttrace");
        _json.WriteString("version", s_version);
        _json.WriteEndObject();
    }

    /// <summary>The numbers of those frames that lie in one file.</summary>
    void WriteFrames(string name, IReadOnlyList<FrameId> frames, int file)
    {
        _json.WriteStartArray(name);
        WriteNumbers(frames, file);
        _json.WriteEndArray();
    }

    /// <summary>The frames outside of <paramref name="file"/>, by their files.</summary>
    void WriteAlsoIn(
        string name, IReadOnlyList<FrameId> frames, int file, bool evenIfEmpty = false)
    {
        SortedSet<int>? others = null;
        foreach (FrameId frame in frames)
            if (frame.File != file) (others ??= []).Add(frame.File);

        if (others == null && !evenIfEmpty) return;

        _json.WriteStartArray(name);
        foreach (int other in others ?? [])
        {
            _json.WriteStartObject();
            WriteText("file", FileName(other));
            WriteFrames("frames", frames, other);
            _json.WriteString("seen", "yes");
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteNumbers(IReadOnlyList<FrameId> frames, int file)
    {
        foreach (FrameId frame in frames)
            if (frame.File == file) _json.WriteNumberValue(frame.Number);
    }

    string FileName(int file) => file < _files.Count ? _files[file] : "-";

    void WriteBoolean(string name, bool? value)
    {
        if (value is { } known) _json.WriteBoolean(name, known);
        else _json.WriteNull(name);
    }

    void WriteDuration(string name, Duration? value)
    {
        if (value is { } known) _json.WriteNumber(name, known.Nanoseconds);
        else _json.WriteNull(name);
    }

    // The relaxed encoder leaves characters in that turn a terminal's text around. Text with such
    // characters is rare; it gets the strict encoder, which any JSON reader undoes.
    void WriteText(string name, string? text)
    {
        if (text == null) _json.WriteNull(name);
        else if (!Escaped.IsNeededFor(text)) _json.WriteString(name, WellFormed(text));
        else _json.WriteString(name, JsonEncodedText.Encode(WellFormed(text), s_strict));
    }

    // A file name may hold half of a surrogate pair, which is no text and which the writer refuses.
    static string WellFormed(string text)
        => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
            : text;

    static double Rounded(double confidence)
        => double.IsFinite(confidence) ? Math.Round(Math.Clamp(confidence, 0, 1), 3) : 0;
}

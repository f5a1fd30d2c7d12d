using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>One reset event a line, and after those of a capture one incident a line, as
/// <see cref="EventSchema"/> lays down.</summary>
/// <remarks>What the event knows is always written, as null where it has no value; what only a live
/// capture could know is left out. Each line is one write and a flush, so that a reader of a pipe
/// sees it at once.</remarks>
public sealed partial class NdjsonReport : IReport, IDisposable
{
    static readonly JavaScriptEncoder s_strict = JavaScriptEncoder.Default;

    static readonly string s_version =
        typeof(NdjsonReport).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    readonly Stream _output;
    readonly Vantage? _vantage;
    readonly ArrayBufferWriter<byte> _line = new(4096);
    readonly Utf8JsonWriter _json;
    IReadOnlyList<string> _files = [];

    /// <param name="output">Gets the lines; stays the caller's.</param>
    /// <param name="vantage">Where a live capture looks from; null for files.</param>
    public NdjsonReport(Stream output, Vantage? vantage = null)
    {
        _output = output;
        _vantage = vantage;
        _json = new Utf8JsonWriter(
            _line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files) => _files = files;

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        BeginLine();
        WriteEvent(reset);
        EndLine();
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        BeginLine();
        WriteIncidentLine(incident);
        EndLine();
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
    }

    /// <inheritdoc/>
    public void Finish() => _output.Flush();

    /// <summary>Gives up the buffers; the output stays open.</summary>
    public void Dispose() => _json.Dispose();

    void BeginLine()
    {
        _line.ResetWrittenCount();
        _json.Reset();
    }

    void EndLine()
    {
        _json.Flush();
        _line.Write("\n"u8);
        _output.Write(_line.WrittenSpan);
        _output.Flush();
    }

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
        if (_vantage != null) _json.WriteString("direction", _vantage.Direction(flow));
        _json.WriteEndObject();
    }

    void WriteFlow(FlowSummary flow)
    {
        _json.WriteStartObject("flow");
        _json.WriteString("start", TimeText.Iso(flow.Start));
        _json.WriteNumber("duration_ns", flow.Duration.Nanoseconds);
        _json.WriteBoolean("handshake_seen", flow.HandshakeSeen);
        WriteDuration("rtt_ns", flow.RoundTrip);
        WriteText("tls_server_name", flow.TlsServerName);
        WriteText("http_host", flow.HttpHost);
        WriteText("client_opening", flow.ClientOpening);
        WriteText("server_opening", flow.ServerOpening);
        _json.WriteEndObject();
    }

    void WriteCapture(ResetEvent reset)
    {
        _json.WriteStartObject("capture");
        string file = FileName(reset.Frames[0].File);
        WriteText("file", file == "-" ? null : file);
        if (_vantage != null) WriteText("interface", _vantage.Interface);
        _json.WriteNumber("frame", reset.Frames[0].Number);
        _json.WriteNumber("tcp_stream", reset.Flow.Stream);
        if (_vantage != null) _json.WriteNumber("drops", _vantage.Drops());
        _json.WriteEndObject();
    }

    void WriteObserver()
    {
        _json.WriteStartObject("observer");
        _json.WriteString("product", "rsttrace");
        _json.WriteString("version", s_version);
        _json.WriteEndObject();
    }
}

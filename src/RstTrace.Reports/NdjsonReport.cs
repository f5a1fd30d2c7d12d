using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

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
    readonly Func<FrameId, string> _frameName;
    IReadOnlyList<string> _files = [];

    /// <param name="output">Gets the lines; stays the caller's.</param>
    /// <param name="vantage">Where a live capture looks from; null for files.</param>
    public NdjsonReport(Stream output, Vantage? vantage = null)
    {
        _output = output;
        _vantage = vantage;
        _frameName = frame => Words.Of(frame, _files);
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
        _json.WriteString("schema"u8, "rsttrace.reset/1"u8);
        WriteTime("@timestamp"u8, reset.Time);
        WriteIdentity(reset);
        WriteReset(reset);
        WriteFixes(reset.Verdict.Fixes);
        WriteLogs(reset.LogLines);
        WriteEndpoints(reset);
        WriteNetwork(flow);
        WriteFlow(flow);
        WriteCapture(reset);
        WriteObserver();
        WriteKernel(reset.Kernel);
        _json.WriteEndObject();
    }

    void WriteIdentity(ResetEvent reset)
    {
        _json.WriteStartObject("event"u8);
        _json.WriteString("id"u8, EventId.Of(reset));
        _json.WriteString("kind"u8, "event"u8);
        _json.WriteStartArray("category"u8);
        _json.WriteStringValue("network"u8);
        _json.WriteEndArray();
        _json.WriteString("action"u8, "tcp-reset"u8);
        _json.WriteEndObject();
    }

    void WriteEndpoints(ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        string client = flow.AddressText(flow.Client.Address);
        string server = flow.AddressText(flow.Server.Address);
        bool isByClient = reset.ClaimedSender == Side.Client;
        WriteEndpoint("source"u8, isByClient ? client : server, reset.Source);
        WriteEndpoint("destination"u8, isByClient ? server : client, reset.Destination);
        WriteEndpoint("client"u8, client, flow.Client);
        WriteEndpoint("server"u8, server, flow.Server);
    }

    void WriteEndpoint(ReadOnlySpan<byte> name, string address, Endpoint endpoint)
    {
        _json.WriteStartObject(name);
        _json.WriteString("ip"u8, address);
        _json.WriteNumber("port"u8, endpoint.Port);
        _json.WriteNumber("packets"u8, endpoint.Packets);
        _json.WriteNumber("bytes"u8, endpoint.Octets);
        _json.WriteEndObject();
    }

    void WriteNetwork(FlowSummary flow)
    {
        _json.WriteStartObject("network"u8);
        _json.WriteString("transport"u8, "tcp"u8);
        _json.WriteString("type"u8, flow.IsIpv6 ? "ipv6" : "ipv4");
        _json.WriteString("community_id"u8, CommunityId.Of(flow));
        WriteText("protocol"u8, flow.Protocol);
        if (_vantage != null) _json.WriteString("direction"u8, _vantage.Direction(flow));
        _json.WriteEndObject();
    }

    void WriteFlow(FlowSummary flow)
    {
        _json.WriteStartObject("flow"u8);
        WriteTime("start"u8, flow.Start);
        _json.WriteNumber("duration_ns"u8, flow.Duration.Nanoseconds);
        _json.WriteBoolean("handshake_seen"u8, flow.HandshakeSeen);
        WriteDuration("rtt_ns"u8, flow.RoundTrip);
        WriteText("tls_server_name"u8, flow.TlsServerName);
        WriteText("http_host"u8, flow.HttpHost);
        WriteText("client_opening"u8, flow.ClientOpening);
        WriteText("server_opening"u8, flow.ServerOpening);
        _json.WriteEndObject();
    }

    void WriteCapture(ResetEvent reset)
    {
        _json.WriteStartObject("capture"u8);
        string file = FileName(reset.Frames[0].File);
        WriteText("file"u8, file == "-" ? null : file);
        if (_vantage != null) WriteText("interface"u8, _vantage.Interface);
        _json.WriteNumber("frame"u8, reset.Frames[0].Number);
        _json.WriteNumber("tcp_stream"u8, reset.Flow.Stream);
        if (_vantage != null) _json.WriteNumber("drops"u8, _vantage.Drops());
        _json.WriteEndObject();
    }

    void WriteObserver()
    {
        _json.WriteStartObject("observer"u8);
        _json.WriteString("product"u8, "rsttrace"u8);
        _json.WriteString("version"u8, s_version);
        _json.WriteEndObject();
    }
}

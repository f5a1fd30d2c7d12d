using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>One reset event a row, for spreadsheets (RFC 4180): a header, then the resets of all
/// captures.</summary>
/// <remarks>A text that a spreadsheet might take for a formula gets an apostrophe before it;
/// numbers are written as such and stay as they are. Each row is sent at once.</remarks>
public sealed class CsvReport : IReport, IDisposable
{
    // As well as = + - @: where the input is Japanese or Chinese, spreadsheets take these for them.
    const string WideFormula = "＝＋－＠";

    static readonly string[] s_columns =
    [
        "time", "event_id", "cause", "sender", "claimed_sender", "stage", "phase", "confidence",
        "summary", "client_ip", "client_port", "server_ip", "server_port", "client_packets",
        "client_bytes", "server_packets", "server_bytes", "flags", "shape", "sequence", "accepted",
        "idle_ns", "since_trigger_ns", "duration_ns", "frames", "trigger_frame", "degraded",
        "protocol", "tls_server_name", "http_host", "client_opening", "server_opening",
        "stated_reason", "fix", "command", "community_id", "file", "tcp_stream",
        "log",
    ];

    readonly CsvWriter _csv;
    IReadOnlyList<string> _files = [];
    bool _hasHeader;

    /// <param name="output">Gets the rows; stays the caller's.</param>
    public CsvReport(Stream output)
        => _csv = CsvWriter.Create(
            output, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
    {
        _files = files;
        if (_hasHeader) return;

        _hasHeader = true;
        foreach (string column in s_columns) _csv.WriteField(column);
        EndRow();
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        Write(TimeText.Iso(reset.Time));
        Write(EventId.Of(reset));
        Write(verdict.Cause.Id);
        Write(ContractWords.Of(verdict.Sender));
        Write(ContractWords.Of(reset.ClaimedSender));
        Write(ContractWords.Of(verdict.Stage));
        Write(verdict.Phase);
        _csv.WriteField(Math.Round(verdict.Confidence, 3), default);
        Write(verdict.Summary);
        WriteFlow(reset.Flow);
        WriteReset(reset);
        WriteOpenings(reset);
        WriteFix(verdict.Fixes);
        Write(CommunityId.Of(reset.Flow));
        Write(EventFrames.File(reset, _files));
        _csv.WriteField(reset.Flow.Stream, default);
        Write(LogLineText.All(reset));
        EndRow();
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // A row is a reset.
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
    }

    /// <inheritdoc/>
    public void Finish() => _csv.Flush();

    /// <summary>Gives up the buffers; the output stays open.</summary>
    public void Dispose() => _csv.Dispose();

    void WriteFlow(FlowSummary flow)
    {
        Write(flow.AddressText(flow.Client.Address));
        _csv.WriteField((int)flow.Client.Port, default);
        Write(flow.AddressText(flow.Server.Address));
        _csv.WriteField((int)flow.Server.Port, default);
        _csv.WriteField(flow.Client.Packets, default);
        _csv.WriteField(flow.Client.Octets, default);
        _csv.WriteField(flow.Server.Packets, default);
        _csv.WriteField(flow.Server.Octets, default);
    }

    void WriteReset(ResetEvent reset)
    {
        int file = reset.Frames[0].File;
        Write(ContractWords.Of(reset.Flags));
        Write(ContractWords.Of(reset.Shape));
        Write(ContractWords.Of(reset.SequenceFit));
        Write(reset.Accepted switch { true => "true", false => "false", null => null });
        _csv.WriteField(reset.Idle?.Nanoseconds, default);
        _csv.WriteField(reset.SinceTrigger?.Nanoseconds, default);
        _csv.WriteField(reset.Flow.Duration.Nanoseconds, default);
        // A comma would make a spreadsheet take two numbers for thousands of one.
        Write(EventFrames.Numbers(reset, ' '));
        bool isHere = !reset.Trigger.IsNone && reset.Trigger.File == file;
        _csv.WriteField(isHere ? reset.Trigger.Number : (long?)null, default);
        Write(ContractWords.Joined(reset.Degraded, ' '));
    }

    void WriteOpenings(ResetEvent reset)
    {
        Write(reset.Flow.Protocol);
        Write(reset.Flow.TlsServerName);
        Write(reset.Flow.HttpHost);
        Write(reset.Flow.ClientOpening);
        Write(reset.Flow.ServerOpening);
        Write(reset.StatedReason);
    }

    void WriteFix(IReadOnlyList<Fix> fixes)
    {
        Write(fixes.Count > 0 ? fixes[0].Text : null);
        Write(fixes.Count > 0 ? fixes[0].Command : null);
    }

    void Write(string? text)
    {
        string? safe = text is null ? null : Escaped.Text(text);
        bool isWide = safe is [var first, ..] && WideFormula.Contains(first);
        _csv.WriteField(isWide ? "'" + safe : safe);
    }

    void EndRow()
    {
        _csv.EndRecord();
        _csv.Flush();
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>One reset event a line as Zeek writes its logs, for <c>zeek-cut</c> and what reads
/// these.</summary>
/// <remarks>Tab-separated ASCII with Zeek's header; all else is written out as <c>\xNN</c>. The
/// times of #open and #close are those of the first and the last capture, since the same frames
/// give the same log. Each line is sent at once.</remarks>
public sealed class ZeekReport : IReport
{
    const char Tab = '\t';
    const string Unset = "-", Empty = "(empty)";
    const long MicrosecondsASecond = 1_000_000;

    static readonly (string Name, string Type)[] s_fields =
    [
        ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"),
        ("id.resp_h", "addr"), ("id.resp_p", "port"), ("proto", "enum"), ("service", "string"),
        ("duration", "interval"), ("orig_bytes", "count"), ("resp_bytes", "count"),
        ("conn_state", "string"), ("history", "string"), ("orig_pkts", "count"),
        ("resp_pkts", "count"), ("community_id", "string"), ("event_id", "string"),
        ("cause", "string"), ("sender", "string"), ("claimed_sender", "string"),
        ("stage", "string"), ("phase", "string"), ("confidence", "double"),
        ("frames", "vector[count]"), ("summary", "string"), ("server_name", "string"),
        ("http_host", "string"), ("degraded", "set[string]"), ("file", "string"),
    ];

    readonly TextWriter _output;
    readonly StringBuilder _line = new();
    IReadOnlyList<string> _files = [];
    Timestamp _end;
    bool _hasHeader;

    /// <param name="output">Gets the lines; stays the caller's.</param>
    public ZeekReport(TextWriter output) => _output = output;

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files) => _files = files;

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        WriteHeader(reset.Time);
        FlowSummary flow = reset.Flow;
        Verdict verdict = reset.Verdict;
        Put(Seconds(reset.Time.Nanoseconds));
        Put(EventId.Of(flow));
        PutEnds(flow);
        Put("tcp");
        PutText(flow.Protocol);
        Put(Seconds(flow.Duration.Nanoseconds));
        Put(Number(flow.Client.Octets));
        Put(Number(flow.Server.Octets));
        Put(ZeekConnection.State(reset));
        Put(ZeekConnection.History(reset));
        Put(Number(flow.Client.Packets));
        Put(Number(flow.Server.Packets));
        Put(CommunityId.Of(flow));
        Put(EventId.Of(reset));
        PutText(verdict.Cause.Id);
        Put(ContractWords.Of(verdict.Sender));
        Put(ContractWords.Of(reset.ClaimedSender));
        Put(ContractWords.Of(verdict.Stage));
        PutText(verdict.Phase);
        Put(verdict.Confidence.ToString("0.0##", CultureInfo.InvariantCulture));
        Put(EventFrames.Numbers(reset, ','));
        PutText(verdict.Summary);
        PutText(flow.TlsServerName);
        PutText(flow.HttpHost);
        string degraded = ContractWords.Joined(reset.Degraded, ',');
        Put(degraded.Length == 0 ? Empty : degraded);
        PutText(EventFrames.File(reset, _files));
        EndLine();
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // A line is a reset.
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        WriteHeader(counters.Begin);
        if (counters.End > _end) _end = counters.End;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        WriteDirective("close", TimeText.Dashed(_end));
        _output.Flush();
    }

    void WriteHeader(Timestamp time)
    {
        if (_hasHeader) return;

        _hasHeader = true;
        _output.Write("#separator \\x09\n");
        WriteDirective("set_separator", ",");
        WriteDirective("empty_field", Empty);
        WriteDirective("unset_field", Unset);
        WriteDirective("path", "rsttrace");
        WriteDirective("open", TimeText.Dashed(time));
        WriteDirective("fields", string.Join(Tab, Array.ConvertAll(s_fields, static f => f.Name)));
        WriteDirective("types", string.Join(Tab, Array.ConvertAll(s_fields, static f => f.Type)));
        _output.Flush();
    }

    void WriteDirective(string name, string value) => _output.Write($"#{name}{Tab}{value}\n");

    void PutEnds(FlowSummary flow)
    {
        Put(flow.AddressText(flow.Client.Address));
        Put(Number(flow.Client.Port));
        Put(flow.AddressText(flow.Server.Address));
        Put(Number(flow.Server.Port));
    }

    void Put(string value)
    {
        if (_line.Length > 0) _line.Append(Tab);
        _line.Append(value);
    }

    void PutText(string? text)
    {
        Put(text is { Length: > 0 } ? "" : text is null ? Unset : Empty);
        if (text is { Length: > 0 }) AppendEscaped(text);
    }

    // A text that looks like one of the two marks is none of them.
    void AppendEscaped(string text)
    {
        bool isMark = text is Unset or Empty;
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            bool isPlain = octet is >= 0x20 and < 0x7F && octet != (byte)'\\' && !isMark;
            if (isPlain) _line.Append((char)octet);
            else _line.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
            isMark = false;
        }
    }

    void EndLine()
    {
        _output.Write(_line.Append('\n'));
        _output.Flush();
        _line.Clear();
    }

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // To the microsecond, as Zeek does, and towards the past.
    static string Seconds(long nanoseconds)
    {
        long microseconds = (long)Math.Floor(nanoseconds / 1000m);
        (string sign, ulong size) = microseconds < 0
            ? ("-", (ulong)-microseconds)
            : ("", (ulong)microseconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sign}{size / MicrosecondsASecond}.{size % MicrosecondsASecond:000000}");
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;

namespace RstTrace.Reports.Comparing;

/// <summary>Reads what <see cref="NdjsonReport"/> and <see cref="StatsLine"/> wrote, and counts the
/// resets.</summary>
/// <remarks>The file may be anybody's: a line that is none of ours is counted and passed over, and
/// no more of a line than <see cref="LongestLine"/> is kept.</remarks>
public sealed class EventLines
{
    /// <summary>Octets of a line at most.</summary>
    public const int LongestLine = 1 << 20;

    const int MostNamed = 3, LongestName = 100;

    readonly List<string> _named = [];
    long _number = 1;
    bool _isLeftOut;

    /// <summary>Lines that were passed over.</summary>
    public long Bad { get; private set; }

    /// <summary>The first of them, with what is wrong.</summary>
    public IReadOnlyList<string> Named => _named;

    /// <summary>Reads all lines.</summary>
    /// <param name="begun">What was read of them already: less than a line.</param>
    /// <param name="input">The rest; stays the caller's.</param>
    /// <param name="tally">Gets what they hold.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="IOException">The input cannot be read.</exception>
    public void Read(
        ReadOnlySpan<byte> begun, Stream input, ResetTally tally, CancellationToken stop)
    {
        byte[] buffer = new byte[64 * 1024];
        begun.CopyTo(buffer);
        int held = begun.Length;
        while (!stop.IsCancellationRequested)
        {
            int count = input.Read(buffer, held, buffer.Length - held);
            if (count == 0) break;

            held = TakeWhole(buffer, held + count, tally);
            if (held < buffer.Length) continue;

            if (buffer.Length < LongestLine) Array.Resize(ref buffer, buffer.Length * 2);
            else held = LeaveOut();
        }

        if (held > 0 && !_isLeftOut) Take(buffer.AsMemory(0, held), tally);
    }

    /// <returns>Octets at the front of the buffer that end in no line yet.</returns>
    int TakeWhole(byte[] buffer, int held, ResetTally tally)
    {
        int begin = 0;
        int length;
        while ((length = buffer.AsSpan(begin, held - begin).IndexOf((byte)'\n')) >= 0)
        {
            if (!_isLeftOut) Take(buffer.AsMemory(begin, length), tally);
            _isLeftOut = false;
            begin += length + 1;
            _number++;
        }

        buffer.AsSpan(begin, held - begin).CopyTo(buffer);
        return held - begin;
    }

    // The rest of the line goes by unread.
    int LeaveOut()
    {
        if (!_isLeftOut) NoteBad($"longer than {LongestLine} octets");
        _isLeftOut = true;
        return 0;
    }

    void Take(ReadOnlyMemory<byte> line, ResetTally tally)
    {
        if (line.Span.Trim(" \r\t"u8).IsEmpty) return;

        try
        {
            using var json = JsonDocument.Parse(line);
            if (Wrong(json.RootElement, tally) is { } wrong) NoteBad(wrong);
        }
        catch (JsonException)
        {
            NoteBad("no JSON");
        }
        catch (InvalidOperationException)
        {
            NoteBad("text that is no UTF-8");
        }
    }

    /// <returns>What is wrong with the line; null when nothing is.</returns>
    static string? Wrong(JsonElement line, ResetTally tally) => Text(line, "schema") switch
    {
        "rsttrace.reset/1" => WrongReset(line, tally),
        "rsttrace.incident/1" => null, // Its resets are lines of their own.
        "rsttrace.stats/1" => WrongStats(line, tally),
        _ => "no line of rsttrace",
    };

    static string? WrongReset(JsonElement line, ResetTally tally)
    {
        if (Member(line, "reset") is not { } reset || Text(reset, "cause") is not { } cause)
            return "a reset without a cause";
        if (Member(line, "server") is not { } server || Text(server, "ip") is not { } address
            || !Member(server, "port").GetValueOrDefault().TryGetPort(out ushort port))
        {
            return "a reset without a server";
        }

        string host = address.Contains(':') ? $"[{address}]" : address;
        tally.Add(cause, string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"));
        return null;
    }

    static string? WrongStats(JsonElement line, ResetTally tally)
    {
        if (Member(line, "flows") is not { ValueKind: JsonValueKind.Number } flows
            || !flows.TryGetInt64(out long connections)
            || connections is < 0 or > ResetTally.MostConnections)
        {
            return "counts without flows";
        }

        tally.AddConnections(connections);
        return null;
    }

    static JsonElement? Member(JsonElement of, string name)
        => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement member)
            ? member
            : null;

    // Longer names are not ours.
    static string? Text(JsonElement of, string name)
        => Member(of, name) is { ValueKind: JsonValueKind.String } member
            && member.GetString() is { Length: > 0 and <= LongestName } text
            ? text
            : null;

    void NoteBad(string wrong)
    {
        Bad++;
        if (_named.Count < MostNamed)
            _named.Add(string.Create(CultureInfo.InvariantCulture, $"line {_number}: {wrong}"));
    }
}

/// <summary>Numbers in JSON of somebody else's making.</summary>
static class JsonNumbers
{
    extension(JsonElement element)
    {
        /// <summary>Whether it is a port.</summary>
        public bool TryGetPort(out ushort port)
        {
            port = 0;
            return element.ValueKind == JsonValueKind.Number && element.TryGetUInt16(out port);
        }
    }
}

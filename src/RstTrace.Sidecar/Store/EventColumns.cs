using System;
using System.Globalization;
using System.Text.Json;

namespace RstTrace.Sidecar.Store;

/// <summary>What is asked for of an event, read from its line: the columns of the history, of
/// ClickHouse and the attributes of a log record.</summary>
/// <remarks>The line is the contract (<c>rsttrace.reset/1</c>, <c>rsttrace.incident/1</c>), so that
/// what an older version left in a spool is delivered as well. What a line does not have is null,
/// empty or 0.</remarks>
public sealed record EventColumns
{
    const long NanosecondsPerTick = 100;
    const int TickDigits = 7;

    /// <summary>Which of the two it is.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>What it is called for good: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>When it began, in nanoseconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>When an incident ended; of a reset, <see cref="Time"/>.</summary>
    public long End { get; init; }

    /// <summary>Its cause; of an incident, the most frequent.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Who sent it; of an incident, the first named.</summary>
    public string Sender { get; init; } = "";

    /// <summary>Whose address it carries; empty of an incident.</summary>
    public string ClaimedSender { get; init; } = "";

    /// <summary>When in the connection's life.</summary>
    public string Stage { get; init; } = "";

    /// <summary>0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>One side, or several.</summary>
    public string Strength { get; init; } = "";

    /// <summary>What an incident is one by; empty of a reset.</summary>
    public string IncidentKind { get; init; } = "";

    /// <summary>How much an incident hurts; empty of a reset.</summary>
    public string Severity { get; init; } = "";

    /// <summary>A sentence: of an incident its title, of a reset its summary.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The client's address; empty where an incident has several.</summary>
    public string Client { get; init; } = "";

    /// <summary>The client's port.</summary>
    public long ClientPort { get; init; }

    /// <summary>The server's address; of an incident, the first.</summary>
    public string Server { get; init; } = "";

    /// <summary>The server's port.</summary>
    public long ServerPort { get; init; }

    /// <summary>ISS of the client; null where its SYN was not seen.</summary>
    public long? ClientSequence { get; init; }

    /// <summary>ISS of the server; null where its SYN was not seen.</summary>
    public long? ServerSequence { get; init; }

    /// <summary>The flow, the same in both directions and on every host: its Community
    /// ID.</summary>
    public string FlowKey { get; init; } = "";

    /// <summary>The stream number that Wireshark gives it.</summary>
    public long Stream { get; init; }

    /// <summary>Application protocol, where it is known.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>The host that the client asked for, by TLS or HTTP.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>Silence before it, in nanoseconds; null without.</summary>
    public long? Idle { get; init; }

    /// <summary>The device it was captured on; empty where that is not known.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Resets in it.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Reads a line.</summary>
    /// <returns>null of what is no reset and no incident.</returns>
    public static EventColumns? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            JsonElement root = json.RootElement;
            return Text(root, "schema") switch
            {
                "rsttrace.reset/1" => OfReset(root),
                "rsttrace.incident/1" => OfIncident(root),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // text that is no UTF-8
        }
    }

    static EventColumns? OfReset(JsonElement root)
    {
        if (TimeOf(root, "@timestamp") is not { } time) return null;

        JsonElement reset = Member(root, "reset"), network = Member(root, "network"),
            client = Member(root, "client"), server = Member(root, "server"),
            flow = Member(root, "flow"), capture = Member(root, "capture");
        return new EventColumns
        {
            Kind = EventKind.Reset,
            Id = Text(Member(root, "event"), "id"),
            Time = time,
            End = time,
            Cause = Text(reset, "cause"),
            Sender = Text(reset, "sender"),
            ClaimedSender = Text(reset, "claimed_sender"),
            Stage = Text(reset, "stage"),
            Confidence = Real(reset, "confidence"),
            Strength = Text(reset, "strength"),
            Summary = Text(reset, "summary"),
            Client = Text(client, "ip"),
            ClientPort = Number(client, "port") ?? 0,
            ClientSequence = Number(client, "isn"),
            Server = Text(server, "ip"),
            ServerPort = Number(server, "port") ?? 0,
            ServerSequence = Number(server, "isn"),
            FlowKey = Text(network, "community_id"),
            Protocol = Text(network, "protocol"),
            ServerName = Text(flow, "tls_server_name") is { Length: > 0 } name
                ? name : Text(flow, "http_host"),
            Idle = Number(reset, "idle_ns"),
            Interface = Text(capture, "interface"),
            Stream = Number(capture, "tcp_stream") ?? 0,
        };
    }

    static EventColumns? OfIncident(JsonElement root)
    {
        if (TimeOf(root, "@timestamp") is not { } time) return null;

        JsonElement incident = Member(root, "incident"), identity = Member(root, "event"),
            server = First(root, "servers"), capture = Member(root, "capture");
        return new EventColumns
        {
            Kind = EventKind.Incident,
            Id = Text(identity, "id"),
            Time = time,
            End = TimeOf(identity, "end") ?? time,
            Cause = Text(First(incident, "causes"), "cause"),
            Sender = Text(First(incident, "senders")),
            Stage = Text(First(incident, "stages")),
            Confidence = Real(incident, "confidence"),
            IncidentKind = Text(incident, "kind"),
            Severity = Text(incident, "severity"),
            Summary = Text(incident, "title"),
            Client = Text(Member(root, "client"), "ip"),
            Server = Text(server, "ip"),
            ServerPort = Number(server, "port") ?? 0,
            Interface = Text(capture, "interface"),
            Count = Number(incident, "count") ?? 0,
        };
    }

    static JsonElement Member(JsonElement of, string name)
        => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement member)
            ? member
            : default;

    static JsonElement First(JsonElement of, string name)
        => Member(of, name) is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0
            ? all[0]
            : default;

    static string Text(JsonElement element)
        => element.ValueKind == JsonValueKind.String ? element.GetString() ?? "" : "";

    static string Text(JsonElement of, string name) => Text(Member(of, name));

    static long? Number(JsonElement of, string name)
        => Member(of, name) is { ValueKind: JsonValueKind.Number } member
            && member.TryGetInt64(out long number)
            ? number
            : null;

    static double Real(JsonElement of, string name)
        => Member(of, name) is { ValueKind: JsonValueKind.Number } member ? member.GetDouble() : 0;

    static long? TimeOf(JsonElement of, string name) => ParseTime(Text(of, name));

    /// <summary>A moment as the lines write it, <c>2026-11-21T01:46:39.374393000Z</c>, in
    /// nanoseconds since 1970; null of what is none.</summary>
    internal static long? ParseTime(string text)
    {
        // .NET knows no more than seven digits after the point.
        int point = text.IndexOf('.'), end = text.Length - 1;
        bool isFiner = point > 0 && end == point + TickDigits + 2 && text[end] == 'Z';
        string known = isFiner ? text[..(point + TickDigits + 1)] + "Z" : text;
        if (!DateTimeOffset.TryParse(
                known, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
        {
            return null;
        }

        long ticks = (moment.UtcDateTime - DateTime.UnixEpoch).Ticks;
        int rest = isFiner && int.TryParse(
            text.AsSpan(end - 2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int two)
            ? two : 0;
        return Math.Abs(ticks) < long.MaxValue / NanosecondsPerTick - 1
            ? (ticks * NanosecondsPerTick) + rest
            : null;
    }
}

/// <summary>What a line tells of.</summary>
public enum EventKind : byte
{
    /// <summary>One reset.</summary>
    Reset,

    /// <summary>Resets that are one story.</summary>
    Incident,
}

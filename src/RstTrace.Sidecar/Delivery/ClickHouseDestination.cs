using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using RstTrace.Sidecar.Store;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The tables of a ClickHouse, over HTTP.</summary>
/// <remarks>A batch whose answer was lost may be in the table. Before it is sent again, the table
/// is asked for its id: since a batch becomes one part, it is there whole or not at all.</remarks>
/// <param name="options">Where, and who we are there.</param>
/// <param name="rows">Makes rows of lines.</param>
/// <param name="sender">Becomes ours.</param>
sealed class ClickHouseDestination(
    ClickHouseOptions options, ClickHouseRows rows, HttpSender sender) : IDestination
{
    const int MostRecords = 5_000, MostOctets = 4 << 20;

    // "Code: 27. DB::Exception: ..." of what no later insert will do better: what cannot be
    // parsed (6, 26, 27, 38, 41, 53, 72), and data that is wrong (117) or too large (131).
    static readonly int[] s_refusals = [6, 26, 27, 38, 41, 53, 72, 117, 131];

    static readonly Version s_hasAsyncInserts = new(21, 11), s_hasTokens = new(22, 2);

    Version? _version;

    /// <inheritdoc/>
    public BatchLimits Limits => new(MostRecords, MostOctets);

    /// <inheritdoc/>
    public TimeSpan Linger => options.Linger;

    /// <inheritdoc/>
    public uint GroupOf(byte[] line) => ClickHouseRows.GroupOf(EventColumns.Read(line));

    /// <inheritdoc/>
    public SendAnswer Send(SpoolBatch batch, CancellationToken cancel)
    {
        if (batch.Group == 0) return new SendAnswer(SendOutcome.Refused, "no line of rsttrace");

        string table = ClickHouseRows.TableOf(batch.Group);
        if (_version is null && Meet(table, cancel) is { } stranger) return stranger;
        if (batch.IsRepeat && Find(batch, table, cancel) is { } found) return found;

        HttpAnswer answer = sender.Post(
            Ask($"INSERT INTO {table} FORMAT JSONEachRow", Settings(batch)),
            rows.Encode(batch), "application/x-ndjson", cancel);
        return answer.IsGood && answer.Body.Length == 0 ? SendAnswer.Delivered : Failed(answer);
    }

    /// <inheritdoc/>
    public void Dispose() => sender.Dispose();

    // What is unknown to it, it refuses; so it is asked who it is, and whether it has our columns.
    SendAnswer? Meet(string table, CancellationToken cancel)
    {
        HttpAnswer answer = sender.Get(Ask("SELECT version()"), cancel);
        if (!answer.IsGood) return Failed(answer);

        // "18.16.1", "24.8.4.13", "23.8.2.7-alpine".
        string[] parts = answer.Body.Trim().Split('.', '-');
        if (parts.Length < 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int a)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int b))
        {
            return new SendAnswer(
                SendOutcome.Later,
                $"{options.Endpoint} is no ClickHouse: clickhouse.endpoint is its HTTP port, 8123");
        }

        if (Miss(table, cancel) is { } missing) return missing;

        _version = new Version(a, b);
        return null;
    }

    SendAnswer? Miss(string table, CancellationToken cancel)
    {
        HttpAnswer answer = sender.Get(
            Ask($"DESCRIBE TABLE {table} FORMAT TabSeparated"), cancel);
        if (!answer.IsGood) return Failed(answer);

        var there = new HashSet<string>();
        foreach (string line in answer.Body.Split('\n')) there.Add(line.Split('\t')[0]);
        foreach (string column in ClickHouseSchema.ColumnsOf(table))
        {
            if (there.Contains(column)) continue;

            return new SendAnswer(
                SendOutcome.Later,
                $"{table} of {options.Endpoint} has no column {column}: ALTER TABLE ... ADD "
                + "COLUMN, as rsttrace schema clickhouse has it");
        }

        return null;
    }

    /// <returns>Delivered, where it is in the table; null where it is not.</returns>
    SendAnswer? Find(SpoolBatch batch, string table, CancellationToken cancel)
    {
        // Ids are hexadecimal digits and dashes.
        HttpAnswer answer = sender.Get(
            Ask(
                $"SELECT count() FROM {table} WHERE batch = '{batch.Id}' "
                + $"AND day = toDate({ClickHouseRows.DayOf(batch.Group)})"),
            cancel);
        if (!answer.IsGood) return Failed(answer);
        return answer.Body.Trim() == "0" ? null : SendAnswer.Delivered;
    }

    string Settings(SpoolBatch batch)
    {
        string settings = _version >= s_hasAsyncInserts ? "&async_insert=0" : "";
        return _version >= s_hasTokens
            ? $"{settings}&insert_deduplication_token={batch.Id}"
            : settings;
    }

    Uri Ask(string query, string settings = "")
        => WebPlace.Below(
            options.Endpoint!,
            $"/?database={Uri.EscapeDataString(options.Database)}"
            + $"&query={Uri.EscapeDataString(query)}{settings}");

    SendAnswer Failed(HttpAnswer answer)
    {
        // Another may answer next time: a server of another version, or with another table.
        _version = null;
        int code = CodeOf(answer.Body);
        SendOutcome outcome = Array.IndexOf(s_refusals, code) >= 0 ? SendOutcome.Refused
            : answer.Status == 413 ? SendOutcome.TooLarge
            : SendOutcome.Later;
        return new SendAnswer(
            outcome, $"{options.Endpoint}: {answer.Said}{Hint(answer.Status, code)}",
            answer.After);
    }

    static int CodeOf(string body)
    {
        const string Begin = "Code: ";
        if (!body.StartsWith(Begin, StringComparison.Ordinal)) return 0;

        ReadOnlySpan<char> rest = body.AsSpan(Begin.Length);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(
            end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture,
            out int code)
            ? code : 0;
    }

    // UNKNOWN_TABLE, UNKNOWN_DATABASE; who we are, in several words (192, 193, 194, 516).
    static string Hint(int status, int code) => code switch
    {
        60 => ": rsttrace schema clickhouse | clickhouse-client --multiquery",
        81 => ": clickhouse.database",
        192 or 193 or 194 or 516 => ": clickhouse.user and clickhouse.password_file",
        _ => status == 0 ? ": is ClickHouse there?" : "",
    };
}

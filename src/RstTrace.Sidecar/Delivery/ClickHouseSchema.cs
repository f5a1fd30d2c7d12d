using System.Collections.Generic;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The tables that <c>rsttrace schema clickhouse</c> prints and that deliveries
/// fill.</summary>
public static class ClickHouseSchema
{
    /// <summary>The table of the resets.</summary>
    public const string Resets = "rsttrace_resets";

    /// <summary>The table of the incidents.</summary>
    public const string Incidents = "rsttrace_incidents";

    /// <summary>Statements for <c>clickhouse-client --multiquery</c>: what every ClickHouse since
    /// 18.16 understands, and in comments what newer ones add.</summary>
    public const string Text =
        """
        -- RstTrace: resets and incidents of many hosts. Any ClickHouse since 18.16:
        --   rsttrace schema clickhouse | clickhouse-client --multiquery
        --
        -- A batch is inserted whole or not at all, and only asked for again where its answer was
        -- lost. Should a row arrive twice all the same, ReplacingMergeTree keeps one, sooner or
        -- later: SELECT ... FINAL, or uniqExact(event_id), where each counts.
        --
        -- A newer ClickHouse can have, in place of what stands here:
        --   DateTime64(9) for time_ns and time (20.1), LowCardinality(String) for cause, sender,
        --   stage, strength, host, interface and protocol (19.0), CODEC(ZSTD(3)) on json (19.1),
        --   TTL day + INTERVAL 90 DAY in place of dropping partitions (19.6), and
        --   SETTINGS non_replicated_deduplication_window = 1000 (21.2), with which the server
        --   itself drops a batch that it has (insert_deduplication_token, sent since 22.2).

        CREATE TABLE IF NOT EXISTS rsttrace_resets (
            day Date,
            time DateTime,
            time_ns Int64,
            event_id String,
            host String,
            interface String,
            cause String,
            sender String,
            claimed_sender String,
            stage String,
            confidence Float64,
            strength String,
            client String,
            client_port UInt16,
            server String,
            server_port UInt16,
            client_isn Nullable(UInt32),
            server_isn Nullable(UInt32),
            flow_key String,
            stream Int64,
            protocol String,
            server_name String,
            idle_ns Nullable(Int64),
            batch String,
            json String
        ) ENGINE = ReplacingMergeTree()
        PARTITION BY day ORDER BY (server, server_port, time_ns, event_id);

        CREATE TABLE IF NOT EXISTS rsttrace_incidents (
            day Date,
            time DateTime,
            time_ns Int64,
            until_ns Int64,
            event_id String,
            host String,
            interface String,
            kind String,
            severity String,
            title String,
            cause String,
            sender String,
            stage String,
            confidence Float64,
            client String,
            server String,
            server_port UInt16,
            count UInt64,
            batch String,
            json String
        ) ENGINE = ReplacingMergeTree()
        PARTITION BY day ORDER BY (server, server_port, time_ns, event_id);

        """;

    /// <summary>The columns that rows of a table have, in their order.</summary>
    internal static List<string> ColumnsOf(string table)
    {
        var columns = new List<string>();
        string begin = $"CREATE TABLE IF NOT EXISTS {table} (\n";
        int at = Text.IndexOf(begin, System.StringComparison.Ordinal) + begin.Length;
        int end = Text.IndexOf("\n)", at, System.StringComparison.Ordinal);
        foreach (string line in Text[at..end].Split('\n')) columns.Add(line.Trim().Split(' ')[0]);
        return columns;
    }
}

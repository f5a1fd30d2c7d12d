using RstTrace.Core;

namespace RstTrace.Sidecar.Store;

/// <summary>What the history looks like in the file, and how an older one becomes that.</summary>
/// <remarks>Read through the views: the tables behind them keep the columns apart from the lines,
/// some ten times as long, so that a question over millions of resets reads few pages.</remarks>
static class StoreSchema
{
    /// <summary>"RSTT", which <c>file</c> shows.</summary>
    const long ApplicationId = 0x52535454;

    // Each makes the version after it: the first makes 1. Those that were released stay as they
    // are.
    static readonly string[] s_steps =
    [
        """
        CREATE TABLE reset_facts (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            host TEXT NOT NULL,
            interface TEXT NOT NULL,
            cause TEXT NOT NULL,
            sender TEXT NOT NULL,
            claimed_sender TEXT NOT NULL,
            stage TEXT NOT NULL,
            confidence REAL NOT NULL,
            strength TEXT NOT NULL,
            client TEXT NOT NULL,
            client_port INTEGER NOT NULL,
            server TEXT NOT NULL,
            server_port INTEGER NOT NULL,
            client_isn INTEGER,
            server_isn INTEGER,
            flow_key TEXT NOT NULL,
            stream INTEGER NOT NULL,
            protocol TEXT NOT NULL,
            server_name TEXT NOT NULL,
            idle_ns INTEGER
        );
        CREATE UNIQUE INDEX reset_by_event ON reset_facts (event_id);
        CREATE INDEX reset_by_time ON reset_facts (time);
        CREATE INDEX reset_by_server ON reset_facts (server, server_port, time);
        CREATE INDEX reset_by_client ON reset_facts (client, time);
        CREATE INDEX reset_by_flow ON reset_facts (flow_key, time);
        CREATE TABLE reset_lines (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
        CREATE VIEW resets AS
            SELECT facts.*,
                strftime('%Y-%m-%dT%H:%M:%fZ', facts.time / 1e9, 'unixepoch') AS at,
                lines.json AS json
            FROM reset_facts AS facts LEFT JOIN reset_lines AS lines ON lines.id = facts.id;
        CREATE TABLE incident_facts (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            until INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            host TEXT NOT NULL,
            interface TEXT NOT NULL,
            kind TEXT NOT NULL,
            severity TEXT NOT NULL,
            title TEXT NOT NULL,
            cause TEXT NOT NULL,
            sender TEXT NOT NULL,
            stage TEXT NOT NULL,
            confidence REAL NOT NULL,
            client TEXT NOT NULL,
            server TEXT NOT NULL,
            server_port INTEGER NOT NULL,
            count INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX incident_by_event ON incident_facts (event_id);
        CREATE INDEX incident_by_time ON incident_facts (time);
        CREATE TABLE incident_lines (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
        CREATE VIEW incidents AS
            SELECT facts.*,
                strftime('%Y-%m-%dT%H:%M:%fZ', facts.time / 1e9, 'unixepoch') AS at,
                lines.json AS json
            FROM incident_facts AS facts LEFT JOIN incident_lines AS lines ON lines.id = facts.id;
        """,
    ];

    /// <summary>The version that we write.</summary>
    public static int Version => s_steps.Length;

    /// <summary>Makes the file what we write, in steps that are done whole or not at all.</summary>
    /// <exception cref="CaptureException">It is of a newer version, or of another
    /// program.</exception>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public static void Bring(Database database, string file)
    {
        // Before the first table, or it has no effect.
        database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        database.Execute("PRAGMA journal_mode = WAL");
        long version = Check(database, file);
        for (; version < Version; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(s_steps[version]);
                database.Execute($"PRAGMA user_version = {version + 1}");
                database.Execute($"PRAGMA application_id = {ApplicationId}");
                database.Execute("COMMIT");
            }
            catch (StoreException)
            {
                TryRollback(database);
                throw;
            }
        }
    }

    /// <summary>Throws if a file is no history, or one that we cannot read.</summary>
    /// <returns>Its version; 0 of an empty file.</returns>
    /// <exception cref="CaptureException">It is such a file.</exception>
    public static long Check(Database database, string file)
    {
        long version = database.Number("PRAGMA user_version");
        bool isOurs = database.Number("PRAGMA application_id") == ApplicationId;
        bool isEmpty = version == 0 && database.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isOurs && !isEmpty)
        {
            throw new CaptureException(
                $"{file} is a database of another program", "--store with another file");
        }

        return version <= Version
            ? version
            : throw new CaptureException(
                $"{file} was written by a newer rsttrace (version {version} of its tables, and "
                + $"this one knows {Version})",
                "the rsttrace that wrote it, or --store with another file");
    }

    /// <summary>Gives up what was begun, if anything was.</summary>
    public static void TryRollback(Database database)
    {
        try
        {
            database.Execute("ROLLBACK");
        }
        catch (StoreException)
        {
            // SQLite rolled back itself, as it does when the disk is full.
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Sidecar.Store;

/// <summary>The one connection that writes the history. For one thread.</summary>
sealed class StoreWriter : IDisposable
{
    const int BusyMilliseconds = 1000;
    const long MostJournal = 4 << 20, PageOctets = 4096;

    const string InsertReset =
        """
        INSERT OR IGNORE INTO reset_facts (
            time, event_id, host, interface, cause, sender, claimed_sender, stage, confidence,
            strength, client, client_port, server, server_port, client_isn, server_isn, flow_key,
            stream, protocol, server_name, idle_ns)
        VALUES (
            ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
            ?20, ?21)
        """;

    const string InsertIncident =
        """
        INSERT OR IGNORE INTO incident_facts (
            time, until, event_id, host, interface, kind, severity, title, cause, sender, stage,
            confidence, client, server, server_port, count)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        """;

    // Nothing, where the event was there already.
    const string InsertLine =
        """
        INSERT OR IGNORE INTO {0}_lines (id, json)
        SELECT id, ?2 FROM {0}_facts WHERE event_id = ?1
        """;

    readonly string _host;
    readonly Database _database;
    readonly Statement _reset, _resetLine, _incident, _incidentLine;

    /// <param name="options">Where, and how large.</param>
    /// <param name="host">Whose resets they are.</param>
    /// <exception cref="CaptureException">It is no history that we can write.</exception>
    /// <exception cref="StoreException">It cannot be written now.</exception>
    public StoreWriter(StoreOptions options, string host)
    {
        _host = host;
        _database = Database.OpenToWrite(options.File);
        try
        {
            _database.WaitWhenBusy(BusyMilliseconds);
            StoreSchema.Bring(_database, options.File);

            // A commit is in the file, whatever becomes of this process; of the last seconds
            // before a power cut, some may be missing. The journal counts towards the size.
            long journal = JournalOctets(options.MaxOctets);
            _database.Execute(
                $"""
                PRAGMA synchronous = NORMAL;
                PRAGMA cache_size = -2000;
                PRAGMA wal_autocheckpoint = {journal / PageOctets};
                PRAGMA journal_size_limit = {journal};
                """);
            _reset = _database.Prepare(InsertReset);
            _resetLine = _database.Prepare(InsertLine.Replace("{0}", "reset"));
            _incident = _database.Prepare(InsertIncident);
            _incidentLine = _database.Prepare(InsertLine.Replace("{0}", "incident"));
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>What retention works on.</summary>
    public Database Database => _database;

    /// <summary>Octets that the journal of a history may have.</summary>
    public static long JournalOctets(long maxOctets) => Math.Min(MostJournal, maxOctets / 4);

    /// <summary>Octets of a history's files.</summary>
    public static long OctetsOf(string file)
    {
        long octets = 0;
        foreach (string name in (ReadOnlySpan<string>)[file, file + "-wal"])
        {
            var found = new FileInfo(name);
            if (found.Exists) octets += found.Length;
        }

        return octets;
    }

    /// <summary>Writes lines, all or none.</summary>
    /// <returns>How many of them are lines of ours.</returns>
    /// <exception cref="StoreException">None is written.</exception>
    public int Commit(List<byte[]> lines)
    {
        int written = 0;
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (byte[] line in lines)
            {
                if (EventColumns.Read(line) is not { } columns) continue;

                written++;
                if (columns.Kind == EventKind.Reset) WriteReset(columns, line);
                else WriteIncident(columns, line);
            }

            _database.Execute("COMMIT");
            return written;
        }
        catch (StoreException)
        {
            StoreSchema.TryRollback(_database);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reset.Dispose();
        _resetLine.Dispose();
        _incident.Dispose();
        _incidentLine.Dispose();
        _database.Dispose();
    }

    void WriteReset(EventColumns columns, byte[] line)
    {
        _reset.Bind(1, columns.Time);
        _reset.Bind(2, columns.Id);
        _reset.Bind(3, _host);
        _reset.Bind(4, columns.Interface);
        _reset.Bind(5, columns.Cause);
        _reset.Bind(6, columns.Sender);
        _reset.Bind(7, columns.ClaimedSender);
        _reset.Bind(8, columns.Stage);
        _reset.BindReal(9, columns.Confidence);
        _reset.Bind(10, columns.Strength);
        _reset.Bind(11, columns.Client);
        _reset.Bind(12, columns.ClientPort);
        _reset.Bind(13, columns.Server);
        _reset.Bind(14, columns.ServerPort);
        _reset.Bind(15, columns.ClientSequence);
        _reset.Bind(16, columns.ServerSequence);
        _reset.Bind(17, columns.FlowKey);
        _reset.Bind(18, columns.Stream);
        _reset.Bind(19, columns.Protocol);
        _reset.Bind(20, columns.ServerName);
        _reset.Bind(21, columns.Idle);
        _reset.Run();
        WriteLine(_resetLine, columns, line);
    }

    void WriteIncident(EventColumns columns, byte[] line)
    {
        _incident.Bind(1, columns.Time);
        _incident.Bind(2, columns.End);
        _incident.Bind(3, columns.Id);
        _incident.Bind(4, _host);
        _incident.Bind(5, columns.Interface);
        _incident.Bind(6, columns.IncidentKind);
        _incident.Bind(7, columns.Severity);
        _incident.Bind(8, columns.Summary);
        _incident.Bind(9, columns.Cause);
        _incident.Bind(10, columns.Sender);
        _incident.Bind(11, columns.Stage);
        _incident.BindReal(12, columns.Confidence);
        _incident.Bind(13, columns.Client);
        _incident.Bind(14, columns.Server);
        _incident.Bind(15, columns.ServerPort);
        _incident.Bind(16, columns.Count);
        _incident.Run();
        WriteLine(_incidentLine, columns, line);
    }

    static void WriteLine(Statement statement, EventColumns columns, byte[] line)
    {
        statement.Bind(1, columns.Id);
        statement.BindText(2, line);
        statement.Run();
    }
}

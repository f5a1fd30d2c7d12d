using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Reports.History;

namespace RstTrace.Sidecar.Store;

/// <summary>Asks a history, also one that a service is writing, and changes nothing in
/// it.</summary>
public sealed class StoreReader : IDisposable
{
    const int BusyMilliseconds = 5_000, MostValue = 16 << 20;
    const long MostMemory = 256 << 20;

    const string Columns =
        "time, cause, sender, stage, confidence, client, client_port, server, server_port, "
        + "server_name";

    readonly string _file;
    readonly Database _database;
    readonly Timer _limit;
    readonly TimeSpan _patience;

    StoreReader(string file, Database database, TimeSpan patience)
    {
        (_file, _database, _patience) = (file, database, patience);
        _limit = new Timer(_ => database.Interrupt(), null, patience, TimeSpan.FromSeconds(1));
    }

    /// <summary>Opens a history.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="patience">How long all questions may take: a reader that stays keeps the
    /// writer's journal from being emptied.</param>
    /// <exception cref="CaptureException">It cannot be read, or is none.</exception>
    public static StoreReader Open(string file, TimeSpan patience)
    {
        if (!File.Exists(file))
        {
            throw new CaptureException(
                $"{file}: there is no history",
                "--store FILE, as store.file of the sidecar's configuration has it");
        }

        try
        {
            // Without a journal nobody writes it, and we may have no right to make one.
            Database database = Database.OpenToRead(file, isAtRest: !File.Exists(file + "-wal"));
            try
            {
                database.WaitWhenBusy(BusyMilliseconds);
                database.LimitLength(MostValue);
                database.Execute(
                    $"PRAGMA query_only = 1; PRAGMA hard_heap_limit = {MostMemory}; "
                    + "PRAGMA trusted_schema = 0; PRAGMA cache_size = -8000");
                if (StoreSchema.Check(database, file) == 0)
                    throw new CaptureException($"{file} is empty", "the sidecar that fills it");
            }
            catch
            {
                database.Dispose();
                throw;
            }

            return new StoreReader(file, database, patience);
        }
        catch (StoreException failure)
        {
            throw Cannot(file, failure);
        }
    }

    /// <summary>Interrupts what runs. From any thread.</summary>
    public void Interrupt() => _database.Interrupt();

    /// <summary>Gives the lines of resets, in order of time.</summary>
    /// <exception cref="CaptureException">It failed.</exception>
    public void EachLine(StoreQuestion question, Action<string> take)
        => Each("json, time", question, row => take(row.Text(0) ?? ""));

    /// <summary>Resets, in order of time.</summary>
    /// <inheritdoc cref="EachLine"/>
    public List<StoredReset> Resets(StoreQuestion question)
    {
        var resets = new List<StoredReset>();
        Each(Columns, question, row => resets.Add(ResetOf(row)));
        return resets;
    }

    /// <summary>What the resets come to, whatever the limit.</summary>
    /// <inheritdoc cref="EachLine"/>
    public HistoryAnswer Answer(StoreQuestion question) => Guard(() =>
    {
        var values = new List<object>();
        string where = question.Where(values);
        var groups = new List<StoredGroup>();
        long count = 0, first = long.MaxValue, last = long.MinValue;
        using (Statement statement = Prepare(
            "SELECT cause, sender, server, server_port, count(*), max(confidence), min(time), "
            + $"max(time) FROM reset_facts {where} GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4",
            values))
        {
            while (statement.Step())
            {
                var group = new StoredGroup(
                    statement.Text(0) ?? "", statement.Text(1) ?? "", statement.Text(2) ?? "",
                    (int)statement.Number(3), statement.Number(4), statement.Real(5));
                groups.Add(group);
                count += group.Count;
                first = Math.Min(first, statement.Number(6));
                last = Math.Max(last, statement.Number(7));
            }
        }

        return new HistoryAnswer
        {
            File = _file,
            Count = count,
            First = count > 0 ? first : null,
            Last = count > 0 ? last : null,
            Oldest = Bound("min"),
            Newest = Bound("max"),
            Groups = groups,
            Resets = Resets(question),
        };
    });

    /// <summary>Asks in SQL, one statement.</summary>
    /// <param name="sql">As typed.</param>
    /// <param name="begin">Gets the names of the columns.</param>
    /// <param name="take">Gets each row, in which a value is null, a number or a text.</param>
    /// <exception cref="CaptureException">It makes no sense, takes too long, or would
    /// write.</exception>
    public void Ask(string sql, Action<string[]> begin, Action<object?[]> take)
        => Guard(() =>
        {
            using Statement statement = _database.Prepare(sql);
            if (!statement.IsReadOnly || statement.Columns == 0)
            {
                throw new CaptureException(
                    "--sql asks and writes nothing: it takes a SELECT", "SELECT ... FROM resets");
            }

            string[] names = new string[statement.Columns];
            for (int i = 0; i < names.Length; i++) names[i] = statement.Name(i);
            begin(names);
            while (statement.Step())
            {
                object?[] row = new object?[names.Length];
                for (int i = 0; i < row.Length; i++) row[i] = ValueOf(statement, i);
                take(row);
            }

            return 0;
        });

    /// <summary>The tables and columns that may be asked for, for a word that is none.</summary>
    public List<string> Names()
    {
        var names = new List<string> { "resets", "incidents" };
        foreach (string view in (ReadOnlySpan<string>)["resets", "incidents"])
        {
            using Statement statement = _database.Prepare($"SELECT * FROM {view} LIMIT 0");
            for (int i = 0; i < statement.Columns; i++) names.Add(statement.Name(i));
        }

        return names;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (var done = new ManualResetEvent(false))
            if (_limit.Dispose(done)) done.WaitOne();

        _database.Dispose();
    }

    void Each(string columns, StoreQuestion question, Action<Statement> take) => Guard(() =>
    {
        var values = new List<object>();
        string where = question.Where(values), limit = "";
        if (question.Limit is { } most)
        {
            limit = "LIMIT ?";
            values.Add(most);
        }

        string order = question.Limit is null ? "time, id" : "time DESC, id DESC";
        string inner = $"SELECT {columns}, id FROM resets {where} ORDER BY {order} {limit}";
        using Statement statement = Prepare(
            question.Limit is null ? inner : $"SELECT * FROM ({inner}) ORDER BY time, id", values);
        while (statement.Step()) take(statement);
        return 0;
    });

    Statement Prepare(string sql, List<object> values)
    {
        Statement statement = _database.Prepare(sql);
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is long number) statement.Bind(i + 1, number);
            else statement.Bind(i + 1, (string)values[i]);
        }

        return statement;
    }

    long? Bound(string which)
    {
        using Statement statement = _database.Prepare($"SELECT {which}(time) FROM reset_facts");
        return statement.Step() ? statement.NumberOrNull(0) : null;
    }

    static StoredReset ResetOf(Statement row)
        => new(
            row.Number(0), row.Text(1) ?? "", row.Text(2) ?? "", row.Text(3) ?? "", row.Real(4),
            row.Text(5) ?? "", (int)row.Number(6), row.Text(7) ?? "", (int)row.Number(8),
            row.Text(9) ?? "");

    static object? ValueOf(Statement row, int column)
        => row.IsNull(column) ? null
            : row.IsWhole(column) ? row.Number(column)
            : row.IsNumber(column) ? row.Real(column)
            : row.Text(column);

    T Guard<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (StoreException failure) when (failure.Fault == StoreFault.Interrupted)
        {
            throw new CaptureException(
                $"the question took longer than {_patience.TotalSeconds:0} seconds",
                "--since and --until nearer to each other, or --timeout", failure);
        }
        catch (StoreException failure)
            when (failure.Fault is StoreFault.Statement or StoreFault.TooBig or StoreFault.Memory)
        {
            throw new CaptureException(
                $"--sql: {failure.Message}", Hint(failure.Message), failure);
        }
        catch (StoreException failure)
        {
            throw Cannot(_file, failure);
        }
    }

    // "no such column: caus".
    string Hint(string message)
    {
        int colon = message.LastIndexOf(": ", StringComparison.Ordinal);
        bool isName = message.StartsWith("no such ", StringComparison.Ordinal) && colon > 0;
        return isName && Capture.Spelling.Nearest(message[(colon + 2)..], Names()) is { } nearest
            ? nearest
            : "SELECT cause, count(*) FROM resets GROUP BY 1: docs/store.md";
    }

    static CaptureException Cannot(string file, StoreException failure)
        => new(
            $"{file} cannot be read: {failure.Message}",
            failure.Fault is StoreFault.NotADatabase or StoreFault.Corrupt
                ? $"file {file}, and sqlite3 {file} .recover"
                : "ls -l, and sudo, since the sidecar's files may be its own",
            failure);
}

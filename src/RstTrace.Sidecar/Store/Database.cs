using System;
using System.Runtime.InteropServices;
using System.Text;
using RstTrace.Core;
using RstTrace.Sidecar.Store.Native;

namespace RstTrace.Sidecar.Store;

/// <summary>A connection to a SQLite file. For one thread at a time, but for
/// <see cref="Interrupt"/>.</summary>
sealed class Database : IDisposable
{
    readonly DatabaseHandle _handle;

    Database(DatabaseHandle handle) => _handle = handle;

    /// <summary>Opens a file to read and write, and creates it if need be.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    /// <exception cref="CaptureException">There is no SQLite.</exception>
    public static Database OpenToWrite(string file)
        => Open(file, Sqlite.OpenReadWrite | Sqlite.OpenCreate);

    /// <summary>Opens a file that stays as it is.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="isAtRest">Whether nobody writes it: then it needs no lock, whose file we may
    /// have no right to make.</param>
    /// <inheritdoc cref="OpenToWrite"/>
    public static Database OpenToRead(string file, bool isAtRest)
        => isAtRest
            ? Open(
                $"file:{Uri.EscapeDataString(file)}?immutable=1",
                Sqlite.OpenReadOnly | Sqlite.OpenUri)
            : Open(file, Sqlite.OpenReadOnly);

    static Database Open(string file, int flags)
    {
        SqliteLibrary.Require();
        int code = Sqlite.sqlite3_open_v2(file, out DatabaseHandle handle, flags, 0);
        var database = new Database(handle);
        if (code == Sqlite.Ok) return database;

        using (database)
            throw handle.IsInvalid ? FailureOf(code) : database.Failure(code);
    }

    /// <summary>How long to wait for who writes.</summary>
    public void WaitWhenBusy(int milliseconds)
        => Check(Sqlite.sqlite3_busy_timeout(_handle, milliseconds));

    /// <summary>Lets no value be longer.</summary>
    public void LimitLength(int octets)
        => Sqlite.sqlite3_limit(_handle, Sqlite.LimitLength, octets);

    /// <summary>Runs statements that answer nothing.</summary>
    /// <exception cref="StoreException">One failed; the rest were not run.</exception>
    public void Execute(string statements)
        => Check(Sqlite.sqlite3_exec(_handle, statements, 0, 0, 0));

    /// <summary>The number that a statement answers; 0 where it answers nothing.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public long Number(string statement)
    {
        using Statement prepared = Prepare(statement);
        return prepared.Step() ? prepared.Number(0) : 0;
    }

    /// <summary>Prepares one statement.</summary>
    /// <exception cref="StoreException">It makes no sense, or there are several.</exception>
    public Statement Prepare(string statement)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(statement);
        try
        {
            int octets = Encoding.UTF8.GetByteCount(statement);
            int code = Sqlite.sqlite3_prepare_v2(
                _handle, text, octets, out StatementHandle handle, out nint tail);
            var prepared = new Statement(this, handle);
            if (code == Sqlite.Ok && !handle.IsInvalid && IsEnd(tail, text + octets))
                return prepared;

            prepared.Dispose();
            if (code != Sqlite.Ok) throw Failure(code);
            throw new StoreException(
                handle.IsInvalid ? "there is no statement" : "there is more than one statement",
                StoreFault.Statement);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>Ends what runs, with <see cref="StoreFault.Interrupted"/>. From any
    /// thread.</summary>
    public void Interrupt()
    {
        if (!_handle.IsClosed) Sqlite.sqlite3_interrupt(_handle);
    }

    /// <summary>Throws what a result code says, if it is a failure.</summary>
    /// <exception cref="StoreException">It is.</exception>
    public void Check(int code)
    {
        if (code is not Sqlite.Ok and not Sqlite.Row and not Sqlite.Done) throw Failure(code);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    static bool IsEnd(nint tail, nint end)
    {
        string rest = Marshal.PtrToStringUTF8(tail, (int)(end - tail));
        return rest.AsSpan().Trim(" \t\r\n;").IsEmpty;
    }

    StoreException Failure(int code)
        => new(
            Marshal.PtrToStringUTF8(Sqlite.sqlite3_errmsg(_handle)) ?? "no reason",
            (StoreFault)(code & 0xFF));

    static StoreException FailureOf(int code)
        => new(
            Marshal.PtrToStringUTF8(Sqlite.sqlite3_errstr(code)) ?? "no reason",
            (StoreFault)(code & 0xFF));
}

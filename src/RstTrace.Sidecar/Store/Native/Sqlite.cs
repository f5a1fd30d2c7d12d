using System;
using System.Runtime.InteropServices;

namespace RstTrace.Sidecar.Store.Native;

/// <summary>The functions of SQLite that we use, under their own names
/// (sqlite.org/c3ref).</summary>
/// <remarks>Open a <see cref="Database"/> first: that looks whether there is a SQLite. Each
/// connection is for one thread at a time; <see cref="sqlite3_interrupt"/> is for any.</remarks>
static partial class Sqlite
{
    /// <summary>SQLITE_OPEN_...</summary>
    public const int OpenReadOnly = 1, OpenReadWrite = 2, OpenCreate = 4, OpenUri = 0x40;

    /// <summary>What a function returns: SQLITE_OK, and from a step SQLITE_ROW and
    /// SQLITE_DONE.</summary>
    public const int Ok = 0, Row = 100, Done = 101;

    /// <summary>SQLITE_INTEGER to SQLITE_NULL.</summary>
    public const int Integer = 1, Float = 2, Text = 3, Blob = 4, Null = 5;

    /// <summary>SQLITE_LIMIT_LENGTH: octets of a value.</summary>
    public const int LimitLength = 0;

    /// <summary>SQLITE_TRANSIENT: it makes a copy before it returns.</summary>
    public const nint Transient = -1;

    [LibraryImport(SqliteLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_open_v2(
        string file, out DatabaseHandle database, int flags, nint system);

    /// <remarks>Waits with the end for statements that are not finalized.</remarks>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_close_v2(nint database);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_busy_timeout(DatabaseHandle database, int milliseconds);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_limit(DatabaseHandle database, int what, int value);

    [LibraryImport(SqliteLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_exec(
        DatabaseHandle database, string statements, nint row, nint argument, nint message);

    /// <returns>UTF-8 up to its zero, until the next call.</returns>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial nint sqlite3_errmsg(DatabaseHandle database);

    /// <returns>UTF-8 up to its zero, for good.</returns>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial nint sqlite3_errstr(int code);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial void sqlite3_interrupt(DatabaseHandle database);

    /// <remarks>The text is in memory that does not move, and so the tail tells where the first
    /// statement ends in it.</remarks>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_prepare_v2(
        DatabaseHandle database, nint text, int octets, out StatementHandle statement,
        out nint tail);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_stmt_readonly(StatementHandle statement);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_step(StatementHandle statement);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_reset(StatementHandle statement);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_bind_null(StatementHandle statement, int parameter);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_bind_int64(
        StatementHandle statement, int parameter, long value);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_bind_double(
        StatementHandle statement, int parameter, double value);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_bind_text(
        StatementHandle statement, int parameter, ReadOnlySpan<byte> text, int octets,
        nint destructor);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_column_count(StatementHandle statement);

    /// <returns>UTF-8 up to its zero, as long as the statement.</returns>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial nint sqlite3_column_name(StatementHandle statement, int column);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_column_type(StatementHandle statement, int column);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial long sqlite3_column_int64(StatementHandle statement, int column);

    [LibraryImport(SqliteLibrary.Name)]
    public static partial double sqlite3_column_double(StatementHandle statement, int column);

    /// <returns>UTF-8, until the next step.</returns>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial nint sqlite3_column_text(StatementHandle statement, int column);

    /// <returns>Octets of the text.</returns>
    [LibraryImport(SqliteLibrary.Name)]
    public static partial int sqlite3_column_bytes(StatementHandle statement, int column);
}

/// <summary>An open database.</summary>
sealed class DatabaseHandle : SafeHandle
{
    public DatabaseHandle() : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Sqlite.sqlite3_close_v2(handle) == Sqlite.Ok;
}

/// <summary>A prepared statement.</summary>
sealed class StatementHandle : SafeHandle
{
    public StatementHandle() : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    // What it returns is the failure of the last step, and not of this.
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _ = Sqlite.sqlite3_finalize(handle);
        return true;
    }
}

using System;
using System.Runtime.InteropServices;
using System.Text;
using RstTrace.Sidecar.Store.Native;

namespace RstTrace.Sidecar.Store;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as SQLite counts
/// them.</summary>
sealed class Statement : IDisposable
{
    readonly Database _database;
    readonly StatementHandle _handle;

    internal Statement(Database database, StatementHandle handle)
        => (_database, _handle) = (database, handle);

    /// <summary>Columns of its answer; 0 of a statement that answers nothing.</summary>
    public int Columns => Sqlite.sqlite3_column_count(_handle);

    /// <summary>Whether it changes nothing.</summary>
    public bool IsReadOnly => Sqlite.sqlite3_stmt_readonly(_handle) != 0;

    /// <summary>Gives a parameter its value.</summary>
    public void Bind(int parameter, long? value)
        => _database.Check(
            value is { } known
                ? Sqlite.sqlite3_bind_int64(_handle, parameter, known)
                : Sqlite.sqlite3_bind_null(_handle, parameter));

    /// <inheritdoc cref="Bind(int, long?)"/>
    public void BindReal(int parameter, double value)
        => _database.Check(Sqlite.sqlite3_bind_double(_handle, parameter, value));

    /// <inheritdoc cref="Bind(int, long?)"/>
    public void Bind(int parameter, string? value)
    {
        if (value is null) Bind(parameter, (long?)null);
        else BindText(parameter, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Gives a parameter a text, as UTF-8.</summary>
    public void BindText(int parameter, ReadOnlySpan<byte> text)
        => _database.Check(
            Sqlite.sqlite3_bind_text(
                _handle, parameter, text.IsEmpty ? "\0"u8 : text, text.Length, Sqlite.Transient));

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="StoreException">It failed.</exception>
    public bool Step()
    {
        int code = Sqlite.sqlite3_step(_handle);
        _database.Check(code);
        return code == Sqlite.Row;
    }

    /// <summary>Runs it once and makes it ready to run again.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public void Run()
    {
        try
        {
            _ = Step();
        }
        finally
        {
            Reset(); // What a reset returns is the failure of the step.
        }
    }

    /// <summary>Makes it ready to run again; its parameters keep their values.</summary>
    public void Reset() => _ = Sqlite.sqlite3_reset(_handle);

    /// <summary>A column's name.</summary>
    public string Name(int column)
        => Marshal.PtrToStringUTF8(Sqlite.sqlite3_column_name(_handle, column)) ?? "";

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int column) => TypeOf(column) == Sqlite.Null;

    /// <summary>Whether a value is a number.</summary>
    public bool IsNumber(int column) => TypeOf(column) is Sqlite.Integer or Sqlite.Float;

    /// <summary>Whether a value is a whole number.</summary>
    public bool IsWhole(int column) => TypeOf(column) == Sqlite.Integer;

    /// <summary>A value as a whole number; 0 of what is none.</summary>
    public long Number(int column) => Sqlite.sqlite3_column_int64(_handle, column);

    /// <summary>The same, or null.</summary>
    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>A value as a number.</summary>
    public double Real(int column) => Sqlite.sqlite3_column_double(_handle, column);

    /// <summary>A value as text; null of NULL. What is no UTF-8 in it is replaced.</summary>
    public string? Text(int column)
    {
        nint text = Sqlite.sqlite3_column_text(_handle, column);
        return text == 0
            ? null
            : Marshal.PtrToStringUTF8(text, Sqlite.sqlite3_column_bytes(_handle, column));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    int TypeOf(int column) => Sqlite.sqlite3_column_type(_handle, column);
}

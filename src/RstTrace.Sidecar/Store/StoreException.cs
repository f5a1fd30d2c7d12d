using System;

namespace RstTrace.Sidecar.Store;

/// <summary>SQLite could not.</summary>
/// <param name="message">In its own words.</param>
/// <param name="code">Its primary result code.</param>
public sealed class StoreException(string message, StoreFault code) : Exception(message)
{
    /// <summary>Which kind of failure.</summary>
    public StoreFault Fault { get; } = code;
}

/// <summary>SQLite's primary result codes, as far as we tell them apart
/// (sqlite.org/rescode.html).</summary>
public enum StoreFault
{
    /// <summary>SQLITE_ERROR: what was asked makes no sense.</summary>
    Statement = 1,

    /// <summary>SQLITE_BUSY: another connection writes.</summary>
    Busy = 5,

    /// <summary>SQLITE_NOMEM, also beyond the limit that was set.</summary>
    Memory = 7,

    /// <summary>SQLITE_READONLY.</summary>
    ReadOnly = 8,

    /// <summary>SQLITE_INTERRUPT: it took too long, or somebody had enough.</summary>
    Interrupted = 9,

    /// <summary>SQLITE_IOERR: the disk.</summary>
    Disk = 10,

    /// <summary>SQLITE_CORRUPT.</summary>
    Corrupt = 11,

    /// <summary>SQLITE_FULL.</summary>
    Full = 13,

    /// <summary>SQLITE_CANTOPEN.</summary>
    CannotOpen = 14,

    /// <summary>SQLITE_TOOBIG: a value beyond the limit.</summary>
    TooBig = 18,

    /// <summary>SQLITE_NOTADB.</summary>
    NotADatabase = 26,
}

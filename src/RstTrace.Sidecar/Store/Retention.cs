using System;

namespace RstTrace.Sidecar.Store;

/// <summary>Deletes what is too old, and the oldest where there is too much.</summary>
/// <remarks>In small pieces, so that what comes meanwhile is committed between them.</remarks>
/// <param name="options">How old, and how large.</param>
/// <param name="clock">What time it is.</param>
sealed class Retention(StoreOptions options, TimeProvider clock)
{
    const int Piece = 200, MostPieces = 10;
    const double Room = 0.95;
    const long NanosecondsPerTick = 100;

    readonly DateTimeOffset _began = clock.GetUtcNow();
    readonly long _beganTicking = clock.GetTimestamp();
    bool _isShrinking;

    /// <summary>Events that it has deleted.</summary>
    public long Deleted { get; private set; }

    /// <summary>Does some of what there is to do.</summary>
    /// <returns>Whether there is more.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Tend(Database database)
    {
        for (int piece = 0; piece < MostPieces; piece++)
        {
            long deleted = Delete(database, Cutoff());
            if (deleted == 0 && MustShrink(database)) deleted = Delete(database, long.MaxValue);
            if (deleted == 0)
            {
                GiveBack(database);
                return false;
            }

            Deleted += deleted;
        }

        return true;
    }

    // Begun, it goes on until there is some room.
    bool MustShrink(Database database)
    {
        long octets = Octets(database);
        _isShrinking = octets > (_isShrinking ? Limit * Room : Limit);
        return _isShrinking;
    }

    // A clock that is set forward must not empty the history, so steps since the start do not
    // count.
    long Cutoff()
    {
        DateTimeOffset steady = _began + clock.GetElapsedTime(_beganTicking);
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset earlier = now < steady ? now : steady;
        return (earlier - options.MaxAge - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
    }

    long Limit => options.MaxOctets - StoreWriter.JournalOctets(options.MaxOctets);

    // Free pages are room: what comes next goes there.
    static long Octets(Database database)
        => (database.Number("PRAGMA page_count") - database.Number("PRAGMA freelist_count"))
            * database.Number("PRAGMA page_size");

    static long Delete(Database database, long cutoff)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            long last = NewestOfPiece(database, "reset", cutoff);
            long deleted = Delete(database, "reset", cutoff);

            // The incidents of the same time go with the resets.
            long until = cutoff == long.MaxValue && deleted > 0 ? last : cutoff;
            deleted += Delete(database, "incident", until);
            database.Execute("COMMIT");
            return deleted;
        }
        catch (StoreException)
        {
            StoreSchema.TryRollback(database);
            throw;
        }
    }

    static string OldestOf(string kind, long cutoff, string columns)
        => $"SELECT {columns} FROM {kind}_facts WHERE time < {cutoff} ORDER BY time LIMIT {Piece}";

    static long NewestOfPiece(Database database, string kind, long cutoff)
        => database.Number($"SELECT max(time) FROM ({OldestOf(kind, cutoff, "time")})");

    static long Delete(Database database, string kind, long cutoff)
    {
        string oldest = OldestOf(kind, cutoff, "id");
        database.Execute($"DELETE FROM {kind}_lines WHERE id IN ({oldest})");
        database.Execute($"DELETE FROM {kind}_facts WHERE id IN ({oldest})");
        return database.Number("SELECT changes()");
    }

    // To the file system, as far as the file is larger than it may be.
    void GiveBack(Database database)
    {
        long size = database.Number("PRAGMA page_size");
        long excess = database.Number("PRAGMA page_count") - (Limit / size);
        long free = Math.Min(excess, database.Number("PRAGMA freelist_count"));
        if (free > 0) database.Execute($"PRAGMA incremental_vacuum({free})");
    }
}

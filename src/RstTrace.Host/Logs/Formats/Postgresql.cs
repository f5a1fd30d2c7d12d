using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>PostgreSQL with <c>%m</c> or <c>%t</c> and <c>%p</c> in its prefix, as it comes:
/// <c>2026-11-21 06:07:08.123 UTC [812] text</c>.</summary>
static class Postgresql
{
    const int LongestZone = 5;

    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        if (!IsoTime.TryTake(ref cursor, out LogTime time) || !cursor.Skip((byte)' ')) return false;

        // Of other names several zones make use: the log's zone is asked for.
        if (time.ZoneMinutes is null)
        {
            int end = cursor.Rest.IndexOf((byte)' ');
            if (end is < 2 or > LongestZone || !IsName(cursor.Rest[..end])) return false;
            cursor.Until((byte)' ', out _);
        }

        bool hasProcess = cursor.Skip((byte)'[') & cursor.Digits(1, 9, out int process)
            && (cursor.Skip((byte)']') || cursor.Skip((byte)'-'));
        if (!hasProcess) return false;

        head.Time = time;
        head.Process = "postgres"u8;
        head.ProcessId = process;
        cursor.SkipSpaces();
        head.Text = cursor.Rest;
        return true;
    }

    static bool IsName(ReadOnlySpan<byte> word)
        => word.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;
}

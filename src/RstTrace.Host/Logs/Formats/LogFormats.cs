using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>The formats of logs, and which one a log has.</summary>
/// <remarks>One for each log. Lines of a log mostly are of one format: that of the line before is
/// tried first.</remarks>
sealed class LogFormats
{
    // What begins like another stands before it.
    static readonly HeadReader[] s_all =
    [
        JournalJson.TryRead, NewSyslog.TryRead, OldSyslog.TryRead, Postgresql.TryRead,
        IsoTime.TryRead, NginxError.TryRead, CtimeLine.TryRead, AmericanTime.TryRead,
        AccessLog.TryRead,
    ];

    int _last;

    /// <summary>Takes a line apart.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="scratch">As long as the longest line.</param>
    /// <param name="head">Gets what it holds.</param>
    /// <returns>Whether it begins with a time that is known: what goes on from the line before
    /// does not.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, Span<byte> scratch, out LogHead head)
    {
        head = new LogHead { Scratch = scratch };
        if (s_all[_last](line, ref head)) return true;

        for (int i = 0; i < s_all.Length; i++)
        {
            if (i == _last) continue;
            head = new LogHead { Scratch = scratch };
            if (!s_all[i](line, ref head)) continue;
            _last = i;
            return true;
        }

        return false;
    }
}

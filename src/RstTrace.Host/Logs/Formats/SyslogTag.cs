using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>What stands behind the time in syslog's own form: perhaps the host, then who
/// wrote it, perhaps with its process id, then a colon.</summary>
static class SyslogTag
{
    // RFC 3164 §4.1.3 has 32; longer ones are written all the same.
    const int LongestTag = 128;

    /// <summary>Takes it off.</summary>
    /// <param name="text">What stands behind the time.</param>
    /// <param name="head">Gets who, and what is said.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, ref LogHead head)
    {
        // HAProxy and some small systems write no host.
        return TryTag(text, ref head)
            || (text.IndexOf((byte)' ') is > 0 and var end && TryTag(text[(end + 1)..], ref head));
    }

    static bool TryTag(ReadOnlySpan<byte> text, ref LogHead head)
    {
        ReadOnlySpan<byte> tag = text[..Math.Min(text.Length, LongestTag)];
        int end = tag.IndexOfAny((byte)'[', (byte)':', (byte)' ');
        if (end < 1 || tag[end] == ' ') return false;

        var cursor = new LineCursor(text[end..]);
        int? process = null;
        if (cursor.Skip((byte)'['))
        {
            if (!cursor.Digits(1, 9, out int id) || !cursor.Skip((byte)']')) return false;
            process = id;
        }

        // An address that stands there is no tag.
        if (!cursor.Skip((byte)':') || (!cursor.Rest.IsEmpty && !cursor.Skip((byte)' ')))
            return false;

        head.Process = text[..end];
        head.ProcessId = process;
        cursor.SkipSpaces();
        head.Text = cursor.Rest;
        return true;
    }
}

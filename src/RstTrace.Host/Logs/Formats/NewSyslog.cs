using System;

namespace RstTrace.Host.Logs.Formats;

/// <summary>RFC 5424: <c>&lt;34&gt;1 2026-11-21T06:07:08.123Z host sshd 812 ID47 - text</c>.
/// </summary>
static class NewSyslog
{
    /// <inheritdoc cref="HeadReader"/>
    public static bool TryRead(ReadOnlySpan<byte> line, ref LogHead head)
    {
        var cursor = new LineCursor(line);
        bool begins = cursor.Skip((byte)'<') && cursor.Digits(1, 3, out _)
            && cursor.Skip(">1 "u8) && IsoTime.TryTake(ref cursor, out head.Time)
            && cursor.Skip((byte)' ');
        if (!begins || !cursor.Until((byte)' ', out _)
            || !cursor.Until((byte)' ', out ReadOnlySpan<byte> name)
            || !cursor.Until((byte)' ', out ReadOnlySpan<byte> process)
            || !cursor.Until((byte)' ', out _))
        {
            return false;
        }

        var id = new LineCursor(process);
        if (id.Digits(1, 9, out int number) && id.Rest.IsEmpty) head.ProcessId = number;
        head.Process = name is [(byte)'-'] ? default : name;
        head.Text = BehindData(cursor.Rest);
        return true;
    }

    // Structured data: "-", or [...] one after the other, in which "\]" does not end.
    static ReadOnlySpan<byte> BehindData(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'-', .. var rest]) return Bare(rest);

        int at = 0;
        while (at < text.Length && text[at] == '[')
        {
            while (at < text.Length && text[at] != ']') at += text[at] == '\\' ? 2 : 1;
            at++;
        }

        return Bare(text[Math.Min(at, text.Length)..]);
    }

    // RFC 5424 §6.4: UTF-8 may begin with a mark.
    static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        return text.StartsWith("\uFEFF"u8) ? text["\uFEFF"u8.Length..] : text;
    }
}

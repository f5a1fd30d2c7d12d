using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

public sealed partial class NdjsonReport
{
    /// <summary>The numbers of those frames that lie in one file.</summary>
    void WriteFrames(ReadOnlySpan<byte> name, IReadOnlyList<FrameId> frames, int file)
    {
        _json.WriteStartArray(name);
        WriteNumbers(frames, file);
        _json.WriteEndArray();
    }

    /// <summary>The frames outside of <paramref name="file"/>, by their files.</summary>
    void WriteAlsoIn(
        ReadOnlySpan<byte> name, IReadOnlyList<FrameId> frames, int file, bool evenIfEmpty = false)
    {
        SortedSet<int>? others = OtherFiles(frames, file);
        if (others == null && !evenIfEmpty) return;

        _json.WriteStartArray(name);
        if (others != null) WriteByFile(others, frames);
        _json.WriteEndArray();
    }

    static SortedSet<int>? OtherFiles(IReadOnlyList<FrameId> frames, int file)
    {
        SortedSet<int>? others = null;
        for (int index = 0; index < frames.Count; index++)
            if (frames[index].File != file) (others ??= []).Add(frames[index].File);

        return others;
    }

    void WriteByFile(SortedSet<int> files, IReadOnlyList<FrameId> frames)
    {
        foreach (int other in files)
        {
            _json.WriteStartObject();
            WriteText("file"u8, FileName(other));
            WriteFrames("frames"u8, frames, other);
            _json.WriteString("seen"u8, "yes"u8);
            _json.WriteEndObject();
        }
    }

    void WriteNumbers(IReadOnlyList<FrameId> frames, int file)
    {
        for (int index = 0; index < frames.Count; index++)
            if (frames[index].File == file) _json.WriteNumberValue(frames[index].Number);
    }

    string FileName(int file) => file < _files.Count ? _files[file] : "-";

    void WriteBoolean(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known) _json.WriteBoolean(name, known);
        else _json.WriteNull(name);
    }

    void WriteNumber(ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } known) _json.WriteNumber(name, known);
        else _json.WriteNull(name);
    }

    void WriteDuration(ReadOnlySpan<byte> name, Duration? value)
    {
        if (value is { } known) _json.WriteNumber(name, known.Nanoseconds);
        else _json.WriteNull(name);
    }

    // RFC 3339 with nine digits: "2026-11-21T01:46:39.374393000Z". A tick is a hundred of them.
    void WriteTime(ReadOnlySpan<byte> name, Timestamp time)
    {
        const int Tick = 100, AfterTicks = 27;
        (long ticks, long rest) = Math.DivRem(time.Nanoseconds, Tick);
        if (rest < 0) (ticks, rest) = (ticks - 1, rest + Tick); // before 1970
        DateTime moment = DateTime.UnixEpoch.AddTicks(ticks);

        Span<byte> text = stackalloc byte[AfterTicks + 3];
        moment.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        rest.TryFormat(text[AfterTicks..], out _, "D2", CultureInfo.InvariantCulture);
        text[^1] = (byte)'Z';
        _json.WriteString(name, text);
    }

    // The relaxed encoder leaves characters in that turn a terminal's text around. Text with such
    // characters is rare; it gets the strict encoder, which any JSON reader undoes.
    void WriteText(ReadOnlySpan<byte> name, string? text)
    {
        if (text == null) _json.WriteNull(name);
        else if (IsPlain(text)) _json.WriteString(name, text);
        else if (!Escaped.IsNeededFor(text)) _json.WriteString(name, WellFormed(text));
        else _json.WriteString(name, JsonEncodedText.Encode(WellFormed(text), s_strict));
    }

    // As most texts are, and soonest seen.
    static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    // A file name may hold half of a surrogate pair, which is no text and which the writer refuses.
    internal static string WellFormed(string text)
        => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
            : text;

    static double Rounded(double confidence)
        => double.IsFinite(confidence) ? Math.Round(Math.Clamp(confidence, 0, 1), 3) : 0;
}

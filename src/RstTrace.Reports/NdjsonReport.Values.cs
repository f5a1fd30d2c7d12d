using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

public sealed partial class NdjsonReport
{
    /// <summary>The numbers of those frames that lie in one file.</summary>
    void WriteFrames(string name, IReadOnlyList<FrameId> frames, int file)
    {
        _json.WriteStartArray(name);
        WriteNumbers(frames, file);
        _json.WriteEndArray();
    }

    /// <summary>The frames outside of <paramref name="file"/>, by their files.</summary>
    void WriteAlsoIn(
        string name, IReadOnlyList<FrameId> frames, int file, bool evenIfEmpty = false)
    {
        SortedSet<int>? others = null;
        foreach (FrameId frame in frames)
            if (frame.File != file) (others ??= []).Add(frame.File);

        if (others == null && !evenIfEmpty) return;

        _json.WriteStartArray(name);
        foreach (int other in others ?? [])
        {
            _json.WriteStartObject();
            WriteText("file", FileName(other));
            WriteFrames("frames", frames, other);
            _json.WriteString("seen", "yes");
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteNumbers(IReadOnlyList<FrameId> frames, int file)
    {
        foreach (FrameId frame in frames)
            if (frame.File == file) _json.WriteNumberValue(frame.Number);
    }

    string FileName(int file) => file < _files.Count ? _files[file] : "-";

    void WriteBoolean(string name, bool? value)
    {
        if (value is { } known) _json.WriteBoolean(name, known);
        else _json.WriteNull(name);
    }

    void WriteNumber(string name, int? value)
    {
        if (value is { } known) _json.WriteNumber(name, known);
        else _json.WriteNull(name);
    }

    void WriteDuration(string name, Duration? value)
    {
        if (value is { } known) _json.WriteNumber(name, known.Nanoseconds);
        else _json.WriteNull(name);
    }

    // The relaxed encoder leaves characters in that turn a terminal's text around. Text with such
    // characters is rare; it gets the strict encoder, which any JSON reader undoes.
    void WriteText(string name, string? text)
    {
        if (text == null) _json.WriteNull(name);
        else if (!Escaped.IsNeededFor(text)) _json.WriteString(name, WellFormed(text));
        else _json.WriteString(name, JsonEncodedText.Encode(WellFormed(text), s_strict));
    }

    // A file name may hold half of a surrogate pair, which is no text and which the writer refuses.
    internal static string WellFormed(string text)
        => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
            : text;

    static double Rounded(double confidence)
        => double.IsFinite(confidence) ? Math.Round(Math.Clamp(confidence, 0, 1), 3) : 0;
}

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RstTrace.Cli;

/// <summary>One line on the terminal that tells how far a long capture is read.</summary>
sealed class Progress
{
    const long WorthShowing = 64 << 20;
    const double FifthOfSecond = 0.2;
    const string EraseLine = "\r\e[K";

    readonly TextWriter _errors;
    readonly long _length;
    readonly long _begin = Stopwatch.GetTimestamp();
    double _next = FifthOfSecond;
    bool _isShown;

    Progress(TextWriter errors, long length)
    {
        _errors = errors;
        _length = length;
    }

    /// <summary>A line for a capture, where somebody sees it and it is long enough.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="length">Octets to read; null where the end is not known.</param>
    public static Progress? For(Terminal terminal, TextWriter errors, long? length)
        => terminal is { ShowsErrors: true, MovesCursor: true } && length > WorthShowing
            ? new Progress(errors, length.Value)
            : null;

    /// <summary>Writes the line anew, at most five times a second.</summary>
    /// <param name="frames">Frames read.</param>
    /// <param name="position">Octets read.</param>
    public void Show(long frames, long position)
    {
        double seconds = Stopwatch.GetElapsedTime(_begin).TotalSeconds;
        if (seconds < _next) return;

        _next = seconds + FifthOfSecond;
        _isShown = true;
        Write(EraseLine + Line(frames, position, _length, seconds));
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_isShown) Write(EraseLine);
        _isShown = false;
    }

    /// <summary>The line.</summary>
    /// <param name="frames">Frames read.</param>
    /// <param name="position">Octets read.</param>
    /// <param name="length">Octets to read.</param>
    /// <param name="seconds">Seconds it took so far.</param>
    internal static string Line(long frames, long position, long length, double seconds)
    {
        double share = Math.Clamp((double)position / length, 0, 1);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)(share * 100),3}%  {frames / 1e6:0.0} M frames"
            + $"  {position / 1e6 / seconds:0} MB/s");
        if (share is 0 or 1) return line;

        var left = TimeSpan.FromSeconds(seconds * (1 - share) / share);
        return line + string.Create(
            CultureInfo.InvariantCulture, $"  {(int)left.TotalMinutes}:{left.Seconds:00} left");
    }

    void Write(string text)
    {
        try
        {
            _errors.Write(text);
            _errors.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone; the report may not be.
        }
    }
}

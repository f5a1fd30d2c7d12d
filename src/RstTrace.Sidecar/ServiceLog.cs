using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using RstTrace.Capture.Live;

namespace RstTrace.Sidecar;

/// <summary>What the service says about itself on standard error: a line each, plain or
/// JSON.</summary>
/// <remarks>From any thread. A thread that reads frames does not call it: standard error may be a
/// pipe that nobody reads.</remarks>
/// <param name="errors">Standard error.</param>
public sealed class ServiceLog(TextWriter errors)
{
    readonly Lock _gate = new();

    /// <summary>Whether lines are JSON objects.</summary>
    public bool IsJson { get; set; }

    /// <summary>Something that was to be expected.</summary>
    public void Say(string message) => Write("info", message, null);

    /// <summary>Something that somebody should look at.</summary>
    public void Warn(string message, string? hint = null) => Write("warning", message, hint);

    /// <summary>Something that keeps the service from its work.</summary>
    public void Fail(string message, string hint) => Write("error", message, hint);

    void Write(string level, string message, string? hint)
    {
        string line = IsJson ? Json(level, message, hint) : Plain(message, hint);
        try
        {
            lock (_gate)
            {
                errors.WriteLine(line);
                errors.Flush();
            }
        }
        catch (IOException)
        {
            // Nobody listens.
        }
    }

    static string Plain(string message, string? hint)
        => $"rsttrace: {Safe(message)}" + (hint is null ? "" : $"\n  try: {Safe(hint)}");

    static string Json(string level, string message, string? hint)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, Time());
            json.WriteString("level"u8, level);
            json.WriteString("message"u8, message);
            if (hint is not null) json.WriteString("hint"u8, hint);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.GetBuffer(), 0, (int)octets.Length);
    }

    static string Time()
        => DateTime.UnixEpoch.AddTicks(WallClock.Now.Nanoseconds / 100)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // What came from outside must not drive a terminal or forge a line.
    static string Safe(string text)
        => string.Create(text.Length, text, static (safe, text) =>
        {
            for (int i = 0; i < text.Length; i++)
                safe[i] = char.IsControl(text[i]) ? '?' : text[i];
        });
}

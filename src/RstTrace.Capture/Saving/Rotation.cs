using System;
using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>When a capture goes on in another file, and how that is called: -C, -G and -W of
/// tcpdump 4.99.</summary>
/// <remarks>With <see cref="Octets"/> a number is put after the name: none for the first file, or
/// as many digits as the last of <see cref="Files"/> needs, from 0. With <see cref="Seconds"/> the
/// name is a pattern of strftime(3), and the numbers begin anew with each time; a name that was
/// there before is overwritten.</remarks>
public sealed record Rotation
{
    /// <summary>-C: a frame that finds a file larger than this goes into the next; 0 for any size.
    /// tcpdump counts in millions.</summary>
    public long Octets { get; init; }

    /// <summary>-G: a frame so many seconds after the file was begun goes into the next; 0 for
    /// any time.</summary>
    public long Seconds { get; init; }

    /// <summary>-W: how many files. With a size they are a ring, and the first is overwritten
    /// after the last; with a time alone the capture ends after them. 0 for no limit.</summary>
    public int Files { get; init; }

    /// <summary>One file, which grows.</summary>
    public static Rotation None { get; } = new();

    /// <summary>Whether there may be a second file.</summary>
    public bool IsAsked => Octets > 0 || Seconds > 0;

    /// <summary>The number of the file that follows one that is full.</summary>
    internal int After(int number) => Files > 0 && number + 1 >= Files ? 0 : number + 1;

    /// <summary>The name of a file.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="begun">When the present interval began.</param>
    /// <param name="number">How many files were full since then, modulo
    /// <see cref="Files"/>.</param>
    /// <param name="zone">Of the times in names.</param>
    internal string NameOf(string name, Timestamp begun, int number, TimeZoneInfo zone)
    {
        if (Seconds > 0)
        {
            var utc = new DateTimeOffset(
                DateTime.UnixEpoch.AddTicks(begun.Nanoseconds / TimeSpan.NanosecondsPerTick));
            name = TimePattern.Fill(name, TimeZoneInfo.ConvertTime(utc, zone), zone);
        }

        int digits = Octets > 0 ? DigitsOf(Files - 1) : 0;
        return number == 0 && digits == 0
            ? name
            : name + number.ToString($"D{digits}", CultureInfo.InvariantCulture);
    }

    // None for 0: tcpdump gives the only file of -W 1 no number.
    static int DigitsOf(int number)
    {
        int digits = 0;
        for (; number > 0; number /= 10) digits++;
        return digits;
    }
}

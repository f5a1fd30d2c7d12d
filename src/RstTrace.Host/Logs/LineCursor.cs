using System;

namespace RstTrace.Host.Logs;

/// <summary>A place in a line of a log that moves on as its parts are taken.</summary>
/// <remarks>Whatever the line holds, nothing throws; where a part is not as asked for, the answer
/// is false and the place is of no meaning.</remarks>
ref struct LineCursor(ReadOnlySpan<byte> line)
{
    const long Second = 1_000_000_000, HalfDay = 12 * 3_600 * Second;
    static readonly string[] s_months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>What is not yet taken.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = line;

    /// <summary>Takes one octet, if it is this one.</summary>
    public bool Skip(byte octet)
    {
        if (Rest.IsEmpty || Rest[0] != octet) return false;
        Rest = Rest[1..];
        return true;
    }

    /// <summary>Takes these octets, if they stand here.</summary>
    public bool Skip(ReadOnlySpan<byte> octets)
    {
        if (!Rest.StartsWith(octets)) return false;
        Rest = Rest[octets.Length..];
        return true;
    }

    /// <summary>Takes any number of spaces.</summary>
    public void SkipSpaces() => Rest = Rest.TrimStart((byte)' ');

    /// <summary>Takes what stands before an octet, and that; false where it does not
    /// come.</summary>
    public bool Until(byte octet, out ReadOnlySpan<byte> taken)
    {
        int end = Rest.IndexOf(octet);
        taken = end < 0 ? default : Rest[..end];
        if (end < 0) return false;
        Rest = Rest[(end + 1)..];
        return true;
    }

    /// <summary>Takes a number of so many digits.</summary>
    public bool Digits(int least, int most, out int value)
    {
        value = 0;
        int count = 0;
        while (count < most && count < Rest.Length && Rest[count] is >= (byte)'0' and <= (byte)'9')
            value = (value * 10) + Rest[count++] - '0';

        Rest = Rest[count..];
        return count >= least;
    }

    /// <summary>Takes the English name of a month, three letters long; the first is 1.</summary>
    public bool Month(out int month)
    {
        month = 0;
        if (Rest.Length < 3) return false;
        for (int i = 0; i < s_months.Length; i++)
        {
            string name = s_months[i];
            if (Rest[0] == name[0] && Rest[1] == name[1] && Rest[2] == name[2]) month = i + 1;
        }

        Rest = Rest[3..];
        return month > 0;
    }

    /// <summary>Takes a time of day: 06:07:08, with a fraction behind a point or a comma, with AM
    /// or PM.</summary>
    /// <param name="time">Nanoseconds since midnight; a leap second belongs to the next
    /// minute.</param>
    /// <param name="precision">Nanoseconds that it is rounded down to.</param>
    public bool TimeOfDay(out long time, out long precision)
    {
        (time, precision) = (0, Second);
        bool isTime = Digits(1, 2, out int hour);
        isTime &= Skip((byte)':') & Digits(2, 2, out int minute);
        isTime &= Skip((byte)':') & Digits(2, 2, out int second);
        if (!isTime || hour > 23 || minute > 59 || second > 60) return false;

        time = ((((hour * 60L) + minute) * 60) + second) * Second;
        if (!Rest.IsEmpty && Rest[0] is (byte)'.' or (byte)',') Fraction(ref time, ref precision);
        return HalfOfDay(hour, ref time);
    }

    /// <summary>Takes a zone: Z, +05:30, +0530, -03, with or without a space before it, or UTC or
    /// GMT behind one.</summary>
    /// <returns>Minutes ahead of UTC; null where none stands here: then nothing is
    /// taken.</returns>
    public int? Zone()
    {
        const int MostHours = 18;
        if (Skip((byte)'Z') || Skip(" UTC"u8) || Skip(" GMT"u8)) return 0;

        LineCursor ahead = this;
        ahead.Skip((byte)' ');
        bool isWest = ahead.Skip((byte)'-');
        if (!isWest && !ahead.Skip((byte)'+')) return null;
        if (!ahead.Digits(2, 2, out int hours) || hours > MostHours) return null;

        // What is no pair of digits is not the zone's: some write no minutes.
        LineCursor behind = ahead;
        behind.Skip((byte)':');
        bool hasMinutes = behind.Digits(2, 2, out int minutes) && minutes < 60;
        this = hasMinutes ? behind : ahead;
        int zone = (hours * 60) + (hasMinutes ? minutes : 0);
        return isWest ? -zone : zone;
    }

    // Digits beyond nanoseconds are taken and forgotten.
    void Fraction(ref long time, ref long precision)
    {
        ReadOnlySpan<byte> digits = Rest[1..];
        int count = 0;
        while (count < digits.Length && digits[count] is >= (byte)'0' and <= (byte)'9')
        {
            if (precision > 1)
            {
                precision /= 10;
                time += (digits[count] - '0') * precision;
            }

            count++;
        }

        if (count > 0) Rest = digits[count..];
    }

    // 12 AM is midnight.
    bool HalfOfDay(int hour, ref long time)
    {
        LineCursor ahead = this;
        ahead.Skip((byte)' ');
        bool isMorning = ahead.Skip("AM"u8) || ahead.Skip("am"u8);
        bool isEvening = !isMorning && (ahead.Skip("PM"u8) || ahead.Skip("pm"u8));
        bool isWord = !ahead.Rest.IsEmpty && char.IsAsciiLetterOrDigit((char)ahead.Rest[0]);
        if ((!isMorning && !isEvening) || isWord) return true;
        if (hour is 0 or > 12) return false;

        this = ahead;
        if (isMorning && hour == 12) time -= HalfDay;
        if (isEvening && hour != 12) time += HalfDay;
        return true;
    }
}

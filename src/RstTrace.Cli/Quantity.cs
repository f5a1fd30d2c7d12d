using System.Globalization;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>Values of options that are numbers.</summary>
static class Quantity
{
    const double MostSeconds = 1e9;

    /// <summary>A time in seconds, more than 0.</summary>
    /// <param name="option">Whose value it is.</param>
    /// <param name="text">As typed.</param>
    /// <param name="usual">What one may type instead.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static Duration Seconds(string option, string text, double usual)
        => Parse(text) is { } seconds and > 0
            ? Duration.FromSeconds(seconds)
            : throw new UsageException(
                $"{option} takes seconds, more than 0, not '{text}'", $"{option} {usual}");

    /// <summary>A time in seconds, perhaps none at all.</summary>
    /// <inheritdoc cref="Seconds"/>
    public static Duration SecondsOrNone(string option, string text, double usual)
        => Parse(text) is { } seconds
            ? Duration.FromSeconds(seconds)
            : throw new UsageException(
                $"{option} takes seconds, 0 or more, not '{text}'", $"{option} {usual}");

    /// <summary>A whole number within limits.</summary>
    /// <inheritdoc cref="Seconds"/>
    public static long Whole(string option, string text, long least, long most, long usual)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number >= least && number <= most
            ? number
            : throw new UsageException(
                most == long.MaxValue
                    ? $"{option} takes a number, {least} or more, not '{text}'"
                    : $"{option} takes a number from {least} to {most}, not '{text}'",
                $"{option} {usual}");

    static double? Parse(string text)
        => double.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds <= MostSeconds
            ? seconds
            : null;
}

namespace RstTrace.Host.Logs;

/// <summary>A time as a line of a log writes it.</summary>
/// <param name="Local">Nanoseconds since 1970-01-01 on the clock that it was read from.</param>
/// <param name="Precision">Nanoseconds that it is rounded down to.</param>
/// <param name="ZoneMinutes">How far that clock was ahead of UTC; null where the line does not
/// say.</param>
/// <param name="LacksYear">Whether the year is only a guess: RFC 3164 has none.</param>
readonly record struct LogTime(
    long Local, long Precision, int? ZoneMinutes = null, bool LacksYear = false);

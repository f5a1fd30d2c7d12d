using System;
using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using RstTrace.Capture.Saving;

namespace RstTrace.Capture.Tests.Saving;

sealed class TimePatternTests
{
    const string EveryConversion = "%a|%A|%b|%B|%c|%C|%d|%D|%e|%F|%g|%G|%h|%H|%I|%j|%k|%l|%m|%M|%p"
        + "|%P|%r|%R|%s|%S|%T|%u|%U|%V|%w|%W|%x|%X|%y|%Y|%z|%Z|%%|%Ey|%Od|%n%t|end";

    // The turns of years, where weeks are counted differently, noon and midnight, both seasons.
    [TestCase("2026-11-21T00:36:29Z")]
    [TestCase("2026-01-01T11:59:59Z")]
    [TestCase("2027-01-03T12:00:00Z")]
    [TestCase("2024-12-30T23:00:00Z")]
    [TestCase("2023-01-01T00:00:00Z")]
    [TestCase("2024-07-04T13:05:07Z")]
    [TestCase("1999-02-28T05:05:05Z")]
    public void Names_are_those_of_the_system_in_the_C_locale(string time)
    {
        var moment = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        foreach (string zone in (string[])["UTC", "America/New_York", "Asia/Kolkata"])
        {
            var there = TimeZoneInfo.FindSystemTimeZoneById(zone);
            Assert.That(
                TimePattern.Fill(EveryConversion, TimeZoneInfo.ConvertTime(moment, there), there),
                Is.EqualTo(Date(moment, zone)),
                zone);
        }
    }

    [TestCase("a.pcap"), TestCase("100%"), TestCase("%"), TestCase("%E")]
    [TestCase("%Q%!"), TestCase("")]
    public void What_is_no_conversion_stays(string pattern)
        => Assert.That(
            TimePattern.Fill(pattern, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc),
            Is.EqualTo(pattern));

    static string Date(DateTimeOffset moment, string zone)
    {
        var start = new ProcessStartInfo(
            "date", [$"-d@{moment.ToUnixTimeSeconds()}", "+" + EveryConversion])
        {
            RedirectStandardOutput = true,
            Environment = { ["TZ"] = zone, ["LC_ALL"] = "C" },
        };
        using Process process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd()[..^1];
    }
}

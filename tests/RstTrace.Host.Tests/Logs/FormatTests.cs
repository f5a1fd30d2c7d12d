using System;
using System.Globalization;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs;
using RstTrace.Host.Logs.Formats;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Each format, from lines as its documentation or the program writes them. Lines that do
/// not say their zone are of UTC+1.</summary>
sealed class FormatTests
{
    // RFC 3164 §5.4, with a process id; then as HAProxy, without a host, writes it.
    [TestCase("<34>Nov 21 06:07:08 mymachine su[230]: 'su root' failed for lonvick on /dev/pts/8",
        "2026-11-21 05:07:08", "su", 230, "'su root' failed for lonvick on /dev/pts/8")]
    [TestCase("Nov  1 06:07:08 h sshd[812]: Connection from 192.0.2.7 port 4711 on 192.0.2.1 "
        + "port 22",
        "2026-11-01 05:07:08", "sshd", 812,
        "Connection from 192.0.2.7 port 4711 on 192.0.2.1 port 22")]
    [TestCase("<134>Nov 21 06:07:08 haproxy[8]: 192.0.2.7:4711 [21/Nov/2026:06:07:07.123] f b/s "
        + "0/0/1",
        "2026-11-21 05:07:08", "haproxy", 8,
        "192.0.2.7:4711 [21/Nov/2026:06:07:07.123] f b/s 0/0/1")]
    [TestCase("Nov 21 06:07:08 h kernel: [12.3] TCP: too many orphaned sockets",
        "2026-11-21 05:07:08", "kernel", null, "[12.3] TCP: too many orphaned sockets")]
    [TestCase("Dec 31 23:59:59 h x: end", "2026-12-31 22:59:59", "x", null, "end")]
    [TestCase("Nov 21 2025 06:07:08 h x: old", "2025-11-21 05:07:08", "x", null, "old")]
    // RFC 5424 §6.5.
    [TestCase("<34>1 2026-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' "
        + "failed",
        "2026-10-11 22:14:15.003", "su", null, "'su root' failed")]
    [TestCase("<165>1 2026-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time",
        "2026-08-24 12:14:15.000003", "myproc", 8710, "%% It's time")]
    [TestCase("<165>1 2026-10-11T22:14:15.003Z h evntslog - ID47 [a@32473 iut=\"3\" "
        + "e=\"x\\]y\"][b] An event",
        "2026-10-11 22:14:15.003", "evntslog", null, "An event")]
    // systemd.journal-fields(7); text that is no UTF-8 comes as numbers.
    [TestCase("{\"__REALTIME_TIMESTAMP\":\"1795221354494128\",\"_COMM\":\"sshd\","
        + "\"_PID\":\"812\",\"X\":{\"a\":[1]},\"MESSAGE\":\"a \\\"b\\\"\"}",
        "2026-11-21 00:35:54.494128", "sshd", 812, "a \"b\"")]
    [TestCase("{\"MESSAGE\":[104,105],\"SYSLOG_IDENTIFIER\":\"x\",\"_COMM\":\"y\","
        + "\"__REALTIME_TIMESTAMP\":\"1795221354494128\"}",
        "2026-11-21 00:35:54.494128", "x", null, "hi")]
    // ISO 8601: rsyslog, dmesg --time-format iso, Log4j, containers.
    [TestCase("2026-11-21T06:07:08.123456+05:30 h sshd[812]: text", "2026-11-21 00:37:08.123456",
        "sshd", 812, "text")]
    [TestCase("2026-11-21T06:07:08,123456+00:00 TCP: out of memory -- consider tuning tcp_mem",
        "2026-11-21 06:07:08.123456", "TCP", null, "out of memory -- consider tuning tcp_mem")]
    [TestCase("2026-11-21 06:07:08,123 ERROR [main] 192.0.2.7:4711 gone", "2026-11-21 05:07:08.123",
        null, null, "ERROR [main] 192.0.2.7:4711 gone")]
    [TestCase("[2026-11-21 06:07:08.5Z] x y", "2026-11-21 06:07:08.5", null, null, "x y")]
    [TestCase("2026-11-21 06:07:08 PM x y", "2026-11-21 17:07:08", null, null, "x y")]
    [TestCase("2026-11-21T06:07:08.123456Z 12 [Note] Aborted connection 12 to db",
        "2026-11-21 06:07:08.123456", null, null, "12 [Note] Aborted connection 12 to db")]
    [TestCase("2026-11-21T06:07:08-03 x y", "2026-11-21 09:07:08", null, null, "x y")]
    // PostgreSQL's own default prefix, and a zone whose name several make use of.
    [TestCase("2026-11-21 06:07:08.123 UTC [812] LOG:  connection received: host=192.0.2.7 "
        + "port=4711",
        "2026-11-21 06:07:08.123", "postgres", 812,
        "LOG:  connection received: host=192.0.2.7 port=4711")]
    [TestCase("2026-11-21 06:07:08.123 CET [812] u@d FATAL:  x", "2026-11-21 05:07:08.123",
        "postgres", 812, "u@d FATAL:  x")]
    // nginx; Go's log package.
    [TestCase("2026/11/21 06:07:08 [error] 812#812: *45 text, client: 192.0.2.7",
        "2026-11-21 05:07:08", "nginx", 812, "*45 text, client: 192.0.2.7")]
    [TestCase("2026/11/21 06:07:08.123456 http: x", "2026-11-21 05:07:08.123456", null, null,
        "http: x")]
    // Apache's documentation, the common and the combined log; its error log; dmesg -T.
    [TestCase("127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" "
        + "200 2326",
        "2026-10-10 20:55:36", null, null,
        "127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 2326")]
    [TestCase("[Fri Sep 09 10:42:29.902022 2026] [core:error] [pid 35708:tid 43] [client "
        + "72.15.99.187:4711] x",
        "2026-09-09 09:42:29.902022", "apache2", 35708,
        "[core:error] [pid 35708:tid 43] [client 72.15.99.187:4711] x")]
    [TestCase("[Sat Nov 21 06:07:08 2026] Out of memory: Killed process 812 (java)",
        "2026-11-21 05:07:08", "kernel", null, "Out of memory: Killed process 812 (java)")]
    // HAProxy without syslog: when it ended, though it writes when it began.
    [TestCase("192.0.2.7:4711 [21/Nov/2026:06:07:08.123] f b/s1 1/0/1001 0 cD 1/1/0/0/0 0/0",
        "2026-11-21 05:07:09.124", "haproxy", null,
        "192.0.2.7:4711 [21/Nov/2026:06:07:08.123] f b/s1 1/0/1001 0 cD 1/1/0/0/0 0/0")]
    [TestCase("11/21/2026 6:07:08 PM An error", "2026-11-21 17:07:08", null, null, "An error")]
    [TestCase("11/21/2026, 12:07:08 AM x", "2026-11-20 23:07:08", null, null, "x")]
    // A leap second.
    [TestCase("2026-12-31T23:59:60Z x y", "2027-01-01 00:00:00", null, null, "x y")]
    public void A_line_is_taken_apart(
        string line, string utc, string? process, int? id, string text)
    {
        var formats = new LogFormats();
        bool isRead = formats.TryRead(
            Encoding.UTF8.GetBytes(line), new byte[LineReader.LongestLine], out LogHead head);
        Assert.That(isRead, Is.True);
        (LogTime time, string who, int? number, string said) = (
            head.Time, Encoding.UTF8.GetString(head.Process), head.ProcessId,
            Encoding.UTF8.GetString(head.Text));

        var zone = new LogZone(LogZone.Parse("+01:00")!, At("2026-11-21 12:00:00"));
        Assert.Multiple(() =>
        {
            Assert.That(new Timestamp(zone.TimeOf(time)), Is.EqualTo(At(utc)));
            Assert.That(who, Is.EqualTo(process ?? ""));
            Assert.That(number, Is.EqualTo(id));
            Assert.That(said, Is.EqualTo(text));
        });
    }

    [TestCase("")]
    [TestCase("    at Shop.Cart.Pay(Cart.java:12)")]
    [TestCase("Nov 31 06:07:08 h x: no such day")]
    [TestCase("2026-13-01T06:07:08Z x")]
    [TestCase("2026-11-21T24:07:08Z x")]
    [TestCase("2026-11-21 13:07:08 PM x")]
    [TestCase("0000-00-00T00:00:00Z x")]
    [TestCase("9999-12-31T23:59:59Z x")]
    [TestCase("[12345.678901] TCP: no time of day")]
    [TestCase("{\"MESSAGE\":\"no time\"}")]
    [TestCase("{\"__REALTIME_TIMESTAMP\":\"99999999999999999\"}")]
    [TestCase("{\"__REALTIME_TIMESTAMP\":\"1795221354494128\",\"MESSAGE\":\"\\ud800\"}")]
    [TestCase("{{{{")]
    [TestCase("<34>1 - - - - - -")]
    public void What_does_not_begin_with_a_time_is_no_line_of_a_log(string line)
        => Assert.That(
            new LogFormats().TryRead(
                Encoding.UTF8.GetBytes(line), new byte[LineReader.LongestLine], out _),
            Is.False);

    // In 2026 Berlin's clocks went forward on 29 March and back on 25 October.
    [TestCase("2026-03-29 01:59:59", "2026-03-29 00:59:59")]
    [TestCase("2026-03-29 03:00:00", "2026-03-29 01:00:00")]
    [TestCase("2026-07-01 12:00:00", "2026-07-01 10:00:00")]
    [TestCase("2026-10-25 01:59:59", "2026-10-24 23:59:59")]
    [TestCase("2026-10-25 03:00:00", "2026-10-25 02:00:00")]
    public void A_named_zone_has_its_summer(string local, string utc)
        => Assert.That(
            Berlin().TimeOf(new LogTime(At(local).Nanoseconds, 1)),
            Is.EqualTo(At(utc).Nanoseconds));

    [Test]
    public void An_hour_that_comes_twice_is_told_by_the_line_before()
    {
        LogZone berlin = Berlin();
        string[] written = ["02:10:00", "02:50:00", "02:05:00", "02:50:00", "03:10:00"];
        string[] utc = ["00:10:00", "00:50:00", "01:05:00", "01:50:00", "02:10:00"];
        for (int i = 0; i < written.Length; i++)
        {
            var local = new LogTime(At($"2026-10-25 {written[i]}").Nanoseconds, 1);
            Assert.That(
                new Timestamp(berlin.TimeOf(local)), Is.EqualTo(At($"2026-10-25 {utc[i]}")),
                written[i]);
        }
    }

    [TestCase("Dec 31 23:59:50", "2027-01-01 00:00:10", "2026-12-31 23:59:50")]
    [TestCase("Jan  1 00:00:10", "2026-12-31 23:59:50", "2027-01-01 00:00:10")]
    [TestCase("Feb 29 12:00:00", "2028-03-01 00:00:00", "2028-02-29 12:00:00")]
    public void A_line_without_a_year_is_of_the_nearest(string line, string capture, string utc)
    {
        new LogFormats().TryRead(
            Encoding.UTF8.GetBytes(line + " h x: y"), new byte[16], out LogHead head);
        long time = new LogZone(TimeZoneInfo.Utc, At(capture)).TimeOf(head.Time);

        Assert.That(new Timestamp(time), Is.EqualTo(At(utc)));
    }

    [TestCase("+05:30", 330)]
    [TestCase("-0300", -180)]
    [TestCase("+02", 120)]
    [TestCase("UTC", 0)]
    [TestCase("Asia/Kolkata", 330)]
    public void A_zone_is_typed_as_an_offset_or_a_name(string text, int minutes)
        => Assert.That(
            LogRequest.ParseZone(text)!.BaseUtcOffset, Is.EqualTo(TimeSpan.FromMinutes(minutes)));

    [TestCase("")]
    [TestCase("here")]
    [TestCase("+5:3")]
    public void What_is_no_zone_is_none(string text)
        => Assert.That(LogRequest.ParseZone(text), Is.Null);

    internal static Timestamp At(string utc)
        => new((DateTime.Parse(utc,
            CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks * 100);

    static LogZone Berlin() => new(LogZone.Parse("Europe/Berlin")!, default);
}

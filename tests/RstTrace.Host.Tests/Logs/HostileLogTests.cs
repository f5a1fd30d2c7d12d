using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Host.Logs;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Whatever a log holds, nothing throws and nothing grows.</summary>
sealed class HostileLogTests
{
    static readonly string[] s_lines =
    [
        "<34>Nov 21 12:00:00 h sshd[812]: Connection from 192.0.2.7 port 4711",
        "<34>1 2026-11-21T12:00:00.003Z h su 12 ID47 [a@1 b=\"c\"] 192.0.2.7:4711",
        "{\"__REALTIME_TIMESTAMP\":\"1795262400250000\","
            + "\"MESSAGE\":\"192.0.2.7:4711\",\"_PID\":\"1\"}",
        "{\"MESSAGE\":[49,50],\"__REALTIME_TIMESTAMP\":\"1795262400250000\"}",
        "2026-11-21 12:00:00.123 UTC [812] LOG:  host=192.0.2.7 port=4711",
        "2026/11/21 12:00:00 [error] 812#812: *45 text, client: 192.0.2.7, server: x",
        "192.0.2.7 - - [21/Nov/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 200 5",
        "192.0.2.7:4711 [21/Nov/2026:12:00:00.123] f b/s1 1/0/1001 0 cD 1/1/0/0/0 0/0",
        "[Sat Nov 21 12:00:00.1 2026] [core:error] [pid 1:tid 2] [client [2001:db8::7]:4711] x",
        "11/21/2026 12:00:00 PM 192.0.2.7:4711 Possible SYN flooding on port 22. Sending",
    ];

    // Half of the octets are those that mean something.
    static readonly Gen<byte> s_octet = Gen.OneOf(
        Gen.Choose(0, 255).Select(octet => (byte)octet),
        Gen.Elements(Encoding.ASCII.GetBytes("0123456789:.[]<>{}\",+-/ \\\n#()ZT")));

    static readonly Gen<byte[]> s_line =
        from line in Gen.Elements(s_lines)
        from changes in (from place in Gen.Choose(0, 200)
                         from octet in s_octet
                         from kind in Gen.Choose(0, 2)
                         select (place, octet, kind)).ListOf()
        select Changed(Encoding.UTF8.GetBytes(line), changes);

    [Test]
    public void Lines_with_a_few_octets_changed_do_no_harm()
        => Prop.ForAll(s_line.ListOf().ToArbitrary(), static lines =>
        {
            IReadOnlyList<ResetEvent> found = Search(lines);
            foreach (ResetEvent reset in found)
            {
                Assert.That(reset.LogLines, Has.Count.LessThanOrEqualTo(5));
                foreach (LogEvidence line in reset.LogLines)
                {
                    Assert.That(line.Text.Length, Is.LessThanOrEqualTo(403));
                    Assert.That(Math.Abs(line.Since.Seconds), Is.LessThan(60));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Test]
    public void Every_cut_of_a_line_is_read_or_not()
    {
        foreach (string line in s_lines)
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            for (int length = 0; length <= octets.Length; length++) Search([octets[..length]]);
        }
    }

    // The reader sees a stream's pieces, not lines.
    [Test]
    public void Lines_come_out_as_they_went_in_however_the_octets_come()
        => Prop.ForAll(
            (from lines in Gen.Choose(0, 40_000).ListOf()
             from piece in Gen.Choose(1, 5_000)
             select (lines, piece)).ToArbitrary(),
            static given =>
            {
                var octets = new MemoryStream();
                foreach (int length in given.lines)
                {
                    octets.Write(new byte[length]);
                    octets.WriteByte((byte)'\n');
                }

                octets.Position = 0;
                var reader = new LineReader(new Dripping(octets, given.piece));
                foreach (int length in given.lines)
                {
                    Assert.That(reader.TryRead(out ReadOnlySpan<byte> line), Is.True);
                    Assert.That(line.Length, Is.EqualTo(Math.Min(length, LineReader.LongestLine)));
                }

                Assert.That(reader.TryRead(out _), Is.False);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    static IReadOnlyList<ResetEvent> Search(IReadOnlyList<byte[]> lines)
    {
        var index = new ResetIndex([Resets.At(0), Resets.At(1, 4712, service: 80)]);
        var pass = new LogPass(
            index, "x.log", new LogZone(TimeZoneInfo.Utc, Resets.Noon), default);
        foreach (byte[] line in lines)
            pass.Take(line.AsSpan(0, Math.Min(line.Length, LineReader.LongestLine)));
        ClockOffset.Estimate(pass.Differences);
        return
        [
            LogVerdict.With(index[0], pass.Picks.Of(0)),
            LogVerdict.With(index[1], pass.Picks.Of(1)),
        ];
    }

    static byte[] Changed(byte[] line, IEnumerable<(int Place, byte Octet, int Kind)> changes)
    {
        var octets = new List<byte>(line);
        int left = 3;
        foreach ((int place, byte octet, int kind) in changes)
        {
            if (left-- == 0 || octets.Count == 0) break;
            int at = place % octets.Count;
            if (kind == 0) octets[at] = octet;
            else if (kind == 1) octets.Insert(at, octet);
            else octets.RemoveAt(at);
        }

        return [.. octets];
    }

    /// <summary>A stream that gives little at a time, as a pipe does.</summary>
    sealed class Dripping(MemoryStream octets, int piece) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
            => octets.Read(buffer, offset, Math.Min(count, piece));

        public override int Read(Span<byte> buffer)
            => octets.Read(buffer[..Math.Min(buffer.Length, piece)]);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin)
            => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
            => throw new NotSupportedException();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Application;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests;

/// <summary>What we read of a side's first octets, held against tshark.</summary>
public sealed class FirstOctetsTests
{
    const int Kept = 256;

    static readonly string[] s_fields =
    [
        "tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.payload",
        "tls.handshake.extensions_server_name", "http.request.method", "http.host",
        "http.request.version", "http.response.code", "ssh.protocol", "mysql.version",
        "tls.alert_message.level", "tls.alert_message.desc",
    ];

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void First_payloads_and_alerts_read_as_tshark_reads_them(Sample sample)
    {
        using TemporaryFile copy = sample.WholeCopy(sample.Files[0]);
        var seen = new HashSet<(string Stream, string Port)>();
        foreach (Payload payload in PayloadsOf(copy.Path))
        {
            CompareAlert(payload);
            if (seen.Add((payload["tcp.stream"], payload["tcp.srcport"]))) Compare(payload);
        }
    }

    static void CompareAlert(Payload payload)
    {
        if (payload.Octets[0] != 21 || payload["tls.alert_message.desc"].Length == 0) return;
        TlsAlert? alert = TlsAlert.Read(payload.Octets);
        Assert.That(
            $"{alert?.Level} {alert?.Number}",
            Is.EqualTo(
                payload["tls.alert_message.level"] + " " + payload["tls.alert_message.desc"]));
    }

    static void Compare(Payload payload)
    {
        Side sender = int.Parse(payload["tcp.srcport"]) > int.Parse(payload["tcp.dstport"])
            ? Side.Client : Side.Server;
        Opening whole = Opening.Read(payload.Octets, sender);
        Opening cut = Opening.Read(
            payload.Octets.AsSpan(0, Math.Min(payload.Octets.Length, Kept)), sender);
        Assert.Multiple(() =>
        {
            Agree("tls.handshake.extensions_server_name", opening => opening.TlsServerName);
            // It takes any line that begins with a method for a request.
            if (payload["http.request.version"].Length > 0)
                Agree("http.request.method", opening => opening.HttpMethod);
            Agree("http.host", opening => opening.HttpHost);
            Agree("http.response.code", opening => opening.HttpStatus?.ToString());
            Agree("ssh.protocol", opening => opening.Description);
            Agree("mysql.version", opening => opening.Description?.Split(' ')[^1]);
            Agree("tls.alert_message.desc", opening => opening.TlsAlert?.Number?.ToString());
            Assert.That(cut.Protocol, Is.EqualTo(whole.Protocol), $"{payload}");
        });

        void Agree(string field, Func<Opening, string?> ours)
        {
            string theirs = payload[field];
            if (theirs.Length == 0) return;
            Assert.That(ours(whole), Is.EqualTo(theirs), $"{field}: {payload}");
            Assert.That(ours(cut), Is.EqualTo(theirs).Or.Null, $"{field}, cut: {payload}");
        }
    }

    static IEnumerable<Payload> PayloadsOf(string capture)
        => Tshark.Fields(capture, "tcp.len > 0 && !icmp", s_fields)
            .Select(frame => new Payload(frame.Key, frame.Value))
            .Where(payload => payload.Octets.Length > 0);

    /// <summary>A segment with payload as tshark sees it.</summary>
    sealed record Payload(long Frame, string[] Values)
    {
        public byte[] Octets { get; } = Convert.FromHexString(Innermost(Values, "tcp.payload"));

        public string this[string field] => Innermost(Values, field);

        public override string ToString()
            => $"frame {Frame}: "
                + Convert.ToHexString(Octets.AsSpan(0, Math.Min(48, Octets.Length)));

        static string Innermost(string[] values, string field)
            => values[Array.IndexOf(s_fields, field)].Split(Tshark.Separator)[^1];
    }
}

using System.IO;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

public class ZeekReportTests
{
    [Test]
    public void A_reset_is_a_line_that_zeek_cut_reads()
    {
        var log = ZeekLog.Read(Report(Events.KeepAliveRace, Events.ClosedPort));

        Assert.That(log.Head["path"], Is.EqualTo("rsttrace"));
        Assert.That(log.Head["open"], Is.EqualTo("2026-11-21-00-36-38"));
        Assert.That(log.Lines, Has.Count.EqualTo(2));
        var race = log.Lines[0];
        Assert.That(race["ts"], Is.EqualTo("1795221398.650272"));
        Assert.That(race["uid"], Does.Match("^C[0-9A-Za-z]{17}$"));
        Assert.That(race["id.orig_h"], Is.EqualTo("10.77.1.2"));
        Assert.That(race["id.resp_p"], Is.EqualTo("20001"));
        Assert.That(race["duration"], Is.EqualTo("0.447718"));
        Assert.That(race["service"], Is.EqualTo("http"));
        Assert.That(race["frames"], Is.EqualTo("13,15"));
        Assert.That(race["cause"], Is.EqualTo("keepalive-race"));
        Assert.That(race["confidence"], Is.EqualTo("0.95"));
        Assert.That(race["degraded"], Is.EqualTo("(empty)"));
        Assert.That(race["file"], Is.EqualTo("a.pcap"));
        Assert.That(log.Lines[1]["service"], Is.Null);
    }

    [Test]
    public void Resets_of_one_connection_have_its_uid_and_ids_of_their_own()
    {
        ResetEvent later = Events.Abort with
        {
            Time = Events.Abort.Time + Duration.FromSeconds(1),
            Frames = [Events.Frame(99)],
        };
        var log = ZeekLog.Read(Report(Events.Abort, later));

        Assert.That(log.Lines[1]["uid"], Is.EqualTo(log.Lines[0]["uid"]));
        Assert.That(log.Lines[1]["event_id"], Is.Not.EqualTo(log.Lines[0]["event_id"]));
    }

    // A value that looks like a mark of the format, or like its syntax, is none and comes back.
    [TestCase("-")]
    [TestCase("(empty)")]
    [TestCase("a\tb\nc\\x41,\u202e\u00e9")]
    [TestCase("#close\t")]
    public void Any_text_comes_back_as_it_was(string host)
    {
        ResetEvent reset = Events.Abort with
        {
            Flow = Events.Abort.Flow with { HttpHost = host, TlsServerName = "" },
        };
        var line = ZeekLog.Read(Report(reset)).Lines[0];

        Assert.That(line["http_host"], Is.EqualTo(host));
        Assert.That(line["server_name"], Is.EqualTo("(empty)"));
    }

    [Test]
    public void Without_a_reset_the_log_has_its_head_and_nothing_else()
    {
        var log = ZeekLog.Read(Report());

        Assert.That(log.Lines, Is.Empty);
        Assert.That(log.Head["open"], Is.EqualTo("2026-11-21-00-35-54"));
    }

    const Signs Syn = Signs.Syn, Fin = Signs.Fin, Reset = Signs.Reset;

    // Zeek's scripts/base/protocols/conn/main.zeek, function conn_state, and what it gives for the
    // connections that its documentation shows. Client and server: signs, packets, octets.
    [TestCase(Side.Server, Syn, 1, 0, Signs.None, 0, 0, "REJ", "Sr", TestName = "Refused")]
    [TestCase(Side.Client, Syn, 1, 0, Signs.None, 0, 0, "RSTOS0", "SR", TestName = "Given up")]
    [TestCase(Side.Client, Syn, 1, 0, Syn, 1, 0, "RSTO", "ShR", TestName = "Half-open scan")]
    [TestCase(Side.Server, Syn, 1, 0, Syn, 1, 0, "RSTR", "Shr", TestName = "Taken back")]
    [TestCase(Side.Server, Syn, 9, 7, Syn, 9, 7, "RSTR", "ShADdr", TestName = "Server aborts")]
    [TestCase(Side.Client, Syn, 9, 7, Syn, 9, 7, "RSTO", "ShADdR", TestName = "Client aborts")]
    [TestCase(Side.Server, Syn, 9, 7, Syn | Fin, 9, 7, "RSTR", "ShADdfr", TestName = "After FIN")]
    [TestCase(Side.Client, Syn | Fin, 9, 0, Syn | Fin, 9, 0, "RSTO", "ShAFfR", TestName = "Closed")]
    [TestCase(Side.Server, Syn | Reset, 2, 0, Syn, 1, 0, "REJ", "ShARr", TestName = "Both, silent")]
    [TestCase(Side.Server, Syn | Reset, 2, 5, Syn, 1, 0, "RSTR", "ShADRr", TestName = "Both")]
    [TestCase(Side.Server, Signs.None, 9, 7, Signs.None, 9, 7, "RSTRH", "Ddr",
        TestName = "Midstream, by the server")]
    [TestCase(Side.Client, Signs.None, 9, 7, Signs.None, 9, 7, "OTH", "DdR",
        TestName = "Midstream, by the client")]
    [TestCase(Side.Server, Signs.None, 0, 0, Syn, 1, 0, "RSTRH", "hr", TestName = "No SYN seen")]
    [TestCase(Side.Server, Signs.None, 0, 0, Signs.None, 0, 0, "RSTRH", "r", TestName = "Orphan")]
    [TestCase(Side.Client, Signs.None, 0, 0, Signs.None, 0, 0, "OTH", "R",
        TestName = "Orphan of a client")]
    public void State_and_history_are_those_of_Zeek(
        Side sender, Signs client, int clientPackets, int clientOctets,
        Signs server, int serverPackets, int serverOctets, string state, string history)
    {
        FlowSummary flow = Events.Abort.Flow;
        ResetEvent reset = Events.Abort with
        {
            ClaimedSender = sender,
            Flags = ControlBits.Reset,
            Flow = flow with
            {
                HandshakeSeen = history.Contains('A'),
                Client = flow.Client with
                {
                    Signs = client | Signs.ClosedFirst,
                    Packets = clientPackets,
                    Octets = clientOctets,
                },
                Server = flow.Server with
                {
                    Signs = server,
                    Packets = serverPackets,
                    Octets = serverOctets,
                },
            },
            Verdict = Events.Abort.Verdict with
            {
                Stage = clientPackets < 2 ? Stage.Handshake : Stage.MidStream,
            },
        };
        var line = ZeekLog.Read(Report(reset)).Lines[0];

        Assert.That(line["conn_state"], Is.EqualTo(state));
        Assert.That(line["history"], Is.EqualTo(history));
    }

    static string Report(params ResetEvent[] resets)
    {
        using var output = new StringWriter();
        var report = new ZeekReport(output);
        report.Open(["a.pcap"]);
        foreach (ResetEvent reset in resets) report.Take(reset);
        report.Close(
            Counted.Of(10, Events.ClosedPort.Time, Events.IdleBox.Time, 3, resets.Length), []);
        report.Finish();
        return output.ToString();
    }
}

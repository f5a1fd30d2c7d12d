using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Reports;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests;

/// <summary>Where the program can be held against others: tshark, the hash of Community ID, its own
/// contract.</summary>
public sealed class AgreementTests
{
    static readonly SchemaValidator s_schema = new(JsonNode.Parse(EventSchema.Open())!);

    static readonly SchemaValidator s_incidentSchema =
        new(JsonNode.Parse(EventSchema.OpenIncident())!);

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_RST_frame_that_tshark_sees_is_in_one_event(Sample sample)
        => Assert.That(
            sample.ReadEvents().SelectMany(Json.ResetFrames),
            Is.EquivalentTo(SeenFrame.AllOf(sample)
                .Where(frame => frame.Value.IsReset).Select(frame => frame.Key)));

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_event_is_of_the_stream_that_tshark_numbers(Sample sample)
    {
        foreach ((JsonObject json, SeenFrame reset) in ReadAndSeen(sample))
        {
            Assert.That(
                json.At("capture.tcp_stream")!.ToString(),
                Is.EqualTo(reset["tcp.stream"][^1]), json.ToJsonString());
        }
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_event_bears_the_addresses_that_tshark_reads(Sample sample)
    {
        foreach ((JsonObject json, SeenFrame reset) in ReadAndSeen(sample))
        {
            string ip = (string)json.At("network.type")! == "ipv6" ? "ipv6" : "ip";
            Assert.Multiple(() =>
            {
                Assert.That(
                    Name(json, "source"),
                    Is.EqualTo((reset[$"{ip}.src"][^1], reset["tcp.srcport"][^1])));
                Assert.That(
                    Name(json, "destination"),
                    Is.EqualTo((reset[$"{ip}.dst"][^1], reset["tcp.dstport"][^1])));
            });
        }
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_community_id_is_the_hash_of_its_tuple(Sample sample)
    {
        foreach (JsonObject json in sample.ReadEvents())
        {
            Assert.That(
                (string)json.At("network.community_id")!,
                Is.EqualTo(CommunityIdOf(json)), json.ToJsonString());
        }
    }

    // By Suricata, Zeek and Arkime.
    [TestCase("zeek__almost-resp.pcap", 10, "1:gKrd8mLw3ayN4VT037w/awXxYx4=")]
    [TestCase("suriv__bug-5437-02_input.pcap", 41, "1:pIhvMDO734XQmgWPtW3HqljULvQ=")]
    [TestCase("arkime__mpls-basic.pcap", 49, "1:nYHpAhu7aMvwHizgOrGzDrDJsBI=")]
    public void Other_programs_give_the_same_community_id(string name, long frame, string expected)
    {
        JsonObject json = new Sample(name, name).ReadEvents()
            .Single(json => json.ResetFrames().Contains((name, frame)));
        Assert.That((string)json.At("network.community_id")!, Is.EqualTo(expected));
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_frame_has_one_outcome(Sample sample)
    {
        JsonObject stats = Json.Lines(sample.Events.ErrorLines[^1])[0];
        SeenFrame[] seen = [.. SeenFrame.AllOf(sample).Values];
        Assert.Multiple(() =>
        {
            Assert.That((long)stats["frames"]!, Is.EqualTo(seen.Length), "frames");
            Assert.That(
                stats["outcomes"]!.AsObject().Sum(outcome => (long)outcome.Value!),
                Is.EqualTo(seen.Length), "outcomes");
            Assert.That(
                (long)stats.At("outcomes.decoded")!,
                Is.EqualTo(seen.Count(frame => frame.IsSegment)), "segments");
            Assert.That(
                (long)stats["resets"]!, Is.EqualTo(seen.Count(frame => frame.IsReset)), "resets");
            Assert.That(
                (long)stats["events"]!, Is.EqualTo(sample.ReadEvents().Length), "events");
        });
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_event_follows_the_schema(Sample sample)
    {
        foreach (JsonObject json in sample.ReadEvents())
            Assert.That(s_schema.Validate(json), Is.Empty, json.ToJsonString());
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_incident_follows_the_schema(Sample sample)
    {
        foreach (JsonObject json in sample.ReadIncidents())
            Assert.That(s_incidentSchema.Validate(json), Is.Empty, json.ToJsonString());
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.All))]
    public void Every_event_is_in_one_incident(Sample sample)
    {
        JsonObject[] incidents = sample.ReadIncidents();
        Assert.Multiple(() =>
        {
            Assert.That(
                incidents.Sum(json => (long)json.At("incident.count")!),
                Is.EqualTo(sample.ReadEvents().Length));
            Assert.That(
                incidents.Sum(json => (long)json.At("incident.rst_frames")!),
                Is.EqualTo(sample.ReadEvents().SelectMany(Json.ResetFrames).Count()));
            Assert.That(
                incidents.Select(json => (string)json.At("incident.example")!),
                Is.SubsetOf(sample.ReadEvents().Select(json => (string)json.At("event.id")!)));
        });
    }

    /// <summary>Every event, and its first RST as tshark sees it.</summary>
    static IEnumerable<(JsonObject, SeenFrame)> ReadAndSeen(Sample sample)
    {
        Dictionary<(string, long), SeenFrame> seen = SeenFrame.AllOf(sample);
        return sample.ReadEvents().Select(json => (json, seen[json.ResetFrames().First()]));
    }

    static (string, string) Name(JsonObject json, string end)
        => ((string)json.At($"{end}.ip")!, json.At($"{end}.port")!.ToString());

    /// <summary>Community ID version 1 with seed 0: https://github.com/corelight/community-id-spec.
    /// </summary>
    static string CommunityIdOf(JsonObject json)
    {
        byte[] source = Octets(json, "source");
        byte[] destination = Octets(json, "destination");
        bool inOrder = source.AsSpan().SequenceCompareTo(destination) < 0;
        (byte[] first, byte[] second) = inOrder ? (source, destination) : (destination, source);
        return "1:" + Convert.ToBase64String(Sha1(
        [
            0, 0, .. first[..^2], .. second[..^2], 6, 0, .. first[^2..], .. second[^2..],
        ]));
    }

    /// <summary>Address and port in network order: they sort as the specification asks.</summary>
    static byte[] Octets(JsonObject json, string end)
    {
        (string address, string port) = Name(json, end);
        int number = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
        return [.. IPAddress.Parse(address).GetAddressBytes(), (byte)(number >> 8), (byte)number];
    }

#pragma warning disable CA5350 // The specification lays the hash down; nothing secret hangs on it.
    static byte[] Sha1(byte[] octets) => System.Security.Cryptography.SHA1.HashData(octets);
#pragma warning restore CA5350
}

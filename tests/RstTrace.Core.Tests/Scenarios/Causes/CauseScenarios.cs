using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>What the families of scenarios share: the beginnings of connections, and where they
/// take place. No cause may depend on the round trip, the sensor's place, the IP version or what
/// the hosts agree on.</summary>
abstract class CauseScenarios(TraceSetting setting)
{
    protected const string Syn = "+0.000 > S  0:0(0)\n";

    protected const string Refused = "~0.000 < R. 0:0(0) rawseq ack 1\n";

    protected const string Handshake = Syn + """
        ~0.000 < S. 0:0(0)  ack 1
        ~0.000 > .  1:1(0)  ack 1

        """;

    // One request and its answer.
    protected const string Exchange = Handshake + """
        +0.010 > P. 1:101(100)  ack 1
        ~0.010 < P. 1:51(50)    ack 101
        ~0.000 > .  101:101(0)  ack 51

        """;

    // The next request, which the server's system has acknowledged.
    protected const string Request = Exchange + """
        +0.500 > P. 101:201(100) ack 51
        ~0.000 < .  51:51(0)     ack 201

        """;

    /// <summary>Where the traces take place.</summary>
    protected TraceSetting Setting => setting;

    /// <summary>Whether the sensor is nearer the server.</summary>
    protected bool IsAtServer => setting.SensorAt > 0.5;

    protected static IEnumerable<TestFixtureData> Settings()
    {
        yield return Named("LAN, at the client", new TraceSetting
        {
            Stack = HostStack.Linux,
            RoundTrip = 0.000_1,
        });
        yield return Named("40 ms, at the client, IPv6", new TraceSetting
        {
            Stack = HostStack.Linux,
            RoundTrip = 0.040,
            ServerHops = 7,
            IsIpv6 = true,
            Client = new IpAddress(0x2001_0DB8_0000_0000, 0x10),
            Server = new IpAddress(0x2001_0DB8_0000_0000, 0x2),
        });
        yield return Named("Satellite, at the server, no timestamps", new TraceSetting
        {
            Stack = HostStack.Linux,
            RoundTrip = 0.250,
            SensorAt = 1,
            ClientHops = 12,
            Agreed = HighPerformance.WindowScale,
        });
        yield return Named("20 ms, on the path, no window scale, numbers wrap", new TraceSetting
        {
            Stack = HostStack.Linux,
            RoundTrip = 0.020,
            SensorAt = 0.3,
            ClientHops = 2,
            ServerHops = 5,
            Agreed = HighPerformance.Timestamps,
            ClientIss = uint.MaxValue - 60,
            ServerIss = uint.MaxValue - 30,
        });
        yield return Named("Windows, 40 ms, at the server, numbers change sign", new TraceSetting
        {
            Stack = HostStack.Windows,
            RoundTrip = 0.040,
            SensorAt = 1,
            ClientHops = 9,
            ServerIss = 0x7FFF_FFE0,
        });
    }

    /// <summary>The same connection from other ports of the client, each so much later.</summary>
    protected IEnumerable<(string Text, TraceSetting Setting)> Times(
        int count, string text, double later)
        => Enumerable.Range(0, count).Select(index => (
            Later(index * later, text),
            setting with
            {
                ClientPort = (ushort)(setting.ClientPort + index),
                ClientIss = setting.ClientIss + ((uint)index * 7_777_777),
            }));

    /// <summary>A trace that begins later.</summary>
    protected static string Later(double seconds, string text)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"+{seconds:0.0000000}{text.AsSpan(text.IndexOf(' ', StringComparison.Ordinal))}");

    /// <summary>Whether the cause is the verdict, or among what else it could be.</summary>
    protected static bool Names(ResetEvent reset, string cause)
        => reset.Verdict.Cause.Id == cause
            || reset.Verdict.Alternatives.Any(other => other.Cause.Id == cause);

    /// <summary>The causes of all events, in their order.</summary>
    protected static IEnumerable<string> Causes(Trace trace)
        => trace.Events.Select(reset => reset.Verdict.Cause.Id);

    /// <summary>Plays a scenario and checks what is said of it.</summary>
    protected void Check(Scenario scenario)
    {
        IReadOnlyList<ResetEvent> events = Trace.Of(scenario.Trace, setting).Events;
        Verdict verdict = events[0].Verdict;
        Assert.Multiple(() =>
        {
            if (scenario.Causes.Length > 0)
                Assert.That(scenario.Causes, Does.Contain(verdict.Cause.Id), verdict.Summary);
            Assert.That(scenario.Never, Does.Not.Contain(verdict.Cause.Id), verdict.Summary);
            Assert.That(verdict.Phase, Is.EqualTo(scenario.Phase ?? verdict.Phase));
            Assert.That(verdict.RadarStage, Is.EqualTo(scenario.Radar ?? verdict.RadarStage));
            Assert.That(verdict.Stage, Is.EqualTo(scenario.Stage ?? verdict.Stage));
            if (scenario.Afterwards is not null)
            {
                Assert.That(
                    events.Skip(1).Select(reset => reset.Verdict.Cause.Id),
                    Has.All.EqualTo(scenario.Afterwards));
            }
        });
    }

    static TestFixtureData Named(string name, TraceSetting where)
        => new TestFixtureData(where).SetArgDisplayNames(name);
}

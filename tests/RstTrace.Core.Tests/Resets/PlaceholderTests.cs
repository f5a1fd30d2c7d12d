using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Resets;

/// <summary>What a cause advises, with the numbers of a reset in it.</summary>
public sealed partial class PlaceholderTests
{
    // The server forgot the connection in 40 s of silence.
    const string AfterSilence = """
        +0.000 > S  0:0(0)         win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 1
        +0.001 > .  1:1(0)   ack 1  ts 2
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:51(50)     ack 101  ts 3
        +0.001 > .  101:101(0)   ack 51   ts 4
        +40.00 > P. 101:125(24)  ack 51   ts 5
        +0.010 < R  51:51(0)
        """;

    const string WithoutSilence = "+0.000 > S 0:0(0)\n+0.001 < R. 0:0(0) raw ack 1000001";

    static readonly string[] s_conditions =
        ["a BIG-IP says so", "octets were outstanding", "none were"];

    static IEnumerable<FixTemplate> Templates => Catalogue.Causes.SelectMany(cause => cause.Fixes);

    static IEnumerable<string> Texts => Templates
        .SelectMany(template => new[] { template.Text, template.Command })
        .OfType<string>();

    [Test]
    public void Every_template_of_every_cause_can_be_filled([Values] bool isIpv6)
    {
        List<string?> filled = Of(
            AfterSilence, evidence => Texts.Select(text => Placeholders.Fill(text, evidence)),
            isIpv6);
        Assert.That(filled, Has.Count.GreaterThan(Catalogue.Causes.Count));
        Assert.That(filled, Is.All.Not.Null.And.All.Not.Empty.And.All.Not.Contains("{"));
    }

    [TestCase("{client.address} {client.port}", "10.0.0.2 40000")]
    [TestCase("{server.address} {server.port}", "10.0.1.1 443")]
    [TestCase("{sender} {sender.address}", "server 10.0.1.1")]
    [TestCase("{receiver} {receiver.address}", "client 10.0.0.2")]
    [TestCase("{silence}, {heartbeat}, {heartbeat in seconds}", "40 s, 20 s, 20")]
    [TestCase("{octets outstanding}, {silence before fin}", "0 octets, 0 s")]
    [TestCase("{full ping}", "1472")]
    [TestCase("'{time-5s}'", "'2023-11-14 22:13:55 UTC'")]
    [TestCase("'{time+60s}'", "'2023-11-14 22:15:00 UTC'")]
    [TestCase("no braces", "no braces")]
    public void A_placeholder_is_a_number_of_the_reset(string template, string filled)
        => Assert.That(Filled(template), Is.EqualTo(filled));

    [TestCase("{no such name}")]
    [TestCase("{time}")]
    [TestCase("{time5x}")]
    [TestCase("{}")]
    [TestCase("{sender")]
    public void A_slip_is_an_error(string template)
        => Assert.That(() => Filled(template), Throws.TypeOf<FormatException>());

    [Test]
    public void What_has_no_number_is_left_out()
    {
        FixTemplate[] templates =
        [
            new("Every {silence}."),
            new("Send a heartbeat.", "every {heartbeat}"),
            new("Look.", "ss -ltn 'sport = :{server.port}'"),
            new("Not now.") { Applies = static _ => false },
        ];
        Assert.That(
            Of(WithoutSilence, evidence => Placeholders.Fill(templates, evidence)),
            Is.EqualTo(new[] { new Fix("Look.", "ss -ltn 'sport = :443'") }));
    }

    [Test]
    public void A_fix_for_some_resets_says_in_words_for_which()
        => Assert.That(
            Templates.Where(template => template.When is not null)
                .Select(template => template.When),
            Is.EqualTo(s_conditions));

    // Shown as they are in documentation, they must be names there too.
    [Test]
    public void Every_brace_in_the_catalogue_is_a_placeholder()
    {
        IEnumerable<string> names = Texts.SelectMany(text => Name().Matches(text))
            .Select(match => match.Groups[1].Value)
            .Where(name => !name.StartsWith("time", StringComparison.Ordinal));
        Assert.That(names.ToHashSet(), Is.SubsetOf(Placeholders.Values.Keys));
    }

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Name();

    static string? Filled(string template)
        => Of<string?>(AfterSilence, evidence => [Placeholders.Fill(template, evidence)]).Single();

    // Evidence lives as long as the call that judges it.
    static List<T> Of<T>(
        string trace, Func<ResetEvidence, IEnumerable<T>> read, bool isIpv6 = false)
    {
        List<T>? found = null;
        var engine = new Engine(read: evidence => found = [.. read(evidence)]);
        foreach (Segment segment in Trace.Segments(trace, new TraceSetting { IsIpv6 = isIpv6 }))
            engine.Take(in segment);

        engine.Finish();
        return found!;
    }
}

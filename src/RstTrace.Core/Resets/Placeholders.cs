using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>The names in braces that stand for the numbers of a reset in a
/// <see cref="FixTemplate"/>, and the way to fill them in.</summary>
/// <remarks><c>{time-5s}</c> and <c>{time+5s}</c>, with any whole seconds, are the time of the
/// reset moved by so much; <see cref="Values"/> has the others.</remarks>
static class Placeholders
{
    const string TimePrefix = "time";

    /// <summary>What each name stands for; null where this reset has no such number.</summary>
    public static IReadOnlyDictionary<string, Func<ResetEvidence, string?>> Values { get; }
        = new Dictionary<string, Func<ResetEvidence, string?>>(StringComparer.Ordinal)
        {
            ["client.address"] = static e => e.AddressOf(Side.Client).ToString(),
            ["client.port"] = static e => Number(e.PortOf(Side.Client)),
            ["server.address"] = static e => e.AddressOf(Side.Server).ToString(),
            ["server.port"] = static e => Number(e.PortOf(Side.Server)),
            ["sender"] = static e => Say.Of(e.Sender),
            ["sender.address"] = static e => e.AddressOf(e.Sender).ToString(),
            ["receiver"] = static e => Say.Of(e.Receiver),
            ["receiver.address"] = static e => e.AddressOf(e.Receiver).ToString(),
            ["silence"] = static e => e.Idle?.ToString(),
            ["heartbeat"] = static e => Heartbeat(e)?.ToString(),
            ["heartbeat in seconds"] = static e
                => Heartbeat(e) is { } heartbeat ? Number((long)heartbeat.Seconds) : null,
            ["silence before fin"] = static e => e.SilenceBeforeFin.ToString(),
            ["octets outstanding"] = static e => Say.Count(e.SenderHalf.Outstanding, "octet"),
            ["full ping"] = static e => FullPing(e.Flow.Key.IsIpv6),
        };

    /// <summary>The fixes of a cause for one reset: those that apply, with its numbers. One that
    /// asks for a number which the reset does not have is left out.</summary>
    public static IReadOnlyList<Fix> Fill(
        IReadOnlyList<FixTemplate> templates, ResetEvidence evidence)
    {
        var fixes = new List<Fix>(templates.Count);
        foreach (FixTemplate template in templates)
        {
            if (!template.Applies(evidence)) continue;
            string? text = Fill(template.Text, evidence);
            string? command = template.Command is null ? null : Fill(template.Command, evidence);
            bool isWhole = text is not null && (command is null) == (template.Command is null);
            if (isWhole) fixes.Add(new Fix(text!, command));
        }

        return fixes;
    }

    /// <summary>The text with what its placeholders stand for; null where one has no
    /// value.</summary>
    /// <exception cref="FormatException">A name is unknown, or a brace is not closed.</exception>
    public static string? Fill(string template, ResetEvidence evidence)
    {
        var filled = new StringBuilder(template.Length);
        int done = 0;
        for (int open; (open = template.IndexOf('{', done)) >= 0;)
        {
            int close = template.IndexOf('}', open);
            if (close < 0) throw new FormatException($"brace without end: {template}");
            string? value = ValueOf(template[(open + 1)..close], evidence);
            if (value is null) return null;
            filled.Append(template, done, open - done).Append(value);
            done = close + 1;
        }

        return filled.Append(template, done, template.Length - done).ToString();
    }

    static string? ValueOf(string name, ResetEvidence evidence)
    {
        if (Values.TryGetValue(name, out Func<ResetEvidence, string?>? value))
            return value(evidence);

        bool isTime = name.StartsWith(TimePrefix, StringComparison.Ordinal) && name.EndsWith('s');
        return isTime && int.TryParse(
            name.AsSpan()[TimePrefix.Length..^1], NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out int seconds)
            ? evidence.LogTime(seconds)
            : throw new FormatException($"unknown placeholder {{{name}}}");
    }

    // What fills 1500 octets together with the headers of IP and ICMP.
    static string FullPing(bool isIpv6) => isIpv6 ? "1452" : "1472";

    // What the path's own record says, else half of the silence that killed.
    static Duration? Heartbeat(ResetEvidence e)
        => e.Bracket is { IsRefuted: true } ? null : e.Bracket?.Heartbeat ?? e.Idle * 0.5;

    static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

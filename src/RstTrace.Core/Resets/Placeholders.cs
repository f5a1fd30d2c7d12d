using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
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

    static readonly Dictionary<string, Func<ResetEvidence, string?>> s_values
        = new(StringComparer.Ordinal)
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

    static readonly Dictionary<string, Func<ResetEvidence, string?>>
        .AlternateLookup<ReadOnlySpan<char>> s_valueOf
            = s_values.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What each name stands for; null where this reset has no such number.</summary>
    public static IReadOnlyDictionary<string, Func<ResetEvidence, string?>> Values => s_values;

    /// <summary>Whether a text has any.</summary>
    public static bool AreIn(string? text) => text is not null && text.Contains('{');

    /// <summary>The fixes of a cause for one reset: those that apply, with its numbers. One that
    /// asks for a number which the reset does not have is left out.</summary>
    public static IReadOnlyList<Fix> Fill(
        IReadOnlyList<FixTemplate> templates, ResetEvidence evidence)
    {
        var fixes = new List<Fix>(templates.Count);
        for (int index = 0; index < templates.Count; index++)
        {
            FixTemplate template = templates[index];
            if (!template.Applies(evidence)) continue;
            if ((template.Filled ?? Fill(template, evidence)) is Fix fix) fixes.Add(fix);
        }

        return fixes;
    }

    static Fix? Fill(FixTemplate template, ResetEvidence evidence)
    {
        string? text = Fill(template.Text, evidence);
        string? command = template.Command is null ? null : Fill(template.Command, evidence);
        bool isWhole = text is not null && (command is null) == (template.Command is null);
        return isWhole ? new Fix(text!, command) : null;
    }

    /// <summary>The text with what its placeholders stand for; null where one has no
    /// value.</summary>
    /// <exception cref="FormatException">A name is unknown, or a brace is not closed.</exception>
    public static string? Fill(string template, ResetEvidence evidence)
    {
        if (!AreIn(template)) return template;

        const int UsualLength = 256;
        var filled = new DefaultInterpolatedStringHandler(
            0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualLength]);
        int done = 0;
        for (int open; (open = template.IndexOf('{', done)) >= 0;)
        {
            int close = template.IndexOf('}', open);
            if (close < 0) throw new FormatException($"brace without end: {template}");
            string? value = ValueOf(template.AsSpan()[(open + 1)..close], evidence);
            if (value is null) return null;
            filled.AppendFormatted(template.AsSpan()[done..open]);
            filled.AppendFormatted(value);
            done = close + 1;
        }

        filled.AppendFormatted(template.AsSpan()[done..]);
        return filled.ToStringAndClear();
    }

    static string? ValueOf(ReadOnlySpan<char> name, ResetEvidence evidence)
    {
        if (s_valueOf.TryGetValue(name, out Func<ResetEvidence, string?>? value))
            return value(evidence);

        bool isTime = name.StartsWith(TimePrefix, StringComparison.Ordinal) && name.EndsWith('s');
        return isTime && int.TryParse(
            name[TimePrefix.Length..^1], NumberStyles.AllowLeadingSign,
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

using System;
using System.Globalization;
using System.Text;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

public sealed partial class IdleBracket
{
    /// <summary>All of it in one sentence without a full stop: what survived, what killed, where
    /// the timeout is, who comes with such a one, and from how much that is known.</summary>
    /// <param name="frameName">How a frame is called, where a capture has several files; "frame
    /// 118" if not given.</param>
    public string Sentence(Func<FrameId, string>? frameName = null)
    {
        frameName ??= static frame
            => string.Create(CultureInfo.InvariantCulture, $"frame {frame.Number}");
        string Told(Silence silence) => $"{Text(silence.Length)} ({frameName(silence.Frame)})";

        string killed = IsTimer
            ? $"reset by itself at {Told(ShortestFatal)}"
            : $"killed at {Told(ShortestFatal)}";
        string where = (Fit, IsTimer) switch
        {
            (IdleFit.AtMost, false) => $"at most {Text(AtMost)}",
            (IdleFit.AtMost, true) => $"at most {Text(AtMost)}, and about that",
            (_, false) => "between",
            (_, true) => $"about {Text(AtMost)}",
        };
        return Fit switch
        {
            IdleFit.Between => $"survived {Told(_silences.LongestSurvived)}, {killed}: "
                + $"the timeout is {where}; {Suspects()} ({Sample()})",
            IdleFit.AtMost => $"{killed}, and no shorter silence was seen to survive: "
                + $"the timeout is {where}; {Suspects()} ({Sample()})",
            IdleFit.Overlap => $"survived {Told(_silences.LongestSurvived)}, though {killed}: "
                + $"not one idle timeout ({Sample()})",
            IdleFit.Scatter or _ => $"{killed}, but another reset by itself only at "
                + $"{Told(_silences.LongestSpontaneous)}: not one idle timeout ({Sample()})",
        };
    }

    string Sample()
    {
        string weak = IsWeak && !IsRefuted ? ": weak" : "";
        return $"{Say.Count(Kills, "kill")}, {Say.Count(Survivals, "survival")}{weak}";
    }

    string Suspects()
    {
        if (IsTooWide) return "too wide to name a product";
        if (Products.Count == 0) return "no product known here comes with such a one";

        var text = new StringBuilder();
        for (int from = 0, to; from < Products.Count; from = to)
        {
            to = from + 1;
            while (to < Products.Count && AreAlike(Products[from], Products[to])) to++;
            if (from > 0) text.Append("; ");
            AppendGroup(text, from, to);
        }

        return text.ToString();
    }

    // "A, B and C default to 350 s"
    void AppendGroup(StringBuilder text, int from, int to)
    {
        for (int at = from; at < to; at++)
        {
            if (at > from) text.Append(at == to - 1 ? " and " : ", ");
            text.Append(Products[at].Product);
        }

        bool isOne = to - from == 1;
        text.Append((Products[from].IsVerified, isOne) switch
        {
            (true, true) => " defaults to ",
            (true, false) => " default to ",
            (false, true) => " is reported to default to ",
            (false, false) => " are reported to default to ",
        });
        text.Append(Text(Products[from].Timeout));
    }

    static bool AreAlike(KnownTimeout one, KnownTimeout other)
        => one.Timeout == other.Timeout && one.IsVerified == other.IsVerified;

    // In seconds, as timeouts are configured.
    static string Text(Duration duration)
        => string.Create(CultureInfo.InvariantCulture, $"{duration.Seconds:0.#} s");
}

using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Html;

/// <summary>A ladder as a picture: client left, server right, time downward, and a box between
/// where a third party is accused.</summary>
/// <remarks>It is drawn in units of its own and scales with the page; at its narrowest, on a phone,
/// its letters are still as large as small print.</remarks>
sealed class LadderChart
{
    const double Width = 440, Left = 84, Right = 430, Middle = (Left + Right) / 2;
    const double StepHeight = 46, SilenceHeight = 36, ElisionHeight = 26;
    const double ArrowAt = 21, HeadLength = 9, HeadWidth = 4.5;
    const int LongestLine = 50; // characters of both ends on one line

    readonly Markup _page;
    readonly ResetEvent _reset;
    readonly long _segments;
    readonly List<LadderStep> _steps;
    double _y;

    public LadderChart(Markup page, ResetEvent reset, Ladder ladder)
    {
        _page = page;
        _reset = reset;
        _segments = ladder.Segments;
        _steps = LadderExcerpt.Of(ladder);
    }

    bool HasBox => _reset.Verdict.Sender == Party.ThirdParty;

    public void Write()
    {
        _page.Open("figure", "ladder");
        _page.Open("svg").With("role", "img").With("aria-label", Caption);
        _page.With("viewBox", $"0 0 {Markup.Number(Width)} {Markup.Number(TotalHeight)}");
        WriteEnds();
        WriteElision(_steps[0].Ordinal);
        for (int i = 0; i < _steps.Count; i++)
        {
            if (i > 0) WriteBetween(_steps[i - 1], _steps[i]);
            WriteStep(_steps[i]);
        }

        WriteElision(_segments - _steps[^1].Ordinal - 1);
        _page.CloseLine();
        _page.Leaf("figcaption", null, Caption).CloseLine();
    }

    string Caption
    {
        get
        {
            string side = ContractWords.Of(_reset.ClaimedSender);
            string told = $"The segments around {Words.Of(_reset.Frames[0], [])}, with seconds "
                + "since the connection's first segment.";
            return _reset.Verdict.Sender switch
            {
                Party.ThirdParty => $"{told} The reset bears the {side}'s address and came from "
                    + $"{Words.Stranger(_reset.Verdict.Cause)}.",
                Party.Unknown => $"{told} Dashed: whether the {side} sent it is in doubt.",
                Party.Client or Party.Server or _ => told,
            };
        }
    }

    string ClientText => $"client {_reset.Flow.EndpointText(_reset.Flow.Client)}";

    string ServerText => $"server {_reset.Flow.EndpointText(_reset.Flow.Server)}";

    double HeadHeight
        => (ClientText.Length + ServerText.Length > LongestLine ? 40 : 22) + (HasBox ? 24 : 4);

    double TotalHeight
    {
        get
        {
            double height = HeadHeight + 6;
            if (_steps[0].Ordinal > 0) height += ElisionHeight;
            for (int i = 0; i < _steps.Count; i++)
            {
                height += StepHeight;
                if (i == 0) continue;
                if (_steps[i].Ordinal > _steps[i - 1].Ordinal + 1) height += ElisionHeight;
                if (LadderWords.Silence(_steps[i - 1], _steps[i]) is not null)
                    height += SilenceHeight;
            }

            return height + (_segments - _steps[^1].Ordinal > 1 ? ElisionHeight : 0);
        }
    }

    void WriteEnds()
    {
        bool isLong = ClientText.Length + ServerText.Length > LongestLine;
        WriteText("end", isLong ? 0 : Left - 40, 14, "start", ClientText);
        WriteText("end", Width, isLong ? 32 : 14, "end", ServerText);
        if (HasBox)
        {
            string box = Words.Stranger(_reset.Verdict.Cause);
            _page.Open("rect", "box").With("x", Middle - 66).With("y", HeadHeight - 22);
            _page.With("width", 132).With("height", 20).With("rx", 4).Close();
            WriteText("box", Middle, HeadHeight - 8, "middle", box);
        }

        _y = HeadHeight;
    }

    void WriteStep(in LadderStep step)
    {
        Segment segment = step.Segment;
        WriteLines(StepHeight, "");
        WriteText("frame", 0, _y + 15, "start", $"#{segment.Frame.Number}");
        WriteText("time", 0, _y + 28, "start", LadderWords.Seconds(segment.Time, _reset.Flow));
        string role = LadderWords.Of(step.Role);
        if (role.Length > 0) WriteText($"role {ClassOf(in step)}", 0, _y + 40.5, "start", role);

        WriteArrow(in step);
        WriteText($"label {ClassOf(in step)}", LabelAt, _y + 14, "middle", LadderWords.Label(step));
        WriteText("detail", LabelAt, _y + 34, "middle", Detail(in step));
        _y += StepHeight;
    }

    const double LabelAt = (Left + Right) / 2;

    static string Detail(in LadderStep step)
    {
        Segment segment = step.Segment;
        string length = segment.PayloadLength == 0
            ? "no data"
            : Words.Count(segment.PayloadLength, "octet");
        string detail = $"{length} · window {step.Window} · TTL {segment.HopLimit}";
        return segment.IsIpv6 ? detail : $"{detail} · ID {segment.Identification}";
    }

    static string ClassOf(in LadderStep step) => step.Role switch
    {
        LadderRole.Reset or LadderRole.Repeat => "rst",
        LadderRole.Trigger => "trigger",
        LadderRole.Evidence or LadderRole.Context or _ when step.Segment.IsReset => "rst",
        LadderRole.Evidence or LadderRole.Context or _ =>
            step.Segment.PayloadLength > 0 ? "data" : "control",
    };

    void WriteArrow(in LadderStep step)
    {
        bool isAccused = step.Role is LadderRole.Reset or LadderRole.Repeat;
        double to = step.Sender == Side.Client ? Right : Left;
        double from = isAccused && HasBox ? Middle : Left + Right - to;
        double y = _y + ArrowAt;
        double back = to > from ? -HeadLength : HeadLength;
        string doubt = isAccused && _reset.Verdict.Sender == Party.Unknown ? " doubt" : "";
        string arrow = $"arrow {ClassOf(in step)}{doubt}";
        _page.Open("line", arrow).With("x1", from).With("x2", to + back);
        _page.With("y1", y).With("y2", y).Close();
        _page.Open("path", $"head {ClassOf(in step)}").With("d",
            $"M{Markup.Number(to)} {Markup.Number(y)}l{Markup.Number(back)} -{HeadWidth}"
            + $"v{2 * HeadWidth}z").Close();
        if (!isAccused || !HasBox) return;

        _page.Open("circle", "head rst").With("cx", Middle).With("cy", y).With("r", 4).Close();
    }

    void WriteBetween(in LadderStep earlier, in LadderStep later)
    {
        WriteElision(later.Ordinal - earlier.Ordinal - 1);
        if (LadderWords.Silence(in earlier, in later) is not { } silence) return;

        // The lines of both sides are broken: no scale could show how long it was.
        WriteLines(SilenceHeight, " broken");
        _page.Open("rect", "silence").With("x", Left + 14).With("y", _y + 6);
        _page.With("width", Right - Left - 28).With("height", SilenceHeight - 12);
        _page.With("rx", 5).Close();
        WriteText("silence", LabelAt, _y + (SilenceHeight / 2) + 4.5, "middle", silence);
        _y += SilenceHeight;
    }

    void WriteElision(long segments)
    {
        if (segments <= 0) return;

        WriteLines(ElisionHeight, " broken");
        WriteText(
            "detail", LabelAt, _y + 17, "middle", $"… {Words.Count(segments, "segment")} …");
        _y += ElisionHeight;
    }

    void WriteLines(double height, string broken)
    {
        WriteLine($"side{broken}", Left, height);
        WriteLine($"side{broken}", Right, height);
        if (HasBox) WriteLine("side box", Middle, height);
    }

    void WriteLine(string classes, double x, double height)
    {
        _page.Open("line", classes).With("x1", x).With("x2", x);
        _page.With("y1", _y).With("y2", _y + height).Close();
    }

    void WriteText(string classes, double x, double y, string anchor, string text)
    {
        _page.Open("text", classes).With("x", x).With("y", y);
        if (anchor != "start") _page.With("text-anchor", anchor);
        _page.Text(text).Close();
    }
}

using System;
using System.Globalization;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>A ladder drawn: client left, server right, time downward.</summary>
sealed class LadderDrawing
{
    const int RoleWidth = 9, FrameWidth = 7, TimeWidth = 13;
    const int LengthWidth = 7, WindowWidth = 8, HopsWidth = 4, IdentificationWidth = 6;
    const int NarrowestArrow = 30, WidestArrow = 56;

    readonly Page _page;
    readonly ResetEvent _reset;
    readonly int _left;  // column of the client's line
    readonly int _arrow; // columns between the two lines
    readonly bool _hasIdentification;

    public LadderDrawing(Page page, ResetEvent reset)
    {
        _page = page;
        _reset = reset;
        _left = RoleWidth + FrameWidth + TimeWidth + 1;
        int columns = LengthWidth + WindowWidth + HopsWidth;
        int room = page.Width - _left - 2 - columns;
        _hasIdentification = room - IdentificationWidth >= NarrowestArrow;
        if (_hasIdentification) room -= IdentificationWidth;
        _arrow = Math.Clamp(room, NarrowestArrow, WidestArrow);
    }

    /// <summary>Draws it.</summary>
    public void Draw(Ladder ladder)
    {
        DrawHead();
        if (ladder.Steps.Count > 0) DrawElision(ladder.Steps[0].Ordinal);
        for (int i = 0; i < ladder.Steps.Count; i++)
        {
            if (i > 0) DrawBetween(ladder.Steps[i - 1], ladder.Steps[i]);
            DrawStep(ladder.Steps[i]);
        }

        if (ladder.Steps.Count > 0) DrawElision(ladder.Segments - ladder.Steps[^1].Ordinal - 1);
    }

    int Right => _left + 1 + _arrow;

    void DrawHead()
    {
        FlowSummary flow = _reset.Flow;
        string client = "client " + flow.EndpointText(flow.Client);
        string server = "server " + flow.EndpointText(flow.Server);
        int clientColumn = Math.Max(0, _left - (client.Length / 2));
        int serverColumn = Math.Max(0, Right - (server.Length / 2));
        _page.To(clientColumn).Put(client, Ink.Strong);
        if (clientColumn + client.Length + 2 > serverColumn) _page.End();
        _page.To(serverColumn).Put(server, Ink.Strong).End();

        _page.To(RoleWidth).Put("  frame", Ink.Quiet);
        _page.Put(" seconds".PadLeft(TimeWidth), Ink.Quiet).To(_left).Put(Line);
        _page.To(Right).Put(Line).Put("length".PadLeft(LengthWidth), Ink.Quiet);
        _page.Put("window".PadLeft(WindowWidth), Ink.Quiet);
        _page.Put("TTL".PadLeft(HopsWidth), Ink.Quiet);
        if (_hasIdentification) _page.Put("ID".PadLeft(IdentificationWidth), Ink.Quiet);
        _page.End();
    }

    void DrawStep(in LadderStep step)
    {
        Segment segment = step.Segment;
        Ink ink = InkOf(step.Role);
        _page.Put(LadderWords.Of(step.Role), ink).To(RoleWidth);
        _page.Put(Text(segment.Frame.Number).PadLeft(FrameWidth));
        string seconds = LadderWords.Seconds(segment.Time, _reset.Flow);
        _page.Put(seconds.PadLeft(TimeWidth)).To(_left).Put(Line);
        _page.Put(Arrow(in step), ink).Put(Line);
        _page.Put(Text(segment.PayloadLength).PadLeft(LengthWidth));
        _page.Put(Text(step.Window).PadLeft(WindowWidth));
        _page.Put(Text(segment.HopLimit).PadLeft(HopsWidth));
        if (_hasIdentification && !segment.IsIpv6)
            _page.Put(Text(segment.Identification).PadLeft(IdentificationWidth));

        _page.End();
    }

    // Silence is told of neighbours alone: what was left out between others broke it.
    void DrawBetween(in LadderStep earlier, in LadderStep later)
    {
        DrawElision(later.Ordinal - earlier.Ordinal - 1);
        if (LadderWords.Silence(in earlier, in later) is { } silence)
            DrawBroken(silence, Ink.Doubtful);
    }

    void DrawElision(long segments)
    {
        if (segments <= 0) return;

        string dots = _page.Unicode ? "…" : "...";
        DrawBroken($"{dots} {Words.Count(segments, "segment")} {dots}", Ink.Quiet);
    }

    void DrawBroken(string text, Ink ink)
    {
        string line = _page.Unicode ? "┊" : ":";
        int margin = Math.Max(1, (_arrow - text.Length) / 2);
        _page.To(_left).Put(line).To(_left + 1 + margin).Put(text, ink).To(Right).Put(line).End();
    }

    /// <summary>Shaft, head and what the segment says, exactly as wide as the ladder.</summary>
    string Arrow(in LadderStep step)
    {
        char shaft = _page.Unicode ? '─' : '-';
        string label = LadderWords.Label(in step);
        if (label.Length > _arrow - 4) label = label[..(_arrow - 4)];

        string rest = new(shaft, _arrow - label.Length - 4);
        if (step.Sender == Side.Client)
            return $"{shaft} {label} {rest}{(_page.Unicode ? '►' : '>')}";

        return $"{(_page.Unicode ? '◄' : '<')}{rest} {label} {shaft}";
    }

    string Line => _page.Unicode ? "│" : "|";

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static Ink InkOf(LadderRole role) => role switch
    {
        LadderRole.Reset => Ink.Bad,
        LadderRole.Trigger or LadderRole.Repeat => Ink.Doubtful,
        LadderRole.Evidence => Ink.Strong,
        LadderRole.Context or _ => Ink.Plain,
    };
}

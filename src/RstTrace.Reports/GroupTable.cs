using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>Groups of resets as a table, a line each: how many, cause, sender, stage, an example,
/// the server.</summary>
static class GroupTable
{
    /// <summary>Writes the groups from one on, and counts those for which there is no room.</summary>
    public static void Write(Page page, CaptureSummary capture, int from, int most)
    {
        IReadOnlyList<ResetGroup> groups = capture.Groups;
        int end = groups.Count - from <= most ? groups.Count : from + most - 1;
        Columns columns = Measure(groups, capture, from, end);
        for (int i = from; i < end; i++) WriteRow(page, groups[i], capture, columns);
        if (end == groups.Count) return;

        long rest = 0;
        for (int i = end; i < groups.Count; i++) rest += groups[i].Count;
        page.To(3).Put(
            $"and {Words.Count(rest, "reset")} in {Words.Count(groups.Count - end, "more group")}",
            Ink.Quiet).End();
    }

    static void WriteRow(Page page, ResetGroup group, CaptureSummary capture, Columns columns)
    {
        string count = group.Count.ToString(CultureInfo.InvariantCulture);
        page.To(3 + columns.Count - count.Length).Put(count);
        int column = 3 + columns.Count + 2;
        page.To(column).Put(group.Cause.Id, GroupInk.Of(group.Severity));
        page.To(column += columns.Cause + 2).Put(Words.Of(group.Sender));
        page.To(column += "third party".Length + 2).Put(Words.Of(group.Stage));
        page.To(column += "in the handshake".Length + 2).Put(Example(group, capture));
        page.To(column + columns.Frame + 2).Put(Server(group)).End();
    }

    static string Example(ResetGroup group, CaptureSummary capture)
        => Words.Of(group.Example!.Frames[0], capture.Files);

    static string Server(ResetGroup group)
    {
        if (group.Servers > 1) return Servers(group);

        FlowSummary flow = group.Example!.Flow;
        return flow.EndpointText(flow.Server);
    }

    /// <summary>"4 servers", or "over 256 servers".</summary>
    public static string Servers(ResetGroup group)
        => AtMost(group.Servers) + Words.Count(group.Servers, "server");

    /// <summary>"4 clients", or "over 256 clients".</summary>
    public static string Clients(ResetGroup group)
        => AtMost(group.Clients) + Words.Count(group.Clients, "client");

    static string AtMost(int count) => count < ResetGroup.MostAddresses ? "" : "at least ";

    static Columns Measure(
        IReadOnlyList<ResetGroup> groups, CaptureSummary capture, int from, int end)
    {
        // Wide enough for most, so that the tables of several captures stand below each other.
        var columns = new Columns(Count: 4, Cause: 20, Frame: 10);
        for (int i = from; i < end; i++)
        {
            int digits = groups[i].Count.ToString(CultureInfo.InvariantCulture).Length;
            columns = new Columns(
                Math.Max(columns.Count, digits),
                Math.Max(columns.Cause, groups[i].Cause.Id.Length),
                Math.Max(columns.Frame, Example(groups[i], capture).Length));
        }

        return columns;
    }

    readonly record struct Columns(int Count, int Cause, int Frame);
}

/// <summary>How a severity looks.</summary>
static class GroupInk
{
    public static Ink Of(Severity severity) => severity switch
    {
        Severity.ThirdParty or Severity.InUse => Ink.Bad,
        Severity.AfterIdle or Severity.Refused => Ink.Doubtful,
        Severity.AtTheEnd => Ink.Strong,
        Severity.Harmless or _ => Ink.Quiet,
    };
}

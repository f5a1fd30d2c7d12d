using System;
using System.Globalization;
using System.Text;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>What to type next, ready to be copied.</summary>
public static class NextCommand
{
    const int Column = 6;

    /// <summary>How to analyze captures again.</summary>
    /// <param name="words">Files, folders and options.</param>
    public static string Analyze(params ReadOnlySpan<string> words)
    {
        var command = new StringBuilder("rsttrace analyze");
        foreach (string word in words) command.Append(' ').Append(ShellWord.Of(word));
        return command.ToString();
    }

    /// <summary>How to see the worst reset in full and, where some are not shown, all.</summary>
    internal static void Write(
        Page page, CaptureSummary capture, Vantage? vantage, Incident worst, bool hasMore)
    {
        ResetEvent reset = worst.Example;
        if (vantage != null)
        {
            WriteLive(page, vantage, reset);
            return;
        }

        string file = capture.FileOf(reset);
        if (file == "-")
        {
            page.Put("next", Ink.Quiet).To(Column).Wrap(
                "Standard input is gone. To see a reset in full, save the capture first:").End();
            page.To(Column).Put("tee capture.pcap | rsttrace analyze -", Ink.Command).End();
            return;
        }

        page.Put("next", Ink.Quiet).To(Column).Put(Explain(file, reset), Ink.Command).End();
        if (hasMore) page.To(Column).Put(All(capture), Ink.Command).End();
    }

    static void WriteLive(Page page, Vantage vantage, ResetEvent reset)
    {
        page.Put("next", Ink.Quiet).To(Column);
        string? kept = vantage.SavedTo is { } saved
            ? Explain(saved, reset)
            : vantage.AnalyzeCommand;
        if (kept is not null)
        {
            page.Put(kept, Ink.Command).End();
            return;
        }

        page.Wrap("The frames are gone. To see resets in full, keep them next time:").End();
        string command = $"rsttrace live -i {ShellWord.Of(vantage.Interface)} -w capture.pcapng";
        page.To(Column).Put(command, Ink.Command).End();
    }

    internal static string Explain(string file, ResetEvent reset)
    {
        string frame = reset.Frames[0].Number.ToString(CultureInfo.InvariantCulture);
        return $"rsttrace explain {ShellWord.Of(file)} --frame {frame}";
    }

    /// <summary>How to see a reset among the segments of its connection in Wireshark.</summary>
    /// <param name="file">Its file, which can be opened again.</param>
    /// <param name="reset">The reset.</param>
    /// <param name="streamsAreWiresharks">Whether every connection was counted, so that the number
    /// of this one is Wireshark's.</param>
    internal static string Wireshark(string file, ResetEvent reset, bool streamsAreWiresharks)
    {
        string command = string.Create(
            CultureInfo.InvariantCulture,
            $"wireshark -r {ShellWord.Of(file)} -g {reset.Frames[0].Number}");
        return streamsAreWiresharks
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{command} -Y 'tcp.stream=={reset.Flow.Stream}'")
            : command;
    }

    static string All(CaptureSummary capture)
    {
        const int MostNamed = 3;
        if (capture.Files.Count == 1)
            return $"rsttrace analyze {ShellWord.Of(capture.Files[0])} --all";

        var command = new StringBuilder(
            capture.AreVantages ? "rsttrace compare" : "rsttrace analyze --ring");
        for (int i = 0; i < capture.Files.Count && i < MostNamed; i++)
            command.Append(' ').Append(ShellWord.Of(capture.Files[i]));

        if (capture.Files.Count > MostNamed) command.Append(" ...");
        return command.Append(" --all").ToString();
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Html;

/// <summary>How long connections had been silent before they were reset: a histogram, both axes
/// logarithmic, with the idle timeouts that follow from it and those that products come
/// with.</summary>
/// <param name="page">Where it is drawn.</param>
/// <param name="found">What was found.</param>
sealed class SilenceChart(Markup page, Findings found)
{
    const int MostBrackets = 3;
    const double Top = 46, Bottom = 156, Height = 178;
    const double LabelRoom = 0.09; // of the width

    static readonly Duration s_pause = Duration.FromSeconds(1);

    readonly SilenceBins _bins = found.Census.Silences;
    readonly List<IdleBracket> _brackets = Brackets(found);

    /// <summary>Whether it tells anything: several silences, or a timeout that follows.</summary>
    public bool IsWorthDrawing => _bins.Total > 1 || _brackets.Count > 0;

    public void Write()
    {
        page.Open("figure", "silences");
        page.Leaf("figcaption", null, "Silence before a reset");
        page.Leaf("p", "scale", $"{Words.Count(_bins.Total, "reset")}; both scales logarithmic");
        page.Open("svg").With("role", "img").With("width", "100%").With("height", Height);
        page.With("aria-label", "Histogram of the silence before resets");
        foreach (IdleBracket bracket in _brackets) WriteBracket(bracket);
        WriteGrid();
        for (int bin = 0; bin < _bins.DecadesUsed * SilenceBins.PerDecade; bin++) WriteBar(bin);
        WriteScale();
        WriteKnown();
        page.CloseLine();
        WriteBracketsInWords();
        WriteProducts();
        page.CloseLine();
    }

    static List<IdleBracket> Brackets(Findings found)
    {
        var brackets = new List<IdleBracket>();
        foreach (Found incident in found.Incidents)
        {
            if (brackets.Count == MostBrackets) break;
            if (incident.Incident.IdleTimeout is { IsRefuted: false } bracket)
                brackets.Add(bracket);
        }

        return brackets;
    }

    double Share(Duration silence)
        => Math.Clamp(
            (SilenceBins.Decade(silence) - SilenceBins.LowestDecade) / _bins.DecadesUsed, 0, 1);

    long Most
    {
        get
        {
            long most = 1;
            for (int bin = 0; bin < _bins.DecadesUsed * SilenceBins.PerDecade; bin++)
                most = Math.Max(most, _bins[bin]);

            return most;
        }
    }

    double HeightOf(long count)
        => (Bottom - Top - 8) * Math.Log10(1 + count) / Math.Log10(1 + Math.Max(Most, 9));

    void WriteBracket(IdleBracket bracket)
    {
        double from = Share(bracket.Above), to = Share(bracket.AtMost);
        // Open to the left: only its upper end is known.
        page.Open("rect", bracket.Fit == IdleFit.Between ? "bracket" : "bracket open");
        page.With("x", Markup.Percent(from)).With("y", Top);
        page.With("width", Markup.Percent(Math.Max(0.004, to - from)));
        page.With("height", Bottom - Top);
        page.Leaf("title", null, Words.Timeout(bracket)).Close();
    }

    void WriteGrid()
    {
        WriteLine("axis", "0", "100%", Bottom);
        for (long count = 1; count <= Most; count *= 10)
            WriteLine("grid", "0", "100%", Bottom - HeightOf(count));
    }

    void WriteScale()
    {
        for (long count = 1; count <= Most; count *= 10)
        {
            double y = Bottom - HeightOf(count) - 3;
            WriteText("small over", "0", y, "start", Words.Number(count));
        }

        for (int decade = 0; decade <= _bins.DecadesUsed; decade++)
        {
            // A narrow screen has no room for more.
            if (_bins.DecadesUsed > 6 && decade % 2 == 1) continue;
            string anchor = decade == 0 ? "start"
                : decade == _bins.DecadesUsed ? "end" : "middle";
            double share = (double)decade / _bins.DecadesUsed;
            string name = decade == 0 ? $"≤ {Name(0)}" : Name(decade);
            WriteText("small", Markup.Percent(share), Bottom + 16, anchor, name);
        }
    }

    static string Name(int decade)
    {
        int power = decade + SilenceBins.LowestDecade;
        return power < 0
            ? $"{Words.Number((long)Math.Pow(10, power + 3))} ms"
            : $"{Words.Number((long)Math.Pow(10, power))} s";
    }

    void WriteBar(int bin)
    {
        long count = _bins[bin];
        if (count == 0) return;

        double width = 1.0 / (_bins.DecadesUsed * SilenceBins.PerDecade);
        double height = HeightOf(count);
        page.Open("rect", "silence").With("x", Markup.Percent((bin + 0.06) * width));
        page.With("width", Markup.Percent(width * 0.88));
        page.With("y", Bottom - height).With("height", height);
        page.Leaf("title", null, Words.Count(count, "reset")).Close();
    }

    /// <summary>A mark for each timeout that is known, with its seconds where there is room: those
    /// that fit come first.</summary>
    void WriteKnown()
    {
        if (_bins.Longest < s_pause) return; // no timeout is so short
        var labels = new List<double>();
        Duration last = default;
        foreach (bool fits in (bool[])[true, false])
        {
            foreach (KnownTimeout known in KnownTimeouts.All)
            {
                if (known.Timeout == last || Fits(known.Timeout) != fits) continue;
                last = known.Timeout;
                double share = Share(known.Timeout);
                if (share >= 1) continue;

                WriteLine(fits ? "known fits" : "known", share);
                if (labels.Exists(other => Math.Abs(other - share) < LabelRoom)) continue;
                labels.Add(share);
                string seconds = known.Timeout.Seconds.ToString("N0", CultureInfo.InvariantCulture);
                string anchor = share > 0.95 ? "end" : share < 0.05 ? "start" : "middle";
                WriteText(
                    fits ? "small fits" : "small", Markup.Percent(share), Top - 16, anchor,
                    $"{seconds} s");
            }
        }

        WriteText("small quiet", "0", 11, "start", "known idle timeouts:");
    }

    bool Fits(Duration timeout)
    {
        foreach (IdleBracket bracket in _brackets)
        {
            foreach (KnownTimeout product in bracket.Products)
                if (product.Timeout == timeout) return true;
        }

        return false;
    }

    void WriteLine(string classes, double share)
    {
        string x = Markup.Percent(share);
        page.Open("line", classes).With("x1", x).With("x2", x);
        page.With("y1", Top - 12).With("y2", Top - 2).Close();
    }

    void WriteLine(string classes, string from, string to, double y)
    {
        page.Open("line", classes).With("x1", from).With("x2", to);
        page.With("y1", y).With("y2", y).Close();
    }

    void WriteText(string classes, string x, double y, string anchor, string text)
    {
        page.Open("text", classes).With("x", x).With("y", y).With("text-anchor", anchor);
        page.Text(text).Close();
    }

    void WriteBracketsInWords()
    {
        if (_brackets.Count == 0) return;

        page.Open("ul", "legend");
        foreach (IdleBracket bracket in _brackets)
        {
            page.Open("li").Leaf("span", "dot bracket", "");
            page.Text(Words.Timeout(bracket)).Close();
        }

        page.CloseLine();
    }

    /// <summary>Who comes with a timeout that lies near a silence seen here.</summary>
    void WriteProducts()
    {
        bool isOpen = false;
        foreach (KnownTimeout known in KnownTimeouts.All)
        {
            bool fits = Fits(known.Timeout);
            if (!fits && !IsNearBar(known.Timeout)) continue;

            if (!isOpen) page.Open("ul", "products");
            isOpen = true;
            string seconds = known.Timeout.Seconds.ToString("N0", CultureInfo.InvariantCulture);
            page.Open("li", fits ? "fits" : null).Leaf("b", null, $"{seconds} s");
            page.Text($" {known.Product}{(known.IsVerified ? "" : ", as is reported")}").Close();
        }

        if (isOpen) page.CloseLine();
    }

    // Its own bin: a silence that ended by itself is a little longer than the timeout.
    bool IsNearBar(Duration timeout)
    {
        double place = (SilenceBins.Decade(timeout) - SilenceBins.LowestDecade)
            * SilenceBins.PerDecade;
        int bin = (int)Math.Floor(place + 1e-9);
        return bin < _bins.DecadesUsed * SilenceBins.PerDecade && _bins[bin] > 0;
    }
}

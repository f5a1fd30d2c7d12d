using System;
using System.Globalization;
using System.Text;

namespace RstTrace.Sidecar.Metrics;

/// <summary>Metrics as Prometheus reads them: its text format 0.0.4.</summary>
public sealed class PrometheusText : IMetricWriter
{
    /// <summary>What a server says of it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder _page = new(16 * 1024);
    string _name = "";

    /// <inheritdoc/>
    public void Begin(string name, string help, MetricKind kind)
    {
        _name = name;
        _page.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _page.Append("# TYPE ").Append(name).Append(' ').Append(kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            MetricKind.Histogram or _ => "histogram",
        }).Append('\n');
    }

    /// <inheritdoc/>
    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels)
        => Line(_name, value, labels);

    /// <inheritdoc/>
    public void Sample(HistogramCounts counts)
    {
        string bucket = _name + "_bucket";
        long sum = 0;
        for (int i = 0; i < counts.Limits.Count; i++)
        {
            sum += counts.Counts[i];
            Line(bucket, sum, [("le", Text(counts.Limits[i]))]);
        }

        sum += counts.Counts[^1];
        Line(bucket, sum, [("le", "+Inf")]);
        Line(_name + "_sum", counts.Sum, []);
        Line(_name + "_count", sum, []);
    }

    /// <summary>The page.</summary>
    public override string ToString() => _page.ToString();

    void Line(string name, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        _page.Append(name);
        for (int i = 0; i < labels.Length; i++)
        {
            _page.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            PutValue(labels[i].Value);
            _page.Append('"');
        }

        if (labels.Length > 0) _page.Append('}');
        _page.Append(' ').Append(Text(value)).Append('\n');
    }

    // "label_value can be any sequence of UTF-8 characters, but \, " and line feed are escaped."
    void PutValue(string text)
    {
        foreach (char letter in text)
        {
            if (letter == '\n') _page.Append("\\n");
            else if (letter is '\\' or '"') _page.Append('\\').Append(letter);
            else _page.Append(letter);
        }
    }

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

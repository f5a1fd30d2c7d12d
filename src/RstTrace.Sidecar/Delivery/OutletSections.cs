using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core.Wire;
using RstTrace.Reports;
using RstTrace.Sidecar.Configuration;
using RstTrace.Sidecar.Store;

namespace RstTrace.Sidecar.Delivery;

/// <summary>The sections <c>store:</c>, <c>otlp:</c> and <c>clickhouse:</c> of the configuration,
/// and the outlets that they ask for.</summary>
static class OutletSections
{
    const long LeastSize = 1 << 20, MostSize = 1L << 50;

    static readonly Duration
        s_second = Duration.FromSeconds(1), s_minute = Duration.FromSeconds(60),
        s_century = Duration.FromSeconds(36_500L * 86_400);

    /// <summary>Reads the sections.</summary>
    /// <param name="tree">What was written.</param>
    /// <param name="makers">Gets a line for each outlet that is asked for: a history where
    /// <c>store:</c> is written, the others where they have an <c>endpoint</c>.</param>
    public static void Read(ConfigTree tree, List<OutletMaker> makers)
    {
        StoreOptions store = Store(tree.Section("store"));
        if (store.Enabled)
        {
            makers.Add(host => new EventStore(
                store, Environment.MachineName, Lines(host), host.Log.Say, TimeProvider.System));
        }

        OtlpOptions otlp = Otlp(tree.Section("otlp"));
        if (otlp is { Endpoint: not null, Logs: true })
        {
            makers.Add(host => Deliveries.OtlpLogs(
                otlp, Environment.MachineName, Lines(host), host.Own.Connect));
        }

        if (otlp is { Endpoint: not null, Metrics: true })
        {
            makers.Add(host => Deliveries.OtlpMetrics(
                otlp, Environment.MachineName, host.WriteMetrics, TimeProvider.System,
                host.Own.Connect));
        }

        ClickHouseOptions clickHouse = ClickHouse(tree.Section("clickhouse"));
        if (clickHouse.Endpoint is not null)
        {
            makers.Add(host => Deliveries.ClickHouse(
                clickHouse, Environment.MachineName, Lines(host), host.Own.Connect));
        }
    }

    static StoreOptions Store(ConfigSection section)
    {
        var usual = new StoreOptions();
        var options = new StoreOptions
        {
            Enabled = section.Flag("enabled") ?? section.IsWritten,
            File = section.Text("file") ?? usual.File,
            MaxAge = Span(section.Time("max_age", s_minute, s_century)) ?? usual.MaxAge,
            MaxOctets = section.Octets("max_size", LeastSize, MostSize) ?? usual.MaxOctets,
        };
        Note(section, options.Validate(), $"file: {StoreOptions.UsualFile}");
        return options;
    }

    static ClickHouseOptions ClickHouse(ConfigSection section)
    {
        var usual = new ClickHouseOptions();
        var options = new ClickHouseOptions
        {
            Endpoint = section.Text("endpoint"),
            Database = section.Text("database") ?? usual.Database,
            User = section.Text("user") ?? usual.User,
            Password = Password(section) ?? usual.Password,
            Linger = Span(section.Time("linger", default, s_minute)) ?? usual.Linger,
            Delivery = Delivery(section, usual.Delivery),
        };
        Note(section, options.Validate(), "endpoint: http://localhost:8123");
        return options;
    }

    static OtlpOptions Otlp(ConfigSection section)
    {
        var usual = new OtlpOptions();
        var options = new OtlpOptions
        {
            Endpoint = section.Text("endpoint"),
            Headers = section.Pairs("headers"),
            Resource = section.Pairs("resource"),
            Logs = section.Flag("logs") ?? usual.Logs,
            Metrics = section.Flag("metrics") ?? usual.Metrics,
            MetricsInterval = Span(section.Time("metrics_interval", s_second, s_century))
                ?? usual.MetricsInterval,
            Delivery = Delivery(section, usual.Delivery),
        };
        Note(section, options.Validate(), "endpoint: http://localhost:4318");
        return options;
    }

    // "otlp.endpoint takes ...".
    static void Note(ConfigSection section, string? wrong, string hint)
    {
        if (wrong is null) return;

        int space = wrong.IndexOf(' ');
        section.Wrong(wrong[(section.Name.Length + 1)..space], wrong[(space + 1)..], hint);
    }

    static DeliveryOptions Delivery(ConfigSection section, DeliveryOptions usual)
    {
        ConfigSection spool = section.Section("spool");
        return usual with
        {
            Spool = usual.Spool with
            {
                Folder = spool.Text("folder") ?? usual.Spool.Folder,
                MaxOctets = spool.Octets("max_size", LeastSize, MostSize)
                    ?? usual.Spool.MaxOctets,
                Sync = spool.Word("sync", "never", "second", "always") switch
                {
                    "never" => SpoolSync.Never,
                    "always" => SpoolSync.Always,
                    _ => usual.Spool.Sync,
                },
            },
            Retry = usual.Retry with
            {
                Timeout = Span(section.Time("timeout", s_second, s_minute)) ?? usual.Retry.Timeout,
            },
        };
    }

    static string? Password(ConfigSection section)
    {
        if (section.Secret("password") is { } told) return told;
        if (section.Text("password_file") is not { } path) return null;
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            section.Wrong(
                "password_file", $"names {path}, which cannot be read", $"ls -l {path}");
            return null;
        }
    }

    static Func<Stream, NdjsonReport> Lines(OutletHost host) => stream =>
    {
        var report = new NdjsonReport(stream, host.Vantage);
        report.Open(["-"]);
        return report;
    };

    static TimeSpan? Span(Duration? time)
        => time is { } known ? TimeSpan.FromTicks(known.Nanoseconds / 100) : null;
}

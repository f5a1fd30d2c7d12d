using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;
using RstTrace.Sidecar.Delivery;
using RstTrace.Sidecar.Metrics;
using RstTrace.Sidecar.Tests.Store;

namespace RstTrace.Sidecar.Tests.Delivery;

/// <summary>Deliveries to a collector. No collector can be had here: a receiver of ours stands in,
/// which decodes what it gets.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OtlpTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder()
        => _folder = Directory.CreateTempSubdirectory("rsttrace-otlp-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_event_is_a_log_record()
    {
        using var receiver = new Receiver();
        using (IOutlet outlet = Open(receiver.Url))
        {
            outlet.Take(SomeEvents.Reset(7));
            foreach (var incident in SomeEvents.Incidents(SomeEvents.Reset(7)))
                outlet.Take(incident);
            Arrive(outlet, 2);
        }

        Assert.That(receiver.Got[0].Path, Is.EqualTo("/v1/logs"));
        JsonElement record = Records(receiver).First();
        Assert.That(
            record.GetProperty("timeUnixNano").GetString(), Is.EqualTo("1795221354007000000"));
        Assert.That(record.GetProperty("severityText").GetString(), Is.EqualTo("INFO"));
        Assert.That(
            record.GetProperty("body").GetProperty("stringValue").GetString(),
            Is.EqualTo("Nothing listens on 10.0.0.9:5432."));
        Dictionary<string, string> attributes = Attributes(record);
        Assert.That(attributes["rsttrace.cause"], Is.EqualTo("port-closed"));
        Assert.That(attributes["server.address"], Is.EqualTo("10.0.0.9"));
        Assert.That(attributes["server.port"], Is.EqualTo("5432"));
        Assert.That(
            attributes["rsttrace.event"],
            Is.EqualTo(System.Text.Encoding.UTF8.GetString(
                SomeEvents.Line(SomeEvents.Reset(7)))));
        JsonElement resource = JsonDocument.Parse(receiver.Got[0].Body).RootElement
            .GetProperty("resourceLogs")[0].GetProperty("resource");
        Assert.That(Attributes(resource)["host.name"], Is.EqualTo("here"));
        Assert.That(Attributes(resource)["team"], Is.EqualTo("shop"));
    }

    [Test]
    public void Metrics_are_sums_gauges_and_histograms()
    {
        using var receiver = new Receiver();
        OtlpOptions options = Options(receiver.Url) with
        {
            MetricsInterval = TimeSpan.FromMilliseconds(50),
        };
        using (IOutlet outlet = Deliveries.OtlpMetrics(options, "here", Write, TimeProvider.System))
            Arrive(outlet, 2);

        JsonElement metrics = JsonDocument.Parse(receiver.Got[0].Body).RootElement
            .GetProperty("resourceMetrics")[0].GetProperty("scopeMetrics")[0]
            .GetProperty("metrics");
        Assert.That(receiver.Got[0].Path, Is.EqualTo("/v1/metrics"));
        JsonElement sum = metrics[0].GetProperty("sum");
        Assert.That(sum.GetProperty("isMonotonic").GetBoolean());
        Assert.That(sum.GetProperty("aggregationTemporality").GetInt32(), Is.EqualTo(2));
        JsonElement point = sum.GetProperty("dataPoints")[1];
        Assert.That(point.GetProperty("asDouble").GetDouble(), Is.EqualTo(5));
        Assert.That(Attributes(point)["cause"], Is.EqualTo("b"));
        Assert.That(
            metrics[1].GetProperty("gauge").GetProperty("dataPoints")[0].GetProperty("asDouble")
                .GetDouble(),
            Is.EqualTo(0.5));
        JsonElement histogram = metrics[2].GetProperty("histogram").GetProperty("dataPoints")[0];
        Assert.That(histogram.GetProperty("count").GetString(), Is.EqualTo("6"));
        Assert.That(
            histogram.GetProperty("bucketCounts").EnumerateArray().Select(one => one.GetString()),
            Is.EqualTo(Enumerable.Range(1, 3).Select(one => $"{one}")));

        static void Write(IMetricWriter metrics)
        {
            metrics.Begin("resets_total", "Resets.", MetricKind.Counter);
            metrics.Sample(3, ("cause", "a"));
            metrics.Sample(5, ("cause", "b"));
            metrics.Begin("share", "A share.", MetricKind.Gauge);
            metrics.Sample(0.5);
            metrics.Begin("silence_seconds", "Silences.", MetricKind.Histogram);
            metrics.Sample(new HistogramCounts([1, 10], [1, 2, 3], 42));
        }
    }

    // Each is all that it says while it lasts; then it is well again.
    [TestCase("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "HTTP 500")]
    [TestCase("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n", "HTTP 503")]
    [TestCase("HTTP/1.1 429 Slow\r\nContent-Length: 4\r\n\r\nwait", "HTTP 429: wait")]
    [TestCase("HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n", "otlp.headers")]
    [TestCase("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "otlp.endpoint")]
    [TestCase("SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP")]
    [TestCase("", "no answer within 1 s")]
    public void Trouble_is_said_and_costs_nothing(string answer, string says)
    {
        using var receiver = new Receiver { Answer = _ => answer };
        using IOutlet outlet = Open(receiver.Url);
        for (int number = 0; number < 20; number++) outlet.Take(SomeEvents.Reset(number));
        Eventually.Holds(() => outlet.Counts.Retried >= 1, () => $"{outlet.Counts}");
        Assert.That(outlet.Ailment, Does.Contain(says));
        Assert.That(receiver.Got, Is.Empty);

        receiver.Answer = static _ => Receiver.Status("200 OK");
        Arrive(outlet, 20);
        Assert.That(outlet.Ailment, Is.Null);
        Assert.That(outlet.Counts.Dropped, Is.Zero);
        Assert.That(Numbers(receiver), Is.EqualTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public void A_record_that_is_refused_is_found_and_dropped_and_counted()
    {
        using var receiver = new Receiver
        {
            Answer = static body => Receiver.Status(
                body.Contains("tcp_stream\\u0022:13,") ? "400 Bad Request" : "200 OK"),
        };
        using IOutlet outlet = Open(receiver.Url);
        for (int number = 0; number < 40; number++) outlet.Take(SomeEvents.Reset(number));
        Eventually.Holds(
            () => outlet.Counts is { Delivered: 39, Dropped: 1 },
            () => $"{outlet.Counts}, {outlet.Ailment}");
        Assert.That(Numbers(receiver), Is.EqualTo(Enumerable.Range(0, 40).Where(one => one != 13)));
    }

    [Test]
    public void Too_much_at_once_is_sent_in_pieces()
    {
        using var receiver = new Receiver
        {
            Answer = static body => Receiver.Status(
                body.Length > 20_000 ? "413 Too Large" : "200 OK"),
        };
        using IOutlet outlet = Open(receiver.Url);
        for (int number = 0; number < 100; number++) outlet.Take(SomeEvents.Reset(number));
        Arrive(outlet, 100);
        Assert.That(Numbers(receiver), Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void What_was_spooled_while_nobody_listened_is_delivered_once_by_the_next_run()
    {
        int port;
        using (var receiver = new Receiver()) port = receiver.Port;
        using (IOutlet outlet = Open($"http://127.0.0.1:{port}"))
        {
            for (int number = 0; number < 1_000; number++) outlet.Take(SomeEvents.Reset(number));
            Eventually.Holds(() => outlet.Counts.Retried >= 1, () => $"{outlet.Counts}");
            Assert.That(outlet.Ailment, Does.Contain("no connection"));
        }

        using (var receiver = new Receiver(port))
        {
            using (IOutlet outlet = Open(receiver.Url)) Arrive(outlet, 1_000);
            Assert.That(Numbers(receiver), Is.EqualTo(Enumerable.Range(0, 1_000)));
        }
    }

    IOutlet Open(string url) => Deliveries.OtlpLogs(Options(url), "here", SomeEvents.Report);

    OtlpOptions Options(string url) => new()
    {
        Endpoint = url,
        Resource = new Dictionary<string, string> { ["team"] = "shop" },
        Delivery = new DeliveryOptions
        {
            Spool = new SpoolOptions { Folder = _folder },
            Retry = new RetryOptions
            {
                Timeout = TimeSpan.FromSeconds(1),
                MaxWait = TimeSpan.FromMilliseconds(600),
            },
        },
    };

    static void Arrive(IOutlet outlet, long events)
        => Eventually.Holds(
            () => outlet.Counts.Delivered >= events, () => $"{outlet.Counts}, {outlet.Ailment}");

    static IEnumerable<JsonElement> Records(Receiver receiver)
        => receiver.Got.SelectMany(got => JsonDocument.Parse(got.Body).RootElement
            .GetProperty("resourceLogs")[0].GetProperty("scopeLogs")[0].GetProperty("logRecords")
            .EnumerateArray());

    // The stream is the number that the test gave the event.
    static IEnumerable<int> Numbers(Receiver receiver)
        => Records(receiver).Select(record => JsonDocument
            .Parse(Attributes(record)["rsttrace.event"]).RootElement
            .GetProperty("capture").GetProperty("tcp_stream").GetInt32());

    static Dictionary<string, string> Attributes(JsonElement of)
        => of.GetProperty("attributes").EnumerateArray().ToDictionary(
            one => one.GetProperty("key").GetString()!,
            one => one.GetProperty("value").EnumerateObject().Single().Value.ToString());
}

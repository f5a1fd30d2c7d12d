using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Threading;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Cli.Tests.Live;

namespace RstTrace.Sidecar.Tests;

/// <summary>The program as a service that looks into another host's network namespace and answers
/// in ours.</summary>
sealed class Service : IDisposable
{
    const int Patience = 30_000;

    readonly HttpClient _client = new() { Timeout = TimeSpan.FromMilliseconds(Patience) };
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-sidecar-").FullName;

    public Service(TwoHosts hosts, string more = "", params string[] words)
    {
        Port = FreePort();
        Config = Path.Combine(_folder, "sidecar.yaml");
        Output = Path.Combine(_folder, "resets.ndjson");
        Write(more);
        Words = ["sidecar", "--netns", hosts.ServerHost, "--config", Config, .. words];
        Process = RstTraceProcess.StartOther(
            ["bash", "-c", $"exec \"$@\" >>'{Output}'", "-", RstTraceProcess.Path, .. Words]);
    }

    public RstTraceProcess Process { get; private set; }

    public int Port { get; }

    public string Config { get; }

    public string Output { get; }

    public string[] Words { get; }

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Writes the configuration, with more sections.</summary>
    public void Write(string more)
        => File.WriteAllText(
            Config, more.Contains("http:") ? more : $"http:\n  listen: 127.0.0.1:{Port}\n{more}");

    /// <summary>Returns when it captures.</summary>
    public Service Await()
    {
        Process.AwaitErrors("listening on");
        return this;
    }

    /// <summary>Starts it again, as a supervisor would.</summary>
    public void Restart()
    {
        Process.Dispose();
        Process = RstTraceProcess.StartOther(
            ["bash", "-c", $"exec \"$@\" >>'{Output}'", "-", RstTraceProcess.Path, .. Words]);
        Await();
    }

    public HttpResponseMessage Ask(string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url + path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _client.Send(request);
    }

    public string Get(string path)
    {
        using HttpResponseMessage reply = Ask(path);
        Assert.That((int)reply.StatusCode, Is.EqualTo(200), path);
        return reply.Content.ReadAsStringAsync().Result;
    }

    /// <summary>The sum of all samples that begin like this.</summary>
    public double Metric(string begin)
    {
        double sum = 0;
        foreach (string line in Get("metrics").Split('\n'))
        {
            if (!line.StartsWith(begin, StringComparison.Ordinal)) continue;
            sum += double.Parse(
                line[(line.LastIndexOf(' ') + 1)..],
                System.Globalization.CultureInfo.InvariantCulture);
        }

        return sum;
    }

    /// <summary>Returns when a metric is so much.</summary>
    public void AwaitMetric(string begin, double least)
        => Assert.That(
            SpinWait.SpinUntil(
                () =>
                {
                    Thread.Sleep(100);
                    return Metric(begin) >= least;
                },
                Patience),
            Is.True, () => $"{begin} {Metric(begin)}, not {least}");

    /// <summary>Ends it, and returns what it left.</summary>
    public RunResult End(string signal = "TERM")
    {
        Process.Signal(signal);
        RunResult result = Process.Await();
        return result with { Output = File.ReadAllText(Output) };
    }

    public void Dispose()
    {
        Process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

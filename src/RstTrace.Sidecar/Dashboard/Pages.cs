using System;
using System.IO;
using System.Text;
using System.Threading;
using RstTrace.Sidecar.Http;
using RstTrace.Sidecar.Metrics;

namespace RstTrace.Sidecar.Dashboard;

/// <summary>What is answered under which path. Nothing that is asked changes anything.</summary>
public sealed class Pages
{
    const int Nap = 250; // milliseconds between looks for new events
    const int StateEvery = 4; // naps

    readonly SidecarService _service;
    readonly ServiceMetrics _metrics;
    readonly DashboardState _state;
    volatile AccessGate _gate;

    /// <param name="service">What is told of.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <param name="version">The program's.</param>
    public Pages(SidecarService service, ServiceMetrics metrics, string version)
    {
        (_service, _metrics) = (service, metrics);
        _state = new DashboardState(service, version);
        _gate = new AccessGate(service.Config.Http.Token);
    }

    /// <summary>Who may look has changed.</summary>
    public void Reload() => _gate = new AccessGate(_service.Config.Http.Token);

    /// <summary>Answers a request. From several threads.</summary>
    public HttpReply Answer(HttpRequest request)
    {
        // Whoever starts and stops us has no token, and learns no more than that.
        if (request.Path == "/healthz") return Health();
        if (request.Path == "/readyz") return Readiness();
        if (_gate.Refuse(request) is { } refusal) return refusal;
        if (request.Path == "/metrics") return Metrics();

        return _service.Config.Http.Dashboard
            ? Dashboard(request)
            : HttpReply.Text(404, "there are /metrics, /healthz and /readyz");
    }

    HttpReply Health()
        => _service.IsAlive ? HttpReply.Text(200, "ok") : HttpReply.Text(503, "it stands still");

    HttpReply Readiness()
        => _service.Obstacle is { } obstacle
            ? HttpReply.Text(503, obstacle)
            : HttpReply.Text(200, "ready");

    HttpReply Metrics()
    {
        var text = new PrometheusText();
        _metrics.Write(text);
        return new HttpReply(
            200, PrometheusText.ContentType, Encoding.UTF8.GetBytes(text.ToString()));
    }

    HttpReply Dashboard(HttpRequest request) => request.Path switch
    {
        "/" => Resource("dashboard.html", "text/html; charset=utf-8"),
        "/dashboard.css" => Resource("dashboard.css", "text/css; charset=utf-8"),
        "/dashboard.js" => Resource("dashboard.js", "text/javascript; charset=utf-8"),
        "/ladder.js" => Resource("ladder.js", "text/javascript; charset=utf-8"),
        "/favicon.svg" => Resource("favicon.svg", "image/svg+xml"),
        "/api/state" => new HttpReply(200, "application/json", _state.Take()),
        "/api/reset" => One(request),
        "/api/stream" => new HttpReply(200, "text/event-stream", default) { Stream = Stream },
        _ => HttpReply.Text(404, "no such page"),
    };

    HttpReply One(HttpRequest request)
        => request.Query.StartsWith("id=", StringComparison.Ordinal)
            && _service.Recent?.Find(request.Query["id=".Length..]) is { } reset
            ? new HttpReply(200, "application/json", reset.Whole)
            : HttpReply.Text(404, "no such reset, or too old");

    void Stream(EventSender stream)
    {
        string? last = stream.LastId;
        for (int naps = 0; !stream.IsOver; naps++)
        {
            if (_service.Recent?.After(last) is { Count: > 0 } resets)
            {
                foreach (RecentReset reset in resets)
                    stream.Send("reset", reset.Id, reset.Brief.Span);
                last = resets[^1].Id;
            }

            if (naps % StateEvery == 0) stream.Send("state", null, _state.Take());
            Thread.Sleep(Nap);
        }
    }

    static HttpReply Resource(string name, string type)
    {
        using Stream resource = typeof(Pages).Assembly.GetManifestResourceStream(name)!;
        byte[] octets = new byte[resource.Length];
        resource.ReadExactly(octets);
        return new HttpReply(200, type, octets);
    }
}

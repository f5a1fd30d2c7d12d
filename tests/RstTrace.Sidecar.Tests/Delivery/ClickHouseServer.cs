using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace RstTrace.Sidecar.Tests.Delivery;

/// <summary>A real clickhouse-server on a folder and ports of its own.</summary>
sealed class ClickHouseServer : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-clickhouse-").FullName;
    readonly HttpClient _client = new();
    Process? _process;

    public ClickHouseServer()
    {
        int[] ports = FreePorts(3);
        Url = $"http://127.0.0.1:{ports[0]}";
        File.WriteAllText(
            Path.Combine(_folder, "config.xml"),
            $"""
            <yandex>
                <logger><level>error</level>
                    <log>{_folder}/log</log><errorlog>{_folder}/errors</errorlog></logger>
                <http_port>{ports[0]}</http_port>
                <tcp_port>{ports[1]}</tcp_port>
                <interserver_http_port>{ports[2]}</interserver_http_port>
                <listen_host>127.0.0.1</listen_host>
                <path>{_folder}/data/</path>
                <tmp_path>{_folder}/tmp/</tmp_path>
                <users_config>{_folder}/users.xml</users_config>
                <mark_cache_size>5368709120</mark_cache_size>
                <default_profile>default</default_profile>
                <default_database>default</default_database>
            </yandex>
            """);
        File.WriteAllText(
            Path.Combine(_folder, "users.xml"),
            """
            <yandex>
                <profiles><default></default></profiles>
                <quotas><default></default></quotas>
                <users><default>
                    <password></password><networks><ip>127.0.0.1</ip></networks>
                    <profile>default</profile><quota>default</quota>
                </default></users>
            </yandex>
            """);
        Start();
    }

    /// <summary>Where its HTTP interface is.</summary>
    public string Url { get; }

    /// <summary>Starts it again.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo(
            "clickhouse-server", [$"--config-file={_folder}/config.xml"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Eventually.Holds(Answers, () => "clickhouse-server does not answer");
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal, such as <c>STOP</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Runs statements, one after the other.</summary>
    public void Execute(string statements)
    {
        // It has no comments before a statement, and one statement a request.
        string code = string.Join(
            '\n', statements.Split('\n').Where(line => !line.StartsWith("--")));
        foreach (string statement in code.Split(';').Where(part => part.Trim().Length > 0))
            Ask(statement);
    }

    /// <summary>What it answers.</summary>
    public string Ask(string query)
    {
        using HttpResponseMessage answer =
            _client.PostAsync(Url, new StringContent(query)).Result;
        string text = answer.Content.ReadAsStringAsync().Result;
        return answer.IsSuccessStatusCode ? text.Trim()
            : throw new InvalidOperationException(text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is { HasExited: false }) Kill();
        _process?.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    bool Answers()
    {
        try
        {
            return Ask("SELECT 1") == "1";
        }
        catch (AggregateException)
        {
            return false;
        }
    }

    static int[] FreePorts(int count)
    {
        TcpListener[] listeners =
            [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(one => ((IPEndPoint)one.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners) listener.Stop();
        return ports;
    }
}

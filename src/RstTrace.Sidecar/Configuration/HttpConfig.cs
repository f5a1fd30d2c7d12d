using System;
using System.IO;
using System.Net;

namespace RstTrace.Sidecar.Configuration;

/// <summary><c>http:</c>: where metrics, health and the dashboard are answered.</summary>
public sealed record HttpConfig
{
    /// <summary>9464, which OpenTelemetry's exporters for Prometheus use.</summary>
    public const int UsualPort = 9464;

    const int LeastToken = 16, MostToken = 1024;

    /// <summary>Address and port; null for no page at all.</summary>
#pragma warning disable RS0030 // Sockets speak of addresses in no other way.
    public IPEndPoint? Listen { get; init; } = new(IPAddress.Loopback, UsualPort);
#pragma warning restore RS0030

    /// <summary>What a caller must know; null for nothing, which only a loopback address may
    /// be bound with.</summary>
    public string? Token { get; init; }

    /// <summary>Whether there is a dashboard beside metrics and health.</summary>
    public bool Dashboard { get; init; } = true;

    internal static HttpConfig Read(ConfigTree tree)
    {
        ConfigSection section = tree.Section("http");
        var usual = new HttpConfig();
        var read = new HttpConfig
        {
            Listen = section.Text("listen") switch
            {
                null => usual.Listen,
                "none" => null,
                { } text => EndpointOf(section, text) ?? usual.Listen,
            },
            Token = section.Secret("token") ?? FromFile(section),
            Dashboard = section.Flag("dashboard") ?? usual.Dashboard,
        };
        if (read.Token is { Length: < LeastToken or > MostToken })
        {
            section.Wrong(
                "token", $"takes {LeastToken} letters or more", "openssl rand -hex 16");
        }

#pragma warning disable RS0030
        bool isOpen = read is { Listen: { } listen, Token: null }
            && !IPAddress.IsLoopback(listen.Address);
#pragma warning restore RS0030
        if (isOpen)
        {
            section.Wrong(
                "listen", $"is {read.Listen}, which others reach, and there is no token",
                "http.token_file: PATH, or listen on 127.0.0.1");
        }

        return read;
    }

    static string? FromFile(ConfigSection section)
    {
        if (section.Text("token_file") is not { } path) return null;
        try
        {
            using StreamReader file = File.OpenText(path);
            char[] text = new char[MostToken + 2];
            string token = new string(text, 0, file.ReadBlock(text)).Trim();
            if (token.Length > 0) return token;
            section.Wrong("token_file", $"names {path}, which is empty", "openssl rand -hex 16");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            section.Wrong(
                "token_file", $"names {path}, which cannot be read: {failure.GetType().Name}",
                $"ls -l {path}");
        }

        return null;
    }

#pragma warning disable RS0030
    static IPEndPoint? EndpointOf(ConfigSection section, string text)
    {
        if (text.StartsWith("localhost:", StringComparison.Ordinal))
            text = text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        if (text.StartsWith(':')) text = "[::]" + text;
        bool isEndpoint = IPEndPoint.TryParse(text, out IPEndPoint? endpoint)
            && text.Contains(':');
        if (isEndpoint && endpoint!.ToString().EndsWith(
            text[text.LastIndexOf(':')..], StringComparison.Ordinal))
        {
            return endpoint;
        }

        section.Wrong(
            "listen", $"takes an address and a port, or none, not '{text}'",
            $"listen: 127.0.0.1:{UsualPort}");
        return null;
    }
#pragma warning restore RS0030
}

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Opens a connection: for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
public delegate ValueTask<Stream> Connect(
    SocketsHttpConnectionContext context, CancellationToken cancel);

/// <summary>Asks an HTTP server, one request at a time, and waits no longer than it was told
/// to.</summary>
sealed class HttpSender : IDisposable
{
    const int MostAnswer = 64 << 10;

    // So that a name which moves is looked up again.
    static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(5);

    readonly HttpClient _client;
    readonly TimeSpan _timeout;

    /// <param name="headers">Sent with each request.</param>
    /// <param name="timeout">How long a request may take, its answer included.</param>
    /// <param name="connect">Opens connections; null for the usual.</param>
    public HttpSender(
        IReadOnlyDictionary<string, string> headers, TimeSpan timeout, Connect? connect)
    {
        _timeout = timeout;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout,
            PooledConnectionLifetime = s_connectionLife,
            MaxConnectionsPerServer = 1,
        };
        if (connect is not null)
            handler.ConnectCallback = (context, cancel) => connect(context, cancel);

        _client = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MostAnswer,
        };
        foreach ((string name, string value) in headers)
            _client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
    }

    /// <summary>Posts octets, compressed.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled by the caller.</exception>
    public HttpAnswer Post(Uri url, byte[] octets, string type, CancellationToken cancel)
    {
        var content = new ByteArrayContent(Compressed(octets));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        content.Headers.ContentEncoding.Add("gzip");
        return Send(new HttpRequestMessage(HttpMethod.Post, url) { Content = content }, cancel);
    }

    /// <summary>Gets what is at a place.</summary>
    /// <inheritdoc cref="Post"/>
    public HttpAnswer Get(Uri url, CancellationToken cancel)
        => Send(new HttpRequestMessage(HttpMethod.Get, url), cancel);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    static byte[] Compressed(byte[] octets)
    {
        using var compressed = new MemoryStream(octets.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(octets);

        return compressed.ToArray();
    }

    HttpAnswer Send(HttpRequestMessage request, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_timeout);
        try
        {
            using (request)
            using (HttpResponseMessage response = _client.Send(request, limit.Token))
            {
                using var text = new StreamReader(response.Content.ReadAsStream(limit.Token));
                return new HttpAnswer(
                    (int)response.StatusCode, text.ReadToEnd(), After(response.Headers), null);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return HttpAnswer.None($"no answer within {_timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException failure) when (!cancel.IsCancellationRequested)
        {
            return HttpAnswer.None(Reason(failure));
        }
        catch (IOException) when (!cancel.IsCancellationRequested)
        {
            return HttpAnswer.None("the connection broke");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    // "Retry-After: 120", or a date.
    static TimeSpan? After(HttpResponseHeaders headers)
        => headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - TimeProvider.System.GetUtcNow(),
            _ => null,
        };

    // In our words: those of .NET are missing from a trimmed program.
    static string Reason(HttpRequestException failure)
    {
        HttpRequestError error = failure.HttpRequestError;
        return error == HttpRequestError.NameResolutionError ? "there is no host of this name"
            : error == HttpRequestError.ConnectionError ? "no connection"
            : error == HttpRequestError.SecureConnectionError
                ? "TLS failed: a certificate, or no TLS there"
            : error == HttpRequestError.InvalidResponse ? "what answers there speaks no HTTP"
            : error == HttpRequestError.ResponseEnded
                ? "the connection was closed before the answer"
            : "the connection broke";
    }
}

/// <summary>What a server said.</summary>
/// <param name="Status">The status code; 0 without an answer.</param>
/// <param name="Body">The text of the answer.</param>
/// <param name="After">How long it asks us to wait.</param>
/// <param name="Failure">Why there is no answer; null where there is one.</param>
readonly record struct HttpAnswer(int Status, string Body, TimeSpan? After, string? Failure)
{
    const int MostSaid = 200;

    /// <summary>No answer.</summary>
    public static HttpAnswer None(string failure) => new(0, "", null, failure);

    /// <summary>Whether it went well.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>What it says, in a line.</summary>
    public string Said
    {
        get
        {
            if (Failure is not null) return Failure;
            string line = Body.Trim();
            int end = line.AsSpan().IndexOfAny('\r', '\n');
            if (end >= 0) line = line[..end];
            if (line.Length > MostSaid) line = line[..MostSaid] + "...";
            return line.Length == 0 ? $"HTTP {Status}" : $"HTTP {Status}: {Plain(line)}";
        }
    }

    static string Plain(string text)
        => string.Create(text.Length, text, static (plain, text) =>
        {
            for (int i = 0; i < text.Length; i++)
                plain[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        });
}

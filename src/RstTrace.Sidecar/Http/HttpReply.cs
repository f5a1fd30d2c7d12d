using System;
using System.Text;

namespace RstTrace.Sidecar.Http;

/// <summary>What is answered.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">What the body is.</param>
/// <param name="Body">The body.</param>
public sealed record HttpReply(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>One more field of the head; null for none. Ours alone, never of the wire.</summary>
    public string? Field { get; init; }

    /// <summary>Writes events for as long as the reader stays, in place of the body; null for an
    /// ordinary reply.</summary>
    public Action<EventSender>? Stream { get; init; }

    /// <summary>A line of text.</summary>
    public static HttpReply Text(int status, string text)
        => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>The reason phrase of a status that we use.</summary>
    public string Reason => Status switch
    {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
}

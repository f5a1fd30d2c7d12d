using System;

namespace RstTrace.CaptureGenerator;

/// <summary>How a message's first octets look: HTTP/1.1 with a body of zeros.</summary>
static class MessageHead
{
    /// <summary>A message has at least as many octets as the longest head.</summary>
    public const int MaximumLength = 64;

    const int LengthDigits = 8, EndLength = 4;

    static ReadOnlySpan<byte> Request
        => "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 00000000\r\n\r\n"u8;

    static ReadOnlySpan<byte> Response
        => "HTTP/1.1 200 OK\r\nContent-Length: 00000000\r\n\r\n"u8;

    /// <summary>Writes the head of a message.</summary>
    /// <param name="isRequest">Whether the client sends it.</param>
    /// <param name="messageOctets">Its whole length, head and body.</param>
    /// <param name="destination">At least <see cref="MaximumLength"/> octets.</param>
    /// <returns>The octets written.</returns>
    public static Span<byte> Write(bool isRequest, int messageOctets, Span<byte> destination)
    {
        ReadOnlySpan<byte> head = isRequest ? Request : Response;
        head.CopyTo(destination);
        int body = messageOctets - head.Length;
        for (int digit = 1; digit <= LengthDigits; digit++, body /= 10)
            destination[head.Length - EndLength - digit] = (byte)('0' + (body % 10));
        return destination[..head.Length];
    }
}

using System;

namespace RstTrace.Core.Wire;

/// <summary>What a payload begins with, as far as the cause of a reset may hang on it: a TLS alert
/// in the clear or an HTTP/1 status line. The default value is neither.</summary>
/// <remarks>Two octets, so that every flow can keep it of its last payload.</remarks>
public readonly record struct PayloadHint
{
    const int AlertBit = 0x8000, StatusBit = 0x4000, ValueBits = 0x3FFF;

    readonly ushort _packed;

    PayloadHint(int packed) => _packed = (ushort)packed;

    /// <summary>A TLS alert in the clear; null of one that is encrypted, and of anything
    /// else.</summary>
    public TlsAlert? Alert
        => (_packed & AlertBit) == 0 ? null
            : new((byte)((_packed & ValueBits) >> 8), (byte)_packed);

    /// <summary>Whether it is a TLS alert in the clear of level fatal.</summary>
    public bool IsFatalAlert => Alert is { IsFatal: true };

    /// <summary>The status code of an HTTP/1 response (RFC 9112 §4), or 0.</summary>
    public int HttpStatus => (_packed & StatusBit) != 0 ? _packed & ValueBits : 0;

    /// <summary>Reads the start of a payload, as far as it was captured.</summary>
    public static PayloadHint Read(ReadOnlySpan<byte> payload)
        => payload.IsEmpty ? default
            : payload[0] == (byte)'H' ? ReadStatus(payload)
            : TlsAlert.Read(payload) is { Level: { } level, Number: { } number }
                ? new(AlertBit | (level << 8) | number)
            : default;

    static PayloadHint ReadStatus(ReadOnlySpan<byte> payload)
    {
        bool isStatusLine = payload.Length >= 12 && payload.StartsWith("HTTP/1."u8)
            && payload[8] == ' ';
        if (!isStatusLine) return default;

        int status = 0;
        foreach (byte digit in payload[9..12])
        {
            if (digit is < (byte)'0' or > (byte)'9') return default;
            status = (status * 10) + digit - '0';
        }

        return new(StatusBit | status);
    }
}

using System;

namespace RstTrace.Core.Wire;

/// <summary>What a payload begins with, as far as the cause of a reset may hang on it: a TLS alert
/// or an HTTP/1 status line. The default value is neither.</summary>
/// <remarks>Two octets, so that every flow can keep it of its last payload.</remarks>
public readonly record struct PayloadHint
{
    const int AlertBit = 0x8000, StatusBit = 0x4000, ValueBits = 0x3FFF;

    /// <summary>TLS record: type, version, length (RFC 8446 §5.1).</summary>
    const int RecordHeader = 5;

    const byte AlertRecord = 0x15;

    readonly ushort _packed;

    PayloadHint(int packed) => _packed = (ushort)packed;

    /// <summary>Whether it is a TLS alert.</summary>
    public bool IsAlert => (_packed & AlertBit) != 0;

    /// <summary>Description of a TLS alert in the clear (RFC 8446 §6); null of one that is
    /// encrypted, and of anything else.</summary>
    public byte? AlertDescription
        => IsAlert && IsLegible ? (byte)_packed : null;

    /// <summary>Whether it is a TLS alert in the clear of level fatal.</summary>
    public bool IsFatalAlert => IsAlert && IsLegible && (_packed & 0x2000) != 0;

    /// <summary>The status code of an HTTP/1 response (RFC 9112 §4), or 0.</summary>
    public int HttpStatus => (_packed & StatusBit) != 0 && !IsAlert ? _packed & ValueBits : 0;

    bool IsLegible => (_packed & 0x1000) != 0;

    /// <summary>Reads the start of a payload, as far as it was captured.</summary>
    public static PayloadHint Read(ReadOnlySpan<byte> payload)
        => payload.Length < RecordHeader ? default
            : payload[0] == AlertRecord ? ReadAlert(payload)
            : payload[0] == (byte)'H' ? ReadStatus(payload)
            : default;

    // In the clear an alert is two octets; encrypted it is longer.
    static PayloadHint ReadAlert(ReadOnlySpan<byte> payload)
    {
        int length = (payload[3] << 8) | payload[4];
        bool isRecord = payload[1] == 3 && payload[2] <= 4 && length is >= 2 and <= 256;
        if (!isRecord) return default;
        if (length > 2 || payload.Length < RecordHeader + 2) return new(AlertBit);

        byte level = payload[RecordHeader], description = payload[RecordHeader + 1];
        return level is 1 or 2
            ? new(AlertBit | 0x1000 | (level == 2 ? 0x2000 : 0) | description)
            : default;
    }

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

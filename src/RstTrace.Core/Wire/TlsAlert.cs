using System;
using System.Buffers.Binary;

namespace RstTrace.Core.Wire;

/// <summary>An alert of TLS (RFC 8446 §6), as far as the wire shows it.</summary>
/// <param name="Level">1 for a warning, 2 for a fatal one; null where it is encrypted.</param>
/// <param name="Number">Its number in IANA's registry "TLS Alerts"; null where it is
/// encrypted.</param>
/// <remarks>TLS 1.3 hides its encrypted alerts in records of application data: these are not
/// recognised.</remarks>
public readonly record struct TlsAlert(byte? Level, byte? Number)
{
    const byte ContentType = 21, Warning = 1, Fatal = 2;
    const int PlainLength = 2;

    // A cipher adds a tag or hash, an initial vector and padding: 16 octets at the least, by CBC
    // with SHA-384 up to 80.
    const int LeastEncrypted = 16, MostEncrypted = 96;

    /// <summary>Whether it was sent before encryption began, so that it can be read.</summary>
    public bool IsPlaintext => Number is not null;

    /// <summary>Whether it says that the connection is at an end by failure; never known of an
    /// encrypted one.</summary>
    public bool IsFatal => Level == Fatal;

    /// <summary>Its name in IANA's registry; null where it is encrypted or has none.</summary>
    public string? Name => Number switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        21 => "decryption_failed",
        22 => "record_overflow",
        30 => "decompression_failure",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        52 => "too_many_cids_requested",
        60 => "export_restriction",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        100 => "no_renegotiation",
        109 => "missing_extension",
        110 => "unsupported_extension",
        111 => "certificate_unobtainable",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        114 => "bad_certificate_hash_value",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        117 => "general_error",
        120 => "no_application_protocol",
        121 => "ech_required",
        _ => null,
    };

    /// <summary>For a reader: "TLS alert 40 (handshake_failure), fatal".</summary>
    public string Description => !IsPlaintext
        ? "TLS alert, encrypted"
        : $"TLS alert {Number}{(Name is null ? "" : $" ({Name})")}, "
            + (IsFatal ? "fatal" : "warning");

    /// <summary>The alert at the start of a payload; null where there is none.</summary>
    /// <param name="head">Its first octets: 7 are enough.</param>
    public static TlsAlert? Read(ReadOnlySpan<byte> head)
    {
        if (!TlsRecord.TryRead(head, out byte type, out int length)) return null;
        if (type != ContentType) return null;
        if (length is >= LeastEncrypted and <= MostEncrypted) return new TlsAlert(null, null);
        if (length != PlainLength || head.Length < TlsRecord.HeaderLength + PlainLength)
            return null;

        byte level = head[TlsRecord.HeaderLength], number = head[TlsRecord.HeaderLength + 1];
        return level is Warning or Fatal ? new TlsAlert(level, number) : null;
    }
}

/// <summary>The header of a TLS record (RFC 8446 §5.1).</summary>
static class TlsRecord
{
    /// <summary>Octets of the header.</summary>
    public const int HeaderLength = 5;

    // A fragment of 2^14 octets, and what compression and encryption may add (RFC 5246 §6.2.3).
    const int MaxLength = (1 << 14) + 2048;

    /// <param name="octets">From the record's start.</param>
    /// <param name="type">The content type, 20 to 23.</param>
    /// <param name="length">Octets behind the header: 1 or more.</param>
    /// <returns>False where it is no record, or its header is not all there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, out byte type, out int length)
    {
        (type, length) = (0, 0);
        if (octets.Length < HeaderLength) return false;

        type = octets[0];
        length = BinaryPrimitives.ReadUInt16BigEndian(octets[3..]);
        return type is >= 20 and <= 23 && octets[1] == 3 && octets[2] <= 4
            && length is > 0 and <= MaxLength;
    }
}

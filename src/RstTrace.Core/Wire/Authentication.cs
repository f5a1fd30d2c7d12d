namespace RstTrace.Core.Wire;

/// <summary>The IP authentication header (RFC 4302 §2): signed, not encrypted, so that TCP behind
/// it can be read.</summary>
static class Authentication
{
    const int MinimumLength = 12;

    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        if (!cursor.Has(MinimumLength)) return cursor.Missing(MinimumLength);

        byte next = cursor.Ahead[0];

        // The only IPv6 extension that counts in units of four octets, less two.
        int length = (cursor.Ahead[1] + 2) * 4;
        if (length < MinimumLength) return cursor.Stop(DecodeOutcome.Malformed);
        if (!cursor.Has(length)) return cursor.Missing(length);

        cursor.Skip(length);
        return IpProtocol.Follow(next, ref cursor, ref segment);
    }
}

using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>What a reset, its connection or an incident is called for good: the same
/// whenever and under whatever name its capture is analysed.</summary>
static class EventId
{
    const int Shown = 16; // octets of the hash: 128 bits keep millions of events apart

    /// <summary>32 hexadecimal digits out of time, frame number, tuple and encapsulation.</summary>
    public static string Of(ResetEvent reset)
    {
        Span<byte> input = stackalloc byte[8 + 8 + 8 + 1 + (2 * 18)];
        BinaryPrimitives.WriteInt64BigEndian(input, reset.Time.Nanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(input[8..], reset.Frames[0].Number);
        BinaryPrimitives.WriteUInt64BigEndian(input[16..], reset.Flow.Encapsulation);
        input[24] = reset.Flow.IsIpv6 ? (byte)6 : (byte)4;
        Write(reset.Source, input[25..]);
        Write(reset.Destination, input[43..]);
        return Hash(input);
    }

    /// <summary>As many out of its kind, its first moment and its example.</summary>
    public static string Of(Incident incident)
    {
        Span<byte> input = stackalloc byte[1 + 8 + (2 * Shown)];
        input[0] = (byte)incident.Kind;
        BinaryPrimitives.WriteInt64BigEndian(input[1..], incident.First.Nanoseconds);
        System.Text.Encoding.ASCII.GetBytes(Of(incident.Example), input[9..]);
        return Hash(input);
    }

    /// <summary>An id of a connection as Zeek forms it, "C" and 17 letters and digits, out of its
    /// first moment, first frame, tuple and encapsulation.</summary>
    public static string Of(FlowSummary flow)
    {
        Span<byte> input = stackalloc byte[8 + 8 + 8 + 1 + (2 * 18)];
        BinaryPrimitives.WriteInt64BigEndian(input, flow.Start.Nanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(input[8..], flow.FirstFrame.Number);
        BinaryPrimitives.WriteUInt64BigEndian(input[16..], flow.Encapsulation);
        input[24] = flow.IsIpv6 ? (byte)6 : (byte)4;
        Write(flow.Client, input[25..]);
        Write(flow.Server, input[43..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return "C" + Base62(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    static string Base62(UInt128 number)
    {
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        Span<char> text = stackalloc char[17];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = Digits[(int)(number % 62)];
            number /= 62;
        }

        return new string(text);
    }

    static string Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return Convert.ToHexStringLower(hash[..Shown]);
    }

    static void Write(Endpoint endpoint, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, endpoint.Address.High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], endpoint.Address.Low);
        BinaryPrimitives.WriteUInt16BigEndian(destination[16..], endpoint.Port);
    }
}

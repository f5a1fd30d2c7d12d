using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using RstTrace.Testing;

namespace RstTrace.Fuzzing.Targets;

/// <summary>pcapng, block by block.</summary>
sealed class PcapngTarget : CaptureTarget
{
    const int Smallest = 12;
    static readonly uint[] s_types = [0x0A0D_0D0A, 1, 2, 3, 4, 5, 6, 9, 10, 0x0BAD];

    /// <inheritdoc/>
    public override string Name => "pcapng";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x0A, 0x0D, 0x0D, 0x0A], [0x4D, 0x3C, 0x2B, 0x1A], [0x1A, 0x2B, 0x3C, 0x4D], [9, 0, 1, 0, 6],
        [9, 0, 1, 0, 0x8A], [14, 0, 8, 0], [1, 0, 4, 0], [2, 0, 4, 0], [0, 0, 0, 0],
        [6, 0, 0, 0], [1, 0, 0, 0],
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string file in Samples.Captures(".pcapng", 8_000))
            yield return File.ReadAllBytes(file);

        foreach (bool bigEndian in (bool[])[false, true])
        {
            byte[] frame = new byte[60];
            yield return new PcapngBuilder().Section(bigEndian).Interface().Enhanced(5, frame)
                .Simple(frame).Obsolete(6, frame).ToArray();
        }
    }

    /// <inheritdoc/>
    public override bool Change(Draft draft, Dice dice)
    {
        int at = 0;
        for (int skip = dice.Next(10); skip > 0; skip--)
        {
            int next = at + Length(draft, at);
            if (next + Smallest > draft.Length) break;
            at = next;
        }

        if (at + Smallest > draft.Length) return false;

        int length = Length(draft, at);
        switch (dice.Next(5))
        {
            case 0:
                draft.Delete(at, length);
                return true;
            case 1:
                draft.Insert(at, draft.Octets.Slice(at, Math.Min(length, draft.Length - at)));
                return true;
            case 2:
                draft.PutNumber(at, 4, s_types[dice.Next(s_types.Length)], bigEndian: false);
                return true;
            case 3: // both lengths, so that the block stays whole
                uint other = (uint)(length + 4 * (dice.Next(5) - 2));
                draft.PutNumber(at + 4, 4, other, bigEndian: false);
                draft.PutNumber(at + (int)other - 4, 4, other, bigEndian: false);
                return true;
            default: // a field of its body
                draft.PutNumber(at + 8 + 4 * dice.Next(6), 4, (uint)dice.Next(300), false);
                return true;
        }
    }

    static int Length(Draft draft, int at)
        => (int)Math.Clamp(draft.Number(at + 4, 4, bigEndian: false), Smallest, 4096);
}

/// <summary>gzip around a capture.</summary>
sealed class GzipTarget : CaptureTarget
{
    /// <inheritdoc/>
    public override string Name => "gzip";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [[0x1F, 0x8B, 8, 0]];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string file in Samples.Captures(".pcap", 3_000))
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(File.ReadAllBytes(file));
            yield return packed.ToArray();
        }
    }
}

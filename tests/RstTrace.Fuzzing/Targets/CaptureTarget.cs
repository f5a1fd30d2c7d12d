using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Fuzzing.Targets;

/// <summary>A capture file. One by one, by the batch, and again from the beginning, the frames are
/// the same, and reading takes no memory for what a length claims.</summary>
abstract class CaptureTarget : FuzzTarget
{
    const long MostAllocated = 256 << 10;

    readonly CaptureBuffers _buffers = new();
    readonly FrameBatch _batch = new();

    /// <inheritdoc/>
    public override int Longest => 2048;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input)
    {
        byte[] file = input.ToArray();
        _ = _buffers.Unpacked;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using CaptureFile single = Open(file);
            (long frames, int sum, bool isWhole) = ReadSingly(single);
            using CaptureFile batched = Open(file);
            CheckSame((frames, sum, isWhole), ReadBatches(batched));
            if (batched.CanRewind)
            {
                batched.Rewind();
                CheckSame((frames, sum, isWhole), ReadBatches(batched));
            }

            if (!isWhole && string.IsNullOrEmpty(single.Damage))
                throw new BrokenPromise("damage without a word");
        }
        catch (CaptureException failure) when (failure.Kind == CaptureFailure.NotACapture)
        {
            // Said in a line.
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > MostAllocated) throw new BrokenPromise($"{allocated} octets allocated");
    }

    CaptureFile Open(byte[] file)
        => CaptureFile.Open(new MemoryStream(file, writable: false), "a", 0, _buffers, default);

    static (long Frames, int Sum, bool IsWhole) ReadSingly(CaptureFile capture)
    {
        var sum = default(HashCode);
        long frames = 0;
        ReadOutcome outcome;
        while ((outcome = capture.Read(out Frame frame)) == ReadOutcome.Frame)
        {
            Add(ref sum, in frame);
            frames++;
        }

        return (frames, sum.ToHashCode(), outcome == ReadOutcome.End);
    }

    (long Frames, int Sum, bool IsWhole) ReadBatches(CaptureFile capture)
    {
        var sum = default(HashCode);
        long frames = 0;
        ReadOutcome outcome;
        while ((outcome = capture.Read(_batch)) == ReadOutcome.Frame)
        {
            for (int index = 0; index < _batch.Count; index++)
            {
                Frame frame = _batch[index];
                Add(ref sum, in frame);
                frames++;
            }
        }

        return (frames, sum.ToHashCode(), outcome == ReadOutcome.End);
    }

    static void Add(ref HashCode sum, in Frame frame)
    {
        sum.AddBytes(frame.Octets);
        sum.Add(frame.OriginalLength);
        sum.Add(frame.Time);
        sum.Add(frame.Link);
        sum.Add(frame.Id);
    }

    static void CheckSame((long, int, bool) single, (long, int, bool) batches)
    {
        if (single != batches) throw new BrokenPromise($"{single} singly, {batches} in batches");
    }
}

/// <summary>pcap, of both byte orders and resolutions.</summary>
sealed class PcapTarget : CaptureTarget
{
    const int FileHeader = 24, RecordHeader = 16;

    /// <inheritdoc/>
    public override string Name => "pcap";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
        [[0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [2, 0, 4, 0]];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string file in Samples.Captures(".pcap", 6_000))
            yield return File.ReadAllBytes(file);
    }

    /// <inheritdoc/>
    public override bool Change(Draft draft, Dice dice)
    {
        int at = FileHeader;
        for (int skip = dice.Next(12); skip > 0; skip--)
        {
            int next = at + RecordHeader + (int)Math.Min(draft.Number(at + 8, 4, false), 4096);
            if (next + RecordHeader > draft.Length) break;
            at = next;
        }

        if (at + RecordHeader > draft.Length) return false;

        int length = (int)Math.Min(draft.Number(at + 8, 4, false), 4096);
        switch (dice.Next(4))
        {
            case 0:
                draft.Delete(at, RecordHeader + length);
                return true;
            case 1:
                int record = Math.Min(RecordHeader + length, draft.Length - at);
                draft.Insert(at, draft.Octets.Slice(at, record));
                return true;
            case 2: // captured, then the original length
                draft.PutNumber(at + 8 + 4 * dice.Next(2), 4, (uint)(length + dice.Next(5) - 2), false);
                return true;
            default:
                draft.PutNumber(at + 4 * dice.Next(2), 4, (uint)dice.Next(int.MaxValue), false);
                return true;
        }
    }
}

using System.Globalization;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Writes what was found of one reset as a pcapng file.</summary>
static class EvidenceFile
{
    /// <summary>Octets of a file beside its records, at most; its texts are short.</summary>
    const int Rest = 16 << 10;

    /// <summary>Octets of the file, at most: what pcapng puts around a frame is more than the
    /// header of a record by an option.</summary>
    public static long MostOctets(EvidenceCase one)
        => Rest + one.Octets + (one.Records.Count * 24L);

    /// <param name="stream">Owned: disposed in any case.</param>
    /// <param name="request">Interfaces and what is said of the section.</param>
    /// <param name="scan">Holds the frames.</param>
    /// <param name="one">The reset.</param>
    /// <param name="length">The file's length.</param>
    /// <returns>Why the file could not be written whole; null where it is.</returns>
    public static CaptureException? Write(
        FileStream stream, EvidenceRequest request, EvidenceScan scan, EvidenceCase one,
        out long length)
    {
        SectionFacts section = request.Section with { Comment = Comment(scan, one) };
        using var writer = new PcapngWriter(stream, stream.Name, section);
        foreach (SavedInterface from in request.Interfaces) writer.AddInterface(from);
        foreach (int at in one.Records)
        {
            Frame frame = FrameRecord.Read(scan.Record(at));
            string? comment = frame.Id == one.ResetFrame ? one.Reset.Verdict.Summary : null;
            writer.Write(
                in frame,
                FrameRecord.InterfaceOf(scan.Record(at)),
                new FrameNote(comment, frame.Id.Number));
        }

        writer.Flush();
        length = writer.Length;
        return writer.Failure;
    }

    /// <summary>Whether frames of the connection may be missing.</summary>
    public static bool IsIncomplete(EvidenceScan scan, EvidenceCase one)
        => !one.HasReset || scan.WholeFromTime > one.Reset.Flow.Start;

    static string Comment(EvidenceScan scan, EvidenceCase one)
    {
        string comment = $"{EvidenceFolder.Mark}{one.Reset.Verdict.Cause.Id}, the reset in frame "
            + $"{Number(one.ResetFrame)} of the capture.";
        if (!one.HasReset) comment += " Lost: the reset's own frame.";
        if (IsIncomplete(scan, one))
        {
            comment += $" Lost: frames {Number(one.Reset.Flow.FirstFrame)} to before "
                + $"{Number(scan.WholeFrom)}, but for those that follow.";
        }

        return $"{comment} {one.Reset.Verdict.Summary} "
            + "A frame's packet id is its number in the capture.";
    }

    static string Number(FrameId frame) => frame.Number.ToString(CultureInfo.InvariantCulture);
}

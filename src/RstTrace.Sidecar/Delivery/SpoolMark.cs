using System;
using System.Globalization;
using System.IO;

namespace RstTrace.Sidecar.Delivery;

/// <summary>How far a spool has been delivered, as its file says.</summary>
/// <param name="Spool">What the spool is called for good, so that no two batches of the world have
/// the same id.</param>
/// <param name="Acknowledged">The number of the first record that is not yet delivered.</param>
/// <param name="Sending">The number after the last record of a batch that is under way; no more
/// than <paramref name="Acknowledged"/> where none is. After a kill -9 the same batch is sent
/// again, under the same id.</param>
readonly record struct SpoolMark(string Spool, long Acknowledged, long Sending)
{
    const string Format = "rsttrace-spool-1", Name = "mark";

    /// <summary>Reads the file of a folder; a new mark where there is none, or none that can be
    /// read: then what is in the spool is delivered again.</summary>
    public static SpoolMark Read(string folder)
    {
        string file = Path.Combine(folder, Name);
        if (File.Exists(file)
            && File.ReadAllText(file).Split(' ') is [Format, { Length: 32 } id, var first, var end]
            && TryParse(first, out long acknowledged) && TryParse(end, out long sending))
        {
            return new SpoolMark(id, acknowledged, sending);
        }

        return new SpoolMark(Guid.NewGuid().ToString("N"), 0, 0);
    }

    /// <summary>Replaces the file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written; the old one stays.</exception>
    public void Write(string folder)
    {
        string file = Path.Combine(folder, Name), next = file + ".new";
        File.WriteAllText(
            next,
            string.Create(
                CultureInfo.InvariantCulture, $"{Format} {Spool} {Acknowledged} {Sending}"));
        File.Move(next, file, overwrite: true);
    }

    static bool TryParse(string text, out long number)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

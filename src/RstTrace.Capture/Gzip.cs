using System;
using System.IO.Compression;
using System.Threading;

namespace RstTrace.Capture;

/// <summary>What a gzip file holds (RFC 1952), all members of it one after another.</summary>
static class Gzip
{
    // Without this switch .NET takes a file that was cut short for one that ended.
    static Gzip() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Whether a file that begins like this is gzip.</summary>
    public static bool Fits(ReadOnlySpan<byte> head) => head is [0x1F] or [0x1F, 0x8B, ..];

    /// <param name="packed">Owned: disposed with the result.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="buffer">For the octets that were packed; see <see cref="OctetBuffer"/>.</param>
    /// <param name="cancel">Ends the waiting for octets of standard input, as if it were cut
    /// short.</param>
    public static OctetBuffer Unpack(
        OctetBuffer packed, string name, byte[] buffer, CancellationToken cancel)
    {
        var octets = new BufferedStream(packed, cancel);
        var unpacked = new GZipStream(octets, CompressionMode.Decompress);
        return new OctetBuffer(unpacked, name, buffer);
    }

    /// <summary>An octet buffer as a stream, from the first unread octet on.</summary>
    sealed class BufferedStream(OctetBuffer buffer, CancellationToken cancel) : ReadOnlyStream
    {
        public override int Read(Span<byte> target)
        {
            Arrival arrival = buffer.Demand(1);
            while (arrival == Arrival.Waiting && !cancel.IsCancellationRequested)
                arrival = buffer.Demand(1);
            if (arrival != Arrival.Enough) return 0;

            int octets = Math.Min(target.Length, buffer.Arrived.Length);
            buffer.Arrived[..octets].CopyTo(target);
            buffer.Drop(octets);
            return octets;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) buffer.Dispose();
            base.Dispose(disposing);
        }
    }
}

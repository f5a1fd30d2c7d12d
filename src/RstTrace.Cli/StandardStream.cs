using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace RstTrace.Cli;

/// <summary>Standard output or error as write(2) knows it: unbuffered, and a closed pipe is an
/// error.</summary>
/// <remarks>The console's own streams hide a closed pipe, so that <c>| head -1</c> would run to
/// the end, and its writers send escapes to a terminal before anything is written. A FileStream on
/// the descriptor keeps an offset of its own: in <c>(rsttrace ...; date) > file</c> the date would
/// overwrite the report.</remarks>
sealed partial class StandardStream : Stream
{
    const int Interrupted = 4, TryAgain = 11, TryAgainBsd = 35;
    readonly int _descriptor;

    StandardStream(int descriptor) => _descriptor = descriptor;

    /// <summary>Standard output of this process.</summary>
    public static Stream OpenOutput()
        => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardStream(1);

    /// <summary>Standard error of this process.</summary>
    public static Stream OpenErrors()
        => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardStream(2);

    /// <summary>A writer of text: UTF-8, sent when flushed.</summary>
    public static TextWriter WriterTo(Stream stream)
        => new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 16_384);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
        => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = write(_descriptor, buffer, buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else AwaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    // Whoever shares our descriptor may have made it non-blocking, as ssh and node do.
    static void AwaitOrThrow(int error)
    {
        if (error is TryAgain or TryAgainBsd) Thread.Sleep(1);
        else if (error != Interrupted)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    /// <returns>Octets written; -1: see errno. write(2).</returns>
    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, ReadOnlySpan<byte> octets, nint count);
}

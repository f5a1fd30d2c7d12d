using System;
using System.Diagnostics;
using System.IO;

namespace RstTrace.Host.Logs;

/// <summary>What a program writes, as a stream that ends the program with it.</summary>
/// <param name="process">Owned from now on.</param>
sealed class JournalStream(Process process) : Stream
{
    readonly Stream _output = process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => _output.Read(buffer);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
        => _output.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        base.Dispose(disposing);
    }
}

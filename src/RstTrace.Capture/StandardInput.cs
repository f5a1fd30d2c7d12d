using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RstTrace.Capture;

/// <summary>Standard input as octets, which can be asked whether any have arrived.</summary>
/// <param name="descriptor">0, the descriptor of standard input, or another; not owned.</param>
sealed partial class StandardInput(int descriptor) : ReadOnlyStream
{
    /// <summary>How long <see cref="HasArrived"/> waits: an interrupted reader notices within
    /// it.</summary>
    const int PatienceMilliseconds = 100;

    readonly Stream _stream = OperatingSystem.IsWindows()
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Read, 0);

    /// <summary>Whether octets, or the end, have arrived; waits a moment for them.</summary>
    /// <remarks>On Windows the answer is always yes, and the read waits.</remarks>
    public bool HasArrived() => OperatingSystem.IsWindows() || Poll();

    /// <inheritdoc/>
    public override bool CanSeek => _stream.CanSeek;

    /// <inheritdoc/>
    public override long Length => _stream.Length;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => _stream.Read(buffer);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }

    [UnsupportedOSPlatform("windows")]
    bool Poll()
    {
        var input = new PollDescriptor
        {
            FileDescriptor = descriptor,
            Events = PollDescriptor.Input,
        };
        // Negative when a signal came: nothing arrived, and the caller has reason to look around.
        return poll(ref input, 1, PatienceMilliseconds) > 0;
    }

    /// <returns>How many descriptors have something to say; 0 after the timeout; -1: see
    /// errno.</returns>
    [LibraryImport("libc")]
    [UnsupportedOSPlatform("windows")]
    private static partial int poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    /// <summary>struct pollfd of poll(2).</summary>
    struct PollDescriptor
    {
        public const short Input = 1; // POLLIN

        public int FileDescriptor;
        public short Events;
        public short Answers;
    }
}

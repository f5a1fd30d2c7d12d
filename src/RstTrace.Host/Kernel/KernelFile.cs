using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace RstTrace.Host.Kernel;

/// <summary>A file that the kernel makes up anew whenever it is read from its start: kept open, so
/// that it can still be read where it could not be opened any more (root given up, another
/// namespace).</summary>
sealed class KernelFile : IDisposable
{
    const int Most = 1 << 20;
    readonly int _descriptor;
    byte[] _buffer = new byte[8 * 1024];

    KernelFile(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens it; null where it cannot be.</summary>
    public static KernelFile? Open(string path)
    {
        int descriptor = Libc.open(path, Libc.OpenReadOnly | Libc.OpenCloseOnExec);
        return descriptor < 0 ? null : new KernelFile(descriptor);
    }

    /// <summary>All of it, or its beginning where it is longer than fits.</summary>
    /// <param name="atMost">Octets.</param>
    /// <returns>Borrowed until the next read; empty where it cannot be read.</returns>
    public ReadOnlySpan<byte> Read(int atMost = Most)
    {
        int length = 0;
        while (length < atMost)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            Span<byte> room = _buffer.AsSpan(length);
            nint count = Libc.pread(_descriptor, room, (nuint)room.Length, length);
            if (count < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted) continue;
            if (count <= 0) break;
            length += (int)count;
        }

        return _buffer.AsSpan(0, length);
    }

    /// <summary>The same as text.</summary>
    public string ReadText() => Encoding.UTF8.GetString(Read());

    /// <inheritdoc/>
    public void Dispose() => Libc.close(_descriptor);

    /// <summary>A small file as text, once; null where it cannot be read.</summary>
    public static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

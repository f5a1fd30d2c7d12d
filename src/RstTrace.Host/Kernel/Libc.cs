using System;
using System.Runtime.InteropServices;

namespace RstTrace.Host.Kernel;

/// <summary>The functions of the C library that we use, under their own names. Linux alone, with
/// its numbers.</summary>
static partial class Libc
{
    const string Name = "libc";

    public const int OpenReadOnly = 0, OpenCloseOnExec = 0x80000;

    /// <summary>O_NONBLOCK; of MIPS, SPARC and Alpha another, which .NET does not run on.</summary>
    public const int OpenNonBlocking = 0x800;

    public const int Interrupted = 4, Again = 11; // EINTR, EAGAIN

    public const int ClockRealtime = 0, ClockMonotonic = 1;

    [LibraryImport(Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport(Name)]
    public static partial void close(int descriptor);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint read(int descriptor, Span<byte> octets, nuint length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint pread(int descriptor, Span<byte> octets, nuint length, long offset);

    [LibraryImport(Name)]
    public static partial int clock_gettime(int clock, out ClockTime time);

    [LibraryImport(Name)]
    public static partial uint geteuid();
}

/// <summary>struct timespec where a long has 64 bits.</summary>
struct ClockTime
{
    public long Seconds, Nanoseconds;

    /// <summary>In nanoseconds.</summary>
    public readonly long Total => (Seconds * 1_000_000_000) + Nanoseconds;
}

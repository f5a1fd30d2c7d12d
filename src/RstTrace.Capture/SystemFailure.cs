using System;
using System.IO;
using System.Runtime.InteropServices;
using RstTrace.Core;

namespace RstTrace.Capture;

/// <summary>What the system says when it cannot, in one line with a remedy.</summary>
/// <remarks>The words are ours or the system's own, never those of .NET's exceptions: these name
/// internals, and a trimmed program has none.</remarks>
static class SystemFailure
{
    /// <summary>Whether it is the system that failed, and not the program.</summary>
    public static bool Is(Exception failure)
        => failure is IOException or UnauthorizedAccessException;

    /// <param name="name">What could not be opened.</param>
    /// <param name="failure">How .NET says it.</param>
    public static CaptureException Opening(string name, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException
            => new($"{name}: no such file", $"ls -l {Shell.Quote(name)}", failure),
        UnauthorizedAccessException
            => new($"{name}: permission denied",
                $"sudo chmod a+r {Shell.Quote(name)}", failure),
        _ => new($"{name}: cannot be opened: {Reason(failure)}",
            $"ls -l {Shell.Quote(name)}", failure),
    };

    /// <inheritdoc cref="Opening"/>
    public static CaptureException Reading(string name, Exception failure)
        => new($"{name}: reading failed: {Reason(failure)}",
            "copy it to a disk of this machine and try again; dmesg may say more", failure);

    /// <param name="name">What could not be written.</param>
    /// <param name="failure">How .NET says it.</param>
    public static CaptureException Writing(string name, Exception failure)
    {
        string folder = Path.GetDirectoryName(name) is { Length: > 0 } parent ? parent : ".";
        string typed = Shell.Quote(folder);
        return failure switch
        {
            DirectoryNotFoundException
                => new($"{name}: cannot be written: no such folder", $"mkdir -p {typed}", failure),
            UnauthorizedAccessException
                => new($"{name}: cannot be written: permission denied",
                    $"ls -ld {typed}, then a folder that is yours to write", failure),
            _ => new($"{name}: cannot be written: {Reason(failure)}",
                $"df -h {typed}, then a folder with room", failure),
        };
    }

    // .NET keeps the system's own error number in the exception.
    static string Reason(Exception failure)
        => failure is not IOException
            ? "it is no name of a file"
            : Marshal.GetPInvokeErrorMessage(
                OperatingSystem.IsWindows() ? failure.HResult & 0xFFFF : failure.HResult);
}

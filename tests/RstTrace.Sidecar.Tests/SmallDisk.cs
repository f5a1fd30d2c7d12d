using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Sidecar.Tests;

/// <summary>A file system of its own that is soon full.</summary>
sealed class SmallDisk : IDisposable
{
    static int s_count;

    /// <param name="kilobytes">Its size.</param>
    public SmallDisk(int kilobytes)
    {
        Folder = Path.Combine(
            Path.GetTempPath(),
            $"rsttrace-disk-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        Directory.CreateDirectory(Folder);
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "rsttrace", Folder);
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    string Filler => Path.Combine(Folder, "filler");

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using FileStream file = File.Create(Filler);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(Filler);

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    static void Run(string program, params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, words))!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', words)}");
    }
}

using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;

namespace RstTrace.Host.Snapshots;

public sealed partial class Snapshot
{
    const int ToolPatience = 3000;

    /// <summary>Takes one of this host. What cannot be read is left out.</summary>
    /// <param name="stop">Ends it early.</param>
    public static Snapshot Here(CancellationToken stop = default)
    {
        Snapshot snapshot = FilesHere();
        snapshot.Listeners = Printed("ss", "-Hltnp");
        snapshot.TakeProcesses(stop);
        if (Printed("dmesg") is { } log) snapshot.KernelLog = LastOf(log);
        return snapshot;
    }

    /// <summary>The same, of files alone: at once.</summary>
    internal static Snapshot FilesHere()
    {
        var snapshot = new Snapshot
        {
            Time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        };
        foreach (string path in SnapshotFiles.Paths)
            if (Text(path) is { } text) snapshot._files.Add(path, text);

        return snapshot;
    }

    void TakeProcesses(CancellationToken stop)
    {
        foreach (Listener listener in Listener.All(Listeners))
        {
            foreach (int id in listener.Processes)
            {
                stop.ThrowIfCancellationRequested();
                if (_processes.Count == SnapshotFiles.MostProcesses) return;
                if (_processes.Exists(known => known.Id == id)) continue;
                if (Text($"/proc/{id}/stat") is not { } stat) continue;

                _processes.Add(new ProcessFacts(
                    id, stat, Text($"/proc/{id}/limits"), CountIn($"/proc/{id}/fd")));
            }
        }
    }

    // Files of /proc say their length is 0.
    static string? Text(string path)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            byte[] octets = new byte[SnapshotFiles.MostOctets];
            int length = file.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            return Encoding.ASCII.GetString(octets, 0, length).TrimEnd('\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static long? CountIn(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder).Length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What a tool of the system prints; null where there is none, or it fails or
    /// hangs.</summary>
    internal static string? Printed(string tool, params string[] words)
    {
        try
        {
            var start = new ProcessStartInfo(tool, words)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process? process = Process.Start(start);
            if (process is null) return null;

            process.BeginErrorReadLine();
            var reading = process.StandardOutput.ReadToEndAsync();
            if (!reading.Wait(ToolPatience) || !process.WaitForExit(ToolPatience))
            {
                process.Kill();
                return null;
            }

            string text = reading.Result;
            if (process.ExitCode != 0) return null;
            return text[..Math.Min(text.Length, 1 << 22)].TrimEnd('\n');
        }
        catch (Win32Exception)
        {
            return null; // not installed
        }
    }

    static string LastOf(string log)
    {
        var kept = new System.Collections.Generic.List<string>();
        foreach (string line in log.Split('\n'))
        {
            foreach (string word in SnapshotFiles.LogWords)
            {
                if (!line.Contains(word, StringComparison.Ordinal)) continue;
                kept.Add(line);
                break;
            }
        }

        int first = Math.Max(0, kept.Count - SnapshotFiles.MostLogLines);
        return string.Join('\n', kept.GetRange(first, kept.Count - first));
    }

    /// <summary>Seconds, as text of the invariant culture.</summary>
    internal static string Plain(double number)
        => number.ToString("0.##", CultureInfo.InvariantCulture);
}

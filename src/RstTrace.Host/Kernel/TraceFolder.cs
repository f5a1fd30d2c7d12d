using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;

namespace RstTrace.Host.Kernel;

/// <summary>An instance of our own in tracefs (Documentation/trace/ftrace.rst, Instances): a ring
/// buffer that holds our events alone, and is gone when we are.</summary>
/// <remarks>Beside it nothing in tracefs is touched, but for instances that were left by runs of
/// this program which did not end well.</remarks>
sealed class TraceFolder : IDisposable
{
    const string Prefix = "rsttrace-";

    // Per processor. Fifty milliseconds of a hundred thousand events a second.
    const string BufferKilobytes = "512";

    static readonly string[] s_places = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];
    static int s_count;

    readonly string _root, _path;

    TraceFolder(string root, string path) => (_root, _path) = (root, path);

    /// <summary>The instance's folder.</summary>
    public string Path => _path;

    /// <summary>Where tracefs is mounted.</summary>
    public string Root => _root;

    /// <summary>Where tracefs is; null where it is not mounted, or not to be seen.</summary>
    public static string? Find()
    {
        foreach (string place in s_places)
            if (Directory.Exists(place + "/events")) return place;

        return null;
    }

    /// <summary>Makes an instance, and removes those of processes that are gone.</summary>
    /// <exception cref="WitnessException">There is no tracefs, or no right to it.</exception>
    public static TraceFolder Create()
    {
        string root = Find() ?? throw Absent();
        RemoveStale(root);
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        string path = $"{root}/instances/{name}";
        try
        {
            Directory.CreateDirectory(path);
            var folder = new TraceFolder(root, path);
            folder.Write("trace_clock", "mono");
            folder.Write("buffer_size_kb", BufferKilobytes);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Remove(path);
            throw new WitnessException(
                $"{root}: {Reason(failure)}",
                Libc.geteuid() == 0
                    ? "start it where tracefs may be written"
                    : "start it with sudo");
        }
    }

    /// <summary>The format of an event; null where this kernel has no such event.</summary>
    public EventFormat? FormatOf(string named)
        => KernelFile.TryReadText($"{_root}/events/{named}/format") is { } text
            ? EventFormat.Parse(text)
            : null;

    /// <summary>How pages of the buffer begin.</summary>
    public TracePageLayout PageLayout()
        => TracePageLayout.Parse(KernelFile.TryReadText(_root + "/events/header_page") ?? "");

    /// <summary>Octets of a page of the buffer.</summary>
    public int PageLength()
    {
        string? kilobytes = KernelFile.TryReadText(_path + "/buffer_subbuf_size_kb");
        return int.TryParse(kilobytes, CultureInfo.InvariantCulture, out int known)
            && known is > 0 and <= 1024
            ? Math.Max(known * 1024, Environment.SystemPageSize)
            : Environment.SystemPageSize;
    }

    /// <summary>Lets an event into the buffer.</summary>
    /// <param name="named">As in <c>tcp/tcp_send_reset</c>.</param>
    /// <param name="filter">Which of them; null for all.</param>
    /// <exception cref="WitnessException">The kernel refused.</exception>
    public void Enable(string named, string? filter = null)
    {
        try
        {
            if (filter is not null) Write($"events/{named}/filter", filter);
            Write($"events/{named}/enable", "1");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WitnessException($"{_path}/events/{named}: {Reason(failure)}", null);
        }
    }

    /// <summary>The processors' buffers.</summary>
    public IReadOnlyList<string> Buffers()
    {
        var buffers = new List<string>();
        foreach (string processor in Directory.EnumerateDirectories(_path + "/per_cpu"))
            buffers.Add(processor + "/trace_pipe_raw");
        return buffers;
    }

    /// <summary>Removes the instance. What was opened in it must be closed.</summary>
    public void Dispose() => Remove(_path);

    void Write(string file, string text) => File.WriteAllText($"{_path}/{file}", text);

    static void RemoveStale(string root)
    {
        string[] folders;
        try
        {
            folders = Directory.GetDirectories(root + "/instances", Prefix + "*");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return; // Making ours will say why.
        }

        foreach (string folder in folders)
            if (IsOfDeadProcess(System.IO.Path.GetFileName(folder))) Remove(folder);
    }

    static bool IsOfDeadProcess(string name)
    {
        ReadOnlySpan<char> words = name.AsSpan()[Prefix.Length..];
        int dash = words.IndexOf('-');
        return dash > 0
            && int.TryParse(
                words[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && !Directory.Exists($"/proc/{process}");
    }

    // The kernel keeps an instance while anything in it is open, also in the last moments of a
    // process that was killed.
    static void Remove(string path)
    {
        const int Attempts = 5, Between = 20;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                Directory.Delete(path);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(Between);
            }
        }
    }

    static WitnessException Absent()
    {
        string place = s_places[0];
        string sudo = Libc.geteuid() == 0 ? "" : "sudo ";
        return Directory.Exists(place)
            ? sudo.Length > 0 && IsMounted(place)
                ? new WitnessException($"{place} is root's alone", "start it with sudo")
                : new WitnessException(
                    $"no tracefs at {place}", $"{sudo}mount -t tracefs tracefs {place}")
            : new WitnessException("this kernel has no tracefs (CONFIG_FTRACE)", null);
    }

    static bool IsMounted(string place)
        => KernelFile.TryReadText("/proc/self/mounts") is { } mounts
            && mounts.Contains($" {place} tracefs ", StringComparison.Ordinal);

    static string Reason(Exception failure)
    {
        string message = failure.Message;
        int end = message.IndexOf(" : ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}

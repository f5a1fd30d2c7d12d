using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core.Kernel;

namespace RstTrace.Host.Kernel;

/// <summary>Processes by their ids: name, container, systemd unit. What was read holds for one
/// moment: a process may become another program (execve(2)), and an id another process.</summary>
/// <remarks>A process that ends may be gone before it is looked up; then the kernel's own list of
/// names is asked (saved_cmdlines), and there is no more than a name. Not for several threads at
/// once.</remarks>
sealed class ProcessBook : IDisposable
{
    const int Most = 1024;

    // PROC_PID_INIT_INO: who is elsewhere counts processes otherwise than the kernel's events do.
    const string FirstNamespace = "pid:[4026531836]";

    readonly KernelFile? _savedNames;
    readonly bool _isSameNamespace;
    readonly Dictionary<int, (long At, SocketOwner? Owner)> _known = [];

    /// <param name="savedNames">Path of the kernel's list of names; null for none.</param>
    public ProcessBook(string? savedNames)
    {
        _savedNames = savedNames is null ? null : KernelFile.Open(savedNames);
        _isSameNamespace = LinkOf("/proc/self/ns/pid") == FirstNamespace;
    }

    /// <summary>The process of a task; null where nothing is known of it.</summary>
    /// <param name="task">As the kernel's events number them.</param>
    /// <param name="now">The moment, on any clock of nanoseconds.</param>
    /// <param name="tie">What it has to do with a socket.</param>
    public SocketOwner? Find(int task, long now, OwnerTie tie)
    {
        if (task <= 0) return null;
        if (!_known.TryGetValue(task, out (long At, SocketOwner? Owner) known)
            || known.At != now)
        {
            if (_known.Count >= Most) _known.Clear();
            SocketOwner? read = _isSameNamespace ? Read(task) : null;
            known = (now, read ?? Remembered(task));
            _known[task] = known;
        }

        return known.Owner is { } owner ? owner with { Tie = tie } : null;
    }

    /// <summary>Reads what /proc says of a process; null where it is gone.</summary>
    public static SocketOwner? Read(int task)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{task}");
        if (KernelFile.TryReadText(folder + "/status") is not { } status) return null;

        int process = Number(status, "Tgid:") ?? task;
        string leader = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        string? name = KernelFile.TryReadText(leader + "/comm")
            ?? KernelFile.TryReadText(folder + "/comm");
        if (name is null) return null;

        string groups = KernelFile.TryReadText(leader + "/cgroup") ?? "";
        return new SocketOwner(process, Clean(name), OwnerTie.Caller)
        {
            Container = ControlGroup.ContainerIn(groups),
            Unit = ControlGroup.UnitIn(groups),
        };
    }

    /// <summary>The network namespace of a task; null where it may not be seen.</summary>
    public static string? NetworkOf(int task)
        => LinkOf(string.Create(CultureInfo.InvariantCulture, $"/proc/{task}/ns/net"));

    /// <summary>Where a link of /proc leads; null where it may not be seen.</summary>
    public static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _savedNames?.Dispose();

    // "1234 python3", a line each.
    SocketOwner? Remembered(int task)
    {
        string number = task.ToString(CultureInfo.InvariantCulture);
        foreach (ReadOnlySpan<char> line in (_savedNames?.ReadText() ?? "").EnumerateLines())
        {
            int blank = line.IndexOf(' ');
            if (blank <= 0 || !line[..blank].SequenceEqual(number)) continue;
            string name = Clean(line[(blank + 1)..].ToString());
            return new SocketOwner(_isSameNamespace ? task : null, name, OwnerTie.Caller);
        }

        return null;
    }

    static int? Number(string text, string label)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            bool isIt = line.StartsWith(label, StringComparison.Ordinal)
                && int.TryParse(
                    line[label.Length..].Trim(), CultureInfo.InvariantCulture, out int _);
            if (isIt) return int.Parse(line[label.Length..].Trim(), CultureInfo.InvariantCulture);
        }

        return null;
    }

    // A process may call itself anything.
    static string Clean(string name)
        => string.Create(name.TrimEnd('\n').Length, name, static (clean, from) =>
        {
            for (int i = 0; i < clean.Length; i++)
                clean[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        });
}

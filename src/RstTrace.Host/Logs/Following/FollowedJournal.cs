using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace RstTrace.Host.Logs.Following;

/// <summary>systemd's journal of this host from now on.</summary>
sealed class FollowedJournal : FollowedLog
{
    const int MostWaiting = 10_000;

    readonly ConcurrentQueue<byte[]> _waiting = [];
    Process? _process;

    /// <inheritdoc/>
    public override string Name => "journal";

    /// <inheritdoc/>
    public override void Poll(LineTaker take)
    {
        if (_process is null) Start();
        while (_waiting.TryDequeue(out byte[]? line)) take(line);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_process is not { } process) return;
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    void Start()
    {
        _process = Journal.Start("--follow", "--lines", "0");
        Stream output = _process.StandardOutput.BaseStream;
        new Thread(() => Read(output)) { IsBackground = true, Name = "journal" }.Start();
    }

    void Read(Stream output)
    {
        try
        {
            var reader = new LineReader(output);
            while (reader.TryRead(out ReadOnlySpan<byte> line))
                if (_waiting.Count < MostWaiting) _waiting.Enqueue(line.ToArray());
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The program ends, and journalctl with it.
        }
    }
}

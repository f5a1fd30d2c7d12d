using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using NUnit.Framework;
using RstTrace.Sidecar.Delivery;
using RstTrace.Sidecar.Store;
using RstTrace.Sidecar.Tests.Delivery;
using RstTrace.Sidecar.Tests.Store;

namespace RstTrace.Sidecar.Tests;

/// <summary>A process that does the work of an outlet until it is killed: kill -9 leaves no time
/// for anything.</summary>
sealed class Victim : IDisposable
{
    const int PatienceMilliseconds = 60_000;

    readonly Process _process;

    Victim(Process process) => _process = process;

    /// <summary>Starts one, by the name of its work.</summary>
    public static Victim Start(params string[] words)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", typeof(Victim).Assembly.Location, .. words])
        {
            RedirectStandardOutput = true,
        };
        return new Victim(Process.Start(start)!);
    }

    /// <summary>Returns the first number that it says and that is large enough.</summary>
    public long ReadUntil(long least)
    {
        long began = Stopwatch.GetTimestamp(), said = 0;
        while (said < least)
        {
            Assert.That(Stopwatch.GetElapsedTime(began).TotalSeconds, Is.LessThan(60), $"{said}");
            said = Read();
        }

        return said;
    }

    long Read()
    {
        System.Threading.Tasks.Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.That(line.Wait(PatienceMilliseconds), Is.True, "says something in time");
        return long.Parse(line.Result!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    /// <summary>The works, by name.</summary>
    static readonly Dictionary<string, Action<string[]>> s_works = new()
    {
        ["store"] = Store,
        ["clickhouse"] = ClickHouse,
    };

    /// <summary>The entry of the process.</summary>
    static void Main(string[] words) => s_works[words[0]](words[1..]);

    // Says, over and over, how many events are committed.
    static void Store(string[] words)
    {
        using var store = new EventStore(
            new StoreOptions { File = words[0] }, "here", SomeEvents.Report, _ => { },
            TimeProvider.System);
        int begin = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        for (int number = begin; ; number++)
        {
            store.Take(SomeEvents.Reset(number));
            if (number % 50 != 0) continue;
            Thread.Sleep(10);
            Console.WriteLine(store.Counts.Delivered);
        }
    }

    // Says, over and over, how many events of its own it has delivered: those of earlier lives,
    // which wait on the disk, go first.
    static void ClickHouse(string[] words)
    {
        using IOutlet outlet = Deliveries.ClickHouse(
            ClickHouseTests.Options(words[0], words[1]), "here", SomeEvents.Report);
        int begin = int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture);
        long ofEarlierLives = outlet.Counts.Spooled;
        for (int number = begin; ; number++)
        {
            outlet.Take(SomeEvents.Reset(number));
            if (number % 10 != 0) continue;
            Thread.Sleep(5);
            Console.WriteLine(outlet.Counts.Delivered - ofEarlierLives);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Tests with logs in a folder of their own.</summary>
abstract class LogFolderTest
{
    /// <summary>What could not be read.</summary>
    protected List<string> Failures { get; } = [];

    /// <summary>What else was said.</summary>
    protected List<string> Warnings { get; } = [];

    /// <summary>The folder.</summary>
    protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder()
    {
        Folder = Directory.CreateTempSubdirectory("rsttrace-logs-").FullName;
        Failures.Clear();
        Warnings.Clear();
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);

    protected IReadOnlyList<ResetEvent> Attach(string[] logs, params ResetEvent[] resets)
        => Attach(logs, "", resets);

    protected IReadOnlyList<ResetEvent> Attach(string[] logs, string zone, ResetEvent[] resets)
    {
        LogSearch search = Search(logs, zone);
        IReadOnlyList<ResetEvent> found = search.Attach(resets);
        search.Finish();
        return found;
    }

    protected LogSearch Search(string[] logs, string zone) => new(
        new LogRequest
        {
            Paths = logs,
            Zone = zone.Length == 0 ? TimeZoneInfo.Utc : LogRequest.ParseZone(zone)!,
        },
        failure => Failures.Add(failure.Message),
        Warnings.Add);

    protected string Write(params string[] lines)
        => WriteOctets("x.log", Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    protected string WriteOctets(string name, byte[] octets)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, octets);
        return path;
    }

    protected static byte[] Packed(int lines)
    {
        using var octets = new MemoryStream();
        using (var packed = new GZipStream(octets, CompressionLevel.Fastest))
        {
            for (int i = 0; i < lines; i++)
            {
                packed.Write(Encoding.UTF8.GetBytes(
                    $"2026-11-21T12:00:00.1Z h x: {i} 192.0.2.7:4711\n"));
            }
        }

        return octets.ToArray();
    }

    protected static string Fits(ResetEvent reset)
    {
        var fits = new List<string>();
        foreach (LogEvidence line in reset.LogLines) fits.Add(line.Fit.ToString());
        return string.Join(' ', fits);
    }

    protected static DateTime Moment(Timestamp time, int seconds)
        => DateTime.UnixEpoch.AddTicks(time.Nanoseconds / 100).AddSeconds(seconds);

    protected static string Line(string format, params object[] values)
        => string.Format(CultureInfo.InvariantCulture, format, values);
}

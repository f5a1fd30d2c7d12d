using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Fuzzing;

/// <summary>The project's own captures, to begin with.</summary>
static class Samples
{
    /// <summary>Says where the project lies when the program runs elsewhere.</summary>
    public const string RootVariable = "RSTTRACE_ROOT";

    /// <summary>Where the project lies.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where inputs are kept that once broke something.</summary>
    public static string FindingsFolder { get; }
        = Path.Combine(Root, "tests", "RstTrace.Fuzzing.Tests", "Findings");

    /// <summary>Captures of a few kilobytes, by path.</summary>
    /// <param name="extension">Such as ".pcap".</param>
    /// <param name="longest">Octets of one at most.</param>
    public static IEnumerable<string> Captures(string extension, int longest)
    {
        foreach (string folder in (string[])["samples-pcap", Path.Combine("tests", "lab")])
        {
            string[] files = Directory.GetFiles(
                Path.Combine(Root, folder), "*" + extension, SearchOption.AllDirectories);
            Array.Sort(files, StringComparer.Ordinal);
            foreach (string file in files)
                if (new FileInfo(file).Length <= longest) yield return file;
        }
    }

    /// <summary>The first frames of each capture, with their links.</summary>
    public static IEnumerable<(LinkType Link, byte[] Octets)> Frames(int ofEach)
    {
        List<(LinkType, byte[])> frames = [];
        foreach (string file in Captures(".pcap", 1 << 20))
        {
            using CaptureFile capture = CaptureFile.Open(file);
            for (int left = ofEach; left > 0; left--)
            {
                if (capture.Read(out Frame frame) != ReadOutcome.Frame) break;

                frames.Add((frame.Link, frame.Octets.ToArray()));
            }
        }

        return frames;
    }

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "RstTrace.sln"))) return folder;
        }

        return Environment.GetEnvironmentVariable(RootVariable)
            ?? throw new DirectoryNotFoundException("no RstTrace.sln above the program");
    }
}

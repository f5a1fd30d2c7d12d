using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RstTrace.Fuzzing;

/// <summary><c>dotnet run -c Release --project tests/RstTrace.Fuzzing -- [SECONDS [TARGET]]</c>:
/// every target for so long, led by what it reached. Exits 1 after a finding, which is kept for the
/// tests.</summary>
static class Program
{
    const string Inner = "--inner";
    const int Round = 1_000;

    static int Main(string[] words)
    {
        try
        {
            if (words is [Inner, var blocks, .. var rest]) return Fuzz(Number(blocks), rest);

            _ = words.Length > 0 ? Number(words[0]) : 0;
            return Instrumented(words);
        }
        catch (FormatException)
        {
            Console.Error.WriteLine("fuzzing: usage: [SECONDS [TARGET]]");
            return 2;
        }
    }

    static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    /// <summary>Runs a copy of this program, whose assemblies count what they run.</summary>
    static int Instrumented(string[] words)
    {
        string folder = Directory.CreateTempSubdirectory("rsttrace-fuzzing-").FullName;
        try
        {
            var instrumenter = new Instrumenter();
            instrumenter.Copy(AppContext.BaseDirectory, folder);
            var start = new ProcessStartInfo("dotnet");
            start.ArgumentList.Add(Path.Combine(folder, "RstTrace.Fuzzing.dll"));
            start.ArgumentList.Add(Inner);
            start.ArgumentList.Add($"{instrumenter.Blocks}");
            foreach (string word in words) start.ArgumentList.Add(word);
            start.Environment[Samples.RootVariable] = Samples.Root;
            using Process copy = Process.Start(start)!;
            copy.WaitForExit();
            return copy.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static int Fuzz(int blocks, string[] words)
    {
        Edges.Count = blocks;
        var time = TimeSpan.FromSeconds(words.Length > 0 ? Number(words[0]) : 10);
        string? chosen = words.Length > 1 ? words[1] : null;
        ulong seed = (ulong)Stopwatch.GetTimestamp();
        long executions = 0;
        int findings = 0, tried = 0;
        Console.WriteLine($"seed {seed}, {blocks} blocks of code, {time.TotalSeconds:F0} s each");
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            if (chosen is not null && target.Name != chosen) continue;

            tried++;
            var fuzzer = new Fuzzer(target, seed);
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < time) fuzzer.Run(Round);
            executions += fuzzer.Executions;
            findings += Tell(target, fuzzer);
        }

        if (tried == 0) Console.WriteLine($"there is no target '{chosen}'");
        Console.WriteLine($"{executions} executions, {findings} findings");
        return findings == 0 && tried > 0 ? 0 : 1;
    }

    static int Tell(FuzzTarget target, Fuzzer fuzzer)
    {
        Console.WriteLine(
            $"{target.Name,-10}{fuzzer.Executions,12} executions{fuzzer.Inputs,7} inputs"
            + $"{fuzzer.Blocks,7} blocks{fuzzer.Findings.Count,4} findings");
        foreach (Finding finding in fuzzer.Findings)
        {
            string file = finding.Save(Samples.FindingsFolder);
            Console.WriteLine($"  {Path.GetRelativePath(Samples.Root, file)}");
            Console.WriteLine($"    {finding.Failure.GetType().Name}: {finding.Failure.Message}");
            Console.WriteLine($"    {finding.Place}");
        }

        return fuzzer.Findings.Count;
    }
}

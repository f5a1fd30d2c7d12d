using System;
using System.ComponentModel;
using System.Diagnostics;

namespace RstTrace.Architecture.Tests;

/// <summary>Wireshark's own reading of a capture, which ours is held against.</summary>
static class Tshark
{
    /// <summary>Runs <c>tshark</c> on a file.</summary>
    /// <returns>The lines it printed.</returns>
    /// <exception cref="InvalidOperationException">It is not installed, or it failed.</exception>
    public static string[] Read(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo("tshark", ["-n", "-r", file, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

            throw new InvalidOperationException($"tshark: {errors.Result}");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("Install tshark: this test needs it", missing);
        }
    }
}

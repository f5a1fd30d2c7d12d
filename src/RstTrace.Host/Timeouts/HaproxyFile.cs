using System;
using System.Collections.Generic;
using System.IO;

namespace RstTrace.Host.Timeouts;

/// <summary>The idle timeouts of an <c>haproxy.cfg</c> (HAProxy's configuration manual,
/// "timeout").</summary>
public static class HaproxyFile
{
    const double Milliseconds = 1e-3; // of a number without a unit
    const int LongestLine = 4096;

    /// <summary>Reads a file's.</summary>
    /// <exception cref="Core.CaptureException">It cannot be read.</exception>
    public static IReadOnlyList<ConfiguredTimeout> Load(string path)
        => Parse(Path.GetFileName(path), ConfigurationFile.Read(path));

    internal static IReadOnlyList<ConfiguredTimeout> Parse(string name, string text)
    {
        var found = new List<ConfiguredTimeout>();
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw;
            int comment = line.IndexOf('#');
            if (comment >= 0) line = line[..comment];
            if (line.Length > LongestLine) continue;

            string[] words = line.ToString().Split(
                (char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is not ["timeout", var which, var value, ..]) continue;
            if (RoleOf(which) is not { } role) continue;
            if (TimeText.Parse(value, Milliseconds) is not { } time) continue;

            found.Add(new ConfiguredTimeout(name, number, $"timeout {which} {value}", time, role));
            if (found.Count == ConfigurationFile.MostTimeouts) break;
        }

        return found;
    }

    static TimeoutRole? RoleOf(string which) => which switch
    {
        "client" or "http-keep-alive" => TimeoutRole.BalancerToClient,
        "server" => TimeoutRole.BalancerToServer,
        "tunnel" => TimeoutRole.Tunnel,
        _ => null, // of handshakes, queues and checks
    };
}

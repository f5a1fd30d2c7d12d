using System;

namespace RstTrace.Host.Kernel;

/// <summary>What the path of a control group says of a process (cgroups(7)): its container, its
/// systemd unit.</summary>
static class ControlGroup
{
    const int IdLength = 64, ShortId = 12;

    /// <summary>The id of the container, shortened as docker shows it; null without.</summary>
    /// <param name="groups">The text of /proc/PID/cgroup.</param>
    public static string? ContainerIn(string groups)
    {
        // .../docker-<64 hex>.scope, .../cri-containerd-<64 hex>.scope, .../<64 hex>,
        // .../libpod-<64 hex>.scope: all runtimes name containers so.
        int run = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            run = char.IsAsciiHexDigitLower(groups[i]) ? run + 1 : 0;
            bool isWhole = run == IdLength
                && (i + 1 == groups.Length || !char.IsAsciiHexDigit(groups[i + 1]));
            if (isWhole) return groups.Substring(i + 1 - IdLength, ShortId);
        }

        return null;
    }

    /// <summary>The innermost unit that is a service or a user's session; null without.</summary>
    /// <param name="groups">The text of /proc/PID/cgroup.</param>
    public static string? UnitIn(string groups)
    {
        string? unit = null;
        foreach (ReadOnlySpan<char> line in groups.AsSpan().EnumerateLines())
        {
            // Version 2, or version 1's tree of systemd's own.
            bool isSystemd = line.StartsWith("0::") || line.Contains("name=systemd", Exactly);
            if (!isSystemd) continue;
            foreach (Range range in line.Split('/'))
            {
                ReadOnlySpan<char> part = line[range];
                if (part.EndsWith(".service")) unit = Clean(part);
            }
        }

        return unit;
    }

    const StringComparison Exactly = StringComparison.Ordinal;

    static string? Clean(ReadOnlySpan<char> name)
    {
        foreach (char letter in name)
            if (char.IsControl(letter) || char.IsSurrogate(letter)) return null;

        return name.ToString();
    }
}

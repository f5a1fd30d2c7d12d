using System;
using System.Globalization;
using System.IO;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Doctor;

/// <summary>Step: the capabilities of this process (capabilities(7)).</summary>
sealed class CapabilityStep : IStep
{
    const int NetAdmin = 12, NetRaw = 13;
    const string Status = "/proc/self/status", Line = "CapEff:";

    public string Id => "rights";

    public string Title => "may this process capture";

    public Finding Run(CancellationToken ending)
    {
        if (Effective() is not { } bits) return this.Skipped($"{Status} has no {Line}");

        bool raw = (bits >> NetRaw & 1) != 0, admin = (bits >> NetAdmin & 1) != 0;
        var grant = new Fix(
            "Give it to the installed file, or run it with sudo.",
            "sudo setcap cap_net_raw,cap_net_admin+ep \"$(command -v rsttrace)\"");
        if (!raw)
        {
            return this.Found(
                StepVerdict.Bad, "no: it lacks CAP_NET_RAW, so live and check see no packet") with
            {
                Next = [grant],
                Weight = 50,
            };
        }

        return admin
            ? this.Found(StepVerdict.Ok, "yes: it has CAP_NET_RAW and CAP_NET_ADMIN")
            : this.Found(
                StepVerdict.Warn,
                "yes, with CAP_NET_RAW; without CAP_NET_ADMIN not promiscuously") with
            {
                Next = [grant],
            };
    }

    static ulong? Effective()
    {
        foreach (string line in File.ReadLines(Status))
        {
            if (!line.StartsWith(Line, StringComparison.Ordinal)) continue;
            if (ulong.TryParse(
                line.AsSpan(Line.Length).Trim(), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out ulong bits))
            {
                return bits;
            }
        }

        return null;
    }
}

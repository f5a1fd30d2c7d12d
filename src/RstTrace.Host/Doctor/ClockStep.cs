using System;
using System.Runtime.InteropServices;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Doctor;

/// <summary>Step: whether the clock is held to others' (adjtimex(2)): captures of two hosts and
/// logs are compared by it.</summary>
sealed partial class ClockStep : IStep
{
    const int Length = 208, MostErrorAt = 24, StatusAt = 40; // struct timex of 64-bit Linux
    const int Unsynchronised = 0x40; // STA_UNSYNC
    const int TimeError = 5;

    public string Id => "clock";

    public string Title => "is the clock right";

    public Finding Run(CancellationToken ending)
    {
        Span<byte> timex = stackalloc byte[Length];
        int state = adjtimex(timex);
        if (state < 0) return this.Skipped("the kernel does not tell");

        int status = MemoryMarshal.Read<int>(timex[StatusAt..]);
        var error = new Duration(MemoryMarshal.Read<long>(timex[MostErrorAt..]) * 1000);
        if (state == TimeError || (status & Unsynchronised) != 0)
        {
            return this.Found(
                StepVerdict.Warn,
                "nothing holds it to others' (NTP): times of captures and logs of several hosts "
                    + "do not compare") with
            {
                Next =
                [
                    new Fix("Switch it on.", "sudo timedatectl set-ntp true; chronyc tracking"),
                ],
            };
        }

        return this.Found(StepVerdict.Ok, $"yes, it is synchronised, to {error} at the most");
    }

    [LibraryImport("libc")]
    private static partial int adjtimex(Span<byte> timex);
}

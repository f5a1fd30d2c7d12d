using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Doctor;

/// <summary>Step: whether there is memory for the buffers of a capture.</summary>
sealed class BufferStep(Snapshot host) : IStep
{
    const long Ring = 16 << 10; // kB a worker
    const long UsualSocket = 212_992; // octets, as the kernel comes

    public string Id => "buffers";

    public string Title => "is there room for the frames of a burst";

    public Finding Run(CancellationToken ending)
    {
        if (host.NumberAfter("/proc/meminfo", "MemAvailable", "MemAvailable:") is not { } free)
            return this.Skipped("/proc/meminfo cannot be read");

        long? most = host.Number("net.core.rmem_max");
        string socket = most is null ? "" : $"; net.core.rmem_max is {most}, which only sockets "
            + "for kernel messages are held to";
        if (free < Ring * 4)
        {
            return this.Found(
                StepVerdict.Warn, $"{free >> 10} MiB are free, and each worker takes 16") with
            {
                Next = [new Fix("Take less.", "rsttrace live -B 2048")],
            };
        }

        return most < UsualSocket
            ? this.Found(StepVerdict.Warn, $"yes, {free >> 10} MiB are free{socket}") with
            {
                Next = [new Fix("Raise it.", $"sudo sysctl -w net.core.rmem_max={UsualSocket}")],
            }
            : this.Found(StepVerdict.Ok, $"yes, {free >> 10} MiB are free{socket}");
    }
}

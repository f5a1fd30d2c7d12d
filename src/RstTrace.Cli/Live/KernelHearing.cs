using System;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Host.Kernel;

namespace RstTrace.Cli.Live;

/// <summary>The kernel's word in a live capture: how it is come by, and what is said of
/// it.</summary>
static class KernelHearing
{
    /// <summary>Begins to hear the kernel, as far as was asked for.</summary>
    /// <param name="request">The capture.</param>
    /// <param name="isLocal">Whether an address is of the host that is captured.</param>
    /// <param name="unheard">Why it cannot be heard; null where it can, or need not.</param>
    /// <returns>The caller's to dispose; null where it is not heard.</returns>
    /// <exception cref="CaptureException">It must be heard, and cannot.</exception>
    public static KernelWitness? Open(
        LiveRequest request, Func<IpAddress, bool> isLocal, out string? unheard)
    {
        unheard = null;
        bool isPossible = OperatingSystem.IsLinux() || request.Kernel == KernelMode.On;
        if (request.Kernel == KernelMode.Off || !isPossible) return null;

        string? space = request.Capture.NetworkNamespace;
        try
        {
            return KernelWitness.Open(new WitnessOptions
            {
                IsLocal = isLocal,
                InNamespace = work => NetworkNamespace.Run(space, () =>
                {
                    work();
                    return true;
                }),
                LosesRoot = request.User is not null,
            });
        }
        catch (WitnessException failure) when (request.Kernel == KernelMode.On)
        {
            throw new CaptureException(
                $"the kernel's reasons cannot be read: {failure.Message}",
                failure.Hint ?? "--kernel auto");
        }
        catch (WitnessException failure)
        {
            string remedy = failure.Hint is { } hint ? $"; to have them: {hint}" : "";
            unheard = $"without the kernel's own reasons: {failure.Message}{remedy}";
            return null;
        }
    }

    /// <summary>How much of what the kernel sent was explained: a line at the end.</summary>
    public static string Summary(KernelHealth health)
    {
        string text = $"the kernel sent {Resets(health.Sent)}, {Are(health.Explained)} explained";
        long missing = health.Sent - health.Explained;
        if (missing > 0)
        {
            text += $"; of {missing} this capture saw nothing (another device, the filter, or not "
                + "yet settled)";
        }

        if (health.Elsewhere > 0)
            text += $"; {Are(health.Elsewhere)} of other network namespaces";
        if (health.Lost > 0)
            text += $"; events were lost {health.Lost} times, too many came at once";
        return health.Trouble is { } trouble ? $"{text}; {trouble}" : text;
    }

    static string Resets(long count) => count switch
    {
        0 => "no resets",
        1 => "1 reset",
        _ => $"{count} resets",
    };

    static string Are(long count) => count == 1 ? "1 is" : $"{count} are";
}

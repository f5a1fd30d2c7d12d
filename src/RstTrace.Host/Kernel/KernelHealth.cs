namespace RstTrace.Host.Kernel;

/// <summary>How well the kernel is heard.</summary>
/// <param name="Sent">Resets that this host sent since the beginning, by its own counter; by its
/// events where that cannot be read.</param>
/// <param name="Explained">Of these, how many were captured and have the kernel's word.</param>
/// <param name="Elsewhere">Further words that were given: of other namespaces of this host.</param>
/// <param name="Lost">How often events were lost, since there were too many at once.</param>
/// <param name="ClockSteps">How often the wall clock was set.</param>
/// <param name="Trouble">Why it is not heard any more; null while it is.</param>
public sealed record KernelHealth(
    long Sent, long Explained, long Elsewhere, long Lost, int ClockSteps, string? Trouble);

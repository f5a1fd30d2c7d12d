using System.Runtime.InteropServices;

namespace RstTrace.Host.Probes;

/// <summary>Numbers of the C library for what went wrong.</summary>
static class Errno
{
    /// <summary>In the C library's words.</summary>
    public static string Words(int number) => Marshal.GetPInvokeErrorMessage(number);
}

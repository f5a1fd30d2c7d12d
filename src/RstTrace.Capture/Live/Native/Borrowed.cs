using System;
using System.Runtime.InteropServices;

namespace RstTrace.Capture.Live.Native;

/// <summary>What libpcap lends us, by address. The lifetime is the lender's.</summary>
/// <remarks>The one place that turns addresses into references: nothing can check that they are
/// right, so that it is short.</remarks>
static unsafe class Borrowed
{
    /// <summary>The value at an address.</summary>
    /// <param name="address">Not 0.</param>
    public static ref readonly T Value<T>(nint address) where T : unmanaged
        => ref *(T*)address;

    /// <summary>Octets from an address on.</summary>
    public static ReadOnlySpan<byte> Octets(nint address, uint length)
        => new((void*)address, (int)length);

    /// <summary>Text up to its zero; null at address 0.</summary>
    public static string? Text(nint address) => Marshal.PtrToStringUTF8(address);

    /// <summary>Text up to its zero.</summary>
    public static string Text(ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? octets : octets[..end]);
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Core.Wire;
using static RstTrace.Host.Probes.SocketNumbers;

namespace RstTrace.Host.Probes;

/// <summary>What a name resolves to, asked as every program of this host asks.</summary>
/// <param name="Addresses">All addresses, in the order in which programs try them.</param>
/// <param name="Failure">Why there is none; null where there is one.</param>
/// <param name="Took">How long it took.</param>
/// <param name="IsLiteral">Whether the name is an address itself.</param>
public sealed record NameLookup(
    IReadOnlyList<HostAddress> Addresses, string? Failure, Duration Took, bool IsLiteral)
{
    const int MostAddresses = 64, NumericHost = 4; // AI_NUMERICHOST

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(6);

    /// <summary>Resolves a name.</summary>
    /// <param name="name">A name or an address.</param>
    /// <param name="stop">Ends the wait.</param>
    public static NameLookup Of(string name, CancellationToken stop)
    {
        long begin = Stopwatch.GetTimestamp();
        if (Ask(name, NumericHost).Addresses is { Count: > 0 } literal)
            return new NameLookup(literal, null, Elapsed(begin), IsLiteral: true);

        // The resolver cannot be interrupted: where it hangs, it is left behind.
        var asked = Task.Factory.StartNew(
            () => Ask(name, 0), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (!asked.Wait((int)s_patience.TotalMilliseconds, stop))
            return new NameLookup([], "the resolver did not answer", Elapsed(begin), false);

        (List<HostAddress> addresses, string? failure) = asked.Result;
        return new NameLookup(addresses, failure, Elapsed(begin), false);
    }

    static Duration Elapsed(long begin) => new(Stopwatch.GetElapsedTime(begin).Ticks * 100);

    static (List<HostAddress> Addresses, string? Failure) Ask(string name, int flags)
    {
        var addresses = new List<HostAddress>();
        var wish = new Libc.AddressWish { Flags = flags, Type = SOCK_STREAM };
        int error = Libc.getaddrinfo(name, 0, in wish, out nint first);
        if (error != 0)
            return (addresses, Marshal.PtrToStringUTF8(Libc.gai_strerror(error)) ?? "no answer");

        try
        {
            nint next = first;
            while (next != 0 && addresses.Count < MostAddresses)
            {
                var entry = Marshal.PtrToStructure<Libc.AddressWish>(next);
                if (Read(in entry) is { } address && !addresses.Contains(address))
                    addresses.Add(address);
                next = entry.Next;
            }
        }
        finally
        {
            Libc.freeaddrinfo(first);
        }

        return (addresses, addresses.Count == 0 ? "the name has no address" : null);
    }

    static HostAddress? Read(in Libc.AddressWish entry)
    {
        if (entry.Address == 0 || entry.AddressLength > 128) return null;

        byte[] octets = new byte[entry.AddressLength];
        Marshal.Copy(entry.Address, octets, 0, octets.Length);
        return HostAddress.FromSocketAddress(octets)?.Host;
    }
}

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace RstTrace.Host.Kernel;

/// <summary>The ring buffers of our instance, one for each processor, read without waiting.
/// </summary>
/// <remarks>Binary pages rather than text: a busy host makes a hundred thousand events a second.
/// Not for several threads at once.</remarks>
sealed class TraceBuffer : IDisposable
{
    /// <summary>Takes a record.</summary>
    /// <param name="record">Borrowed for the call.</param>
    /// <param name="time">When it was made, by the trace's clock.</param>
    public delegate void Take(ReadOnlySpan<byte> record, long time);

    // A flood must not keep one processor's buffer from the others'.
    const int PagesInARow = 256;

    readonly int[] _descriptors;
    readonly TracePageLayout _layout;
    readonly byte[] _page;

    TraceBuffer(int[] descriptors, TracePageLayout layout, int pageLength)
    {
        (_descriptors, _layout) = (descriptors, layout);
        _page = new byte[pageLength];
    }

    /// <summary>Pages before which events were overwritten, since nobody read them in time.
    /// </summary>
    public long Gaps { get; private set; }

    /// <summary>Whether a buffer could not be read: nothing is known from then on.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Opens all of them.</summary>
    /// <exception cref="WitnessException">One cannot be opened.</exception>
    public static TraceBuffer Open(TraceFolder folder)
    {
        IReadOnlyList<string> paths = folder.Buffers();
        int[] descriptors = new int[paths.Count];
        for (int i = 0; i < descriptors.Length; i++)
        {
            descriptors[i] = Libc.open(
                paths[i], Libc.OpenReadOnly | Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
            if (descriptors[i] >= 0) continue;

            string reason = Marshal.GetLastPInvokeErrorMessage();
            for (int opened = 0; opened < i; opened++) Libc.close(descriptors[opened]);
            throw new WitnessException($"{paths[i]}: {reason}", null);
        }

        return new TraceBuffer(descriptors, folder.PageLayout(), folder.PageLength());
    }

    /// <summary>Hands over all that is there.</summary>
    public void Drain(Take take)
    {
        foreach (int descriptor in _descriptors)
        {
            for (int pages = 0; pages < PagesInARow && TryRead(descriptor, out int length); pages++)
            {
                var page = new TracePage(_page.AsSpan(0, length), _layout);
                if (page.HasGap) Gaps++;
                while (page.MoveNext()) take(page.Record, page.Time);
            }
        }
    }

    bool TryRead(int descriptor, out int length)
    {
        while (true)
        {
            length = (int)Libc.read(descriptor, _page, (nuint)_page.Length);
            if (length >= 0) return length > 0;

            int error = Marshal.GetLastPInvokeError();
            if (error == Libc.Interrupted) continue;
            if (error != Libc.Again) IsBroken = true;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (int descriptor in _descriptors) Libc.close(descriptor);
    }
}

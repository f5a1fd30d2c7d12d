namespace RstTrace.Capture.Live;

/// <summary>What became of the frames of a live capture, since it was opened.</summary>
/// <param name="Captured">Handed over by <see cref="LiveSource.Read"/>.</param>
/// <param name="Received">Seen by the kernel and passed by the filter: those captured, those
/// dropped, and those that wait to be read.</param>
/// <param name="DroppedByKernel">Passed by the filter, and lost as the buffer was full.</param>
/// <param name="DroppedByInterface">Lost by the interface or its driver before any filter, of any
/// protocol; 0 where the system does not say (on Linux it does so in promiscuous mode alone).
/// </param>
public readonly record struct LiveCounts(
    long Captured, long Received, long DroppedByKernel, long DroppedByInterface);

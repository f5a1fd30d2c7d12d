using System;

namespace RstTrace.Host.Logs;

/// <summary>A line of a log, taken apart.</summary>
/// <remarks>Its spans point into the line, or into <see cref="Scratch"/>.</remarks>
ref struct LogHead
{
    /// <summary>Room for text that does not stand in the line as it is meant; the reader's
    /// own.</summary>
    public required Span<byte> Scratch { get; init; }

    /// <summary>When.</summary>
    public LogTime Time;

    /// <summary>Who wrote it; empty where the line does not say.</summary>
    public ReadOnlySpan<byte> Process;

    /// <summary>Its process id; null where the line does not say.</summary>
    public int? ProcessId;

    /// <summary>What it says, with what names a client before it.</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>Whether the kernel wrote it.</summary>
    public readonly bool IsKernel => Process.SequenceEqual("kernel"u8);
}

/// <summary>Takes a line of one format apart.</summary>
/// <param name="line">The line, without its end.</param>
/// <param name="head">Gets what it holds; what it holds otherwise is of no meaning.</param>
/// <returns>Whether the line is of this format.</returns>
delegate bool HeadReader(ReadOnlySpan<byte> line, ref LogHead head);

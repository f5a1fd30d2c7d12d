using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core;

/// <summary>Where frames come from: a file, a stream, an interface, a test's script.</summary>
/// <remarks>Pulled, never pushed. One thread reads.</remarks>
public interface IFrameSource : IDisposable
{
    /// <summary>Reads the next frame, in capture order.</summary>
    /// <param name="frame">Borrowed: the source reuses its octets at the next read.</param>
    /// <exception cref="CaptureException">The machine failed: the source will read no more.
    /// Damaged input is no exception: see <see cref="ReadOutcome.Damaged"/>.</exception>
    ReadOutcome Read(out Frame frame);
}

/// <summary>A source that has many frames at hand: a file.</summary>
public interface IFrameBatchSource : IFrameSource
{
    /// <summary>Reads the next frame, and with it those that are at hand behind it.</summary>
    /// <param name="batch">Gets them; borrowed like a single one.</param>
    /// <returns><see cref="ReadOutcome.Frame"/> for one or more.</returns>
    /// <exception cref="CaptureException">As of a single one.</exception>
    ReadOutcome Read(FrameBatch batch);

    /// <summary>Whether it can be read again from its beginning, and that costs no more than
    /// reading.</summary>
    bool CanRewind { get; }

    /// <summary>Goes back to the beginning; only where it <see cref="CanRewind"/>.</summary>
    /// <exception cref="CaptureException">The machine failed.</exception>
    void Rewind();
}

/// <summary>What a read brought.</summary>
public enum ReadOutcome
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>No frame yet: ask again.</summary>
    Waiting,

    /// <summary>The end of the capture.</summary>
    End,

    /// <summary>The end of what can be read: the rest is damaged or cut short, and the source says
    /// how. Everything before it was read.</summary>
    Damaged,
}

/// <summary>The machine failed under a source: no such file, device gone, disk error.</summary>
/// <param name="message">What failed and where, in one line.</param>
/// <param name="hint">What to type next.</param>
/// <param name="inner">The system's own word, if there is one.</param>
public sealed class CaptureException(string message, string hint, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What to type next, in one line.</summary>
    public string Hint { get; } = hint;

    /// <summary>Which kind of failure.</summary>
    public CaptureFailure Kind { get; init; }
}

/// <summary>Why a source cannot be read.</summary>
public enum CaptureFailure
{
    /// <summary>The machine: no such file, no permission, device gone, disk error.</summary>
    Machine,

    /// <summary>It can be read, but it is no capture, or holds none.</summary>
    NotACapture,

    /// <summary>What was asked for makes no sense: an expression, a number of a device.</summary>
    Request,

    /// <summary>A device is not there, or is switched off; it may come.</summary>
    Absent,
}

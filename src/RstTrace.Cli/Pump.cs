using System;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Cli;

/// <summary>Takes one frame.</summary>
/// <param name="frame">Borrowed for the call.</param>
delegate void FrameTaker(in Frame frame);

/// <summary>Moves the frames of captures to whoever takes them, and shows how far it
/// is.</summary>
/// <param name="terminal">Whether somebody watches.</param>
/// <param name="errors">Standard error.</param>
/// <param name="interruption">What ends it early.</param>
sealed class Pump(Terminal terminal, TextWriter errors, Interruption interruption)
{
    const long ProgressMask = 0x3FF;

    /// <summary>Moves all frames of one capture.</summary>
    /// <param name="input">The capture.</param>
    /// <param name="take">Takes its frames.</param>
    /// <param name="rest">Called when there is no frame for the moment.</param>
    /// <returns><see cref="ReadOutcome.End"/>, <see cref="ReadOutcome.Damaged"/>, or
    /// <see cref="ReadOutcome.Waiting"/> when interrupted.</returns>
    /// <exception cref="CaptureException">The input failed. What was taken stays valid.</exception>
    public ReadOutcome Move(CaptureInput input, Action<FrameBatch> take, Action? rest = null)
    {
        Progress? progress = Progress.For(terminal, errors, input.Length);
        var batch = new FrameBatch();
        long frames = 0, batches = 0;
        try
        {
            while (!interruption.Token.IsCancellationRequested)
            {
                ReadOutcome outcome = input.Source.Read(batch);
                if (outcome >= ReadOutcome.End) return outcome;
                if (outcome == ReadOutcome.Waiting)
                {
                    rest?.Invoke();
                    continue;
                }

                take(batch);
                frames += batch.Count;
                if ((++batches & ProgressMask) == 0) progress?.Show(frames, input.Position);
            }

            return ReadOutcome.Waiting;
        }
        finally
        {
            progress?.Clear();
        }
    }

    /// <summary>The same, a frame at a time.</summary>
    /// <param name="input">The capture.</param>
    /// <param name="take">Takes its frames.</param>
    /// <exception cref="CaptureException">As above.</exception>
    public ReadOutcome Move(CaptureInput input, FrameTaker take)
        => Move(input, (FrameBatch batch) =>
        {
            for (int index = 0; index < batch.Count; index++)
            {
                Frame frame = batch[index];
                take(in frame);
            }
        });

    /// <summary>Looks through a capture for its resets and goes back to its beginning: tracing it
    /// then keeps little of what is never reset, which saves more than the look costs.</summary>
    /// <param name="input">The capture, not yet read.</param>
    /// <returns>Null where it can be read only once.</returns>
    /// <exception cref="CaptureException">It cannot be read from its beginning again.</exception>
    public ResetForesight? LookAhead(CaptureInput input)
    {
        if (!input.Source.CanRewind) return null;

        var foresight = new ResetForesight();
        try
        {
            Move(input, foresight.Take);
        }
        catch (CaptureException)
        {
            // Tracing meets the same, says so, and keeps what was found until there.
        }

        input.Source.Rewind();
        return foresight;
    }

    /// <summary>Moves all frames of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="take">Takes its frames.</param>
    /// <param name="rest">Called when there is no frame for the moment.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns><see cref="ReadOutcome.End"/>, <see cref="ReadOutcome.Damaged"/>, or
    /// <see cref="ReadOutcome.Waiting"/> when stopped.</returns>
    /// <exception cref="CaptureException">The source failed. What was taken stays valid.
    /// </exception>
    public static ReadOutcome Move(
        IFrameSource source,
        FrameTaker take,
        Action? rest,
        CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            ReadOutcome outcome = source.Read(out Frame frame);
            if (outcome == ReadOutcome.Frame)
            {
                take(in frame);
            }
            else if (outcome == ReadOutcome.Waiting)
            {
                rest?.Invoke();
            }
            else
            {
                return outcome;
            }
        }

        return ReadOutcome.Waiting;
    }
}

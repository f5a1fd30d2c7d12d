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
    const long ProgressMask = 0xFFFF;

    /// <summary>Moves all frames of one capture.</summary>
    /// <param name="input">The capture.</param>
    /// <param name="take">Takes its frames.</param>
    /// <param name="rest">Called when there is no frame for the moment.</param>
    /// <returns><see cref="ReadOutcome.End"/>, <see cref="ReadOutcome.Damaged"/>, or
    /// <see cref="ReadOutcome.Waiting"/> when interrupted.</returns>
    /// <exception cref="CaptureException">The input failed. What was taken stays valid.</exception>
    public ReadOutcome Move(CaptureInput input, FrameTaker take, Action? rest = null)
    {
        Progress? progress = Progress.For(terminal, errors, input.Length);
        try
        {
            return Move(
                input.Source, take, rest, interruption.Token,
                frames => progress?.Show(frames, input.Position));
        }
        finally
        {
            progress?.Clear();
        }
    }

    /// <summary>Moves all frames of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="take">Takes its frames.</param>
    /// <param name="rest">Called when there is no frame for the moment.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="show">Called now and then with the number of frames moved.</param>
    /// <returns><see cref="ReadOutcome.End"/>, <see cref="ReadOutcome.Damaged"/>, or
    /// <see cref="ReadOutcome.Waiting"/> when stopped.</returns>
    /// <exception cref="CaptureException">The source failed. What was taken stays valid.
    /// </exception>
    public static ReadOutcome Move(
        IFrameSource source,
        FrameTaker take,
        Action? rest,
        CancellationToken stop,
        Action<long>? show = null)
    {
        long frames = 0;
        while (!stop.IsCancellationRequested)
        {
            ReadOutcome outcome = source.Read(out Frame frame);
            if (outcome == ReadOutcome.Frame)
            {
                take(in frame);
                if ((++frames & ProgressMask) == 0) show?.Invoke(frames);
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

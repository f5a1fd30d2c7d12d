using System;
using System.IO;
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
            return Move(input, take, rest, progress);
        }
        finally
        {
            progress?.Clear();
        }
    }

    ReadOutcome Move(CaptureInput input, FrameTaker take, Action? rest, Progress? progress)
    {
        IFrameSource source = input.Source;
        long frames = 0;
        while (!interruption.IsAsked)
        {
            ReadOutcome outcome = source.Read(out Frame frame);
            if (outcome == ReadOutcome.Frame)
            {
                take(in frame);
                if ((++frames & ProgressMask) == 0) progress?.Show(frames, input.Position);
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

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
    /// <param name="take">Gets each frame.</param>
    /// <param name="pause">Called when no frame is there just now.</param>
    /// <returns><see cref="ReadOutcome.End"/>, <see cref="ReadOutcome.Damaged"/>, or
    /// <see cref="ReadOutcome.Waiting"/> when interrupted.</returns>
    /// <exception cref="CaptureException">The input failed. What was taken stays valid.</exception>
    public ReadOutcome Move(CaptureInput input, FrameTaker take, Action pause)
    {
        Progress? progress = Progress.For(terminal, errors, input.Length);
        try
        {
            return Move(input, take, pause, progress);
        }
        finally
        {
            progress?.Clear();
        }
    }

    ReadOutcome Move(CaptureInput input, FrameTaker take, Action pause, Progress? progress)
    {
        IFrameSource source = input.Source;
        long frames = 0;
        while (!interruption.IsAsked)
        {
            ReadOutcome outcome = source.Read(out Frame frame);
            if (outcome == ReadOutcome.Waiting)
            {
                pause();
                continue;
            }

            if (outcome != ReadOutcome.Frame) return outcome;

            take(in frame);
            if ((++frames & ProgressMask) == 0) progress?.Show(frames, input.Position);
        }

        return ReadOutcome.Waiting;
    }
}

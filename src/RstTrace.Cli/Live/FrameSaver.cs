using System;
using System.IO;
using System.Threading;
using RstTrace.Capture.Live;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Cli.Live;

/// <summary>Keeps the frames of all workers in files: <c>-w</c>.</summary>
/// <remarks>Workers take turns: frames of several stand in the order they were read in, which is
/// that of time within a few milliseconds.</remarks>
sealed class FrameSaver : IDisposable
{
    readonly Lock _gate = new();
    readonly RotatingFile _file;
    readonly SavingRequest _request;
    readonly Action _complete;
    bool _isOver;

    FrameSaver(RotatingFile file, SavingRequest request, Action complete)
        => (_file, _request, _complete) = (file, request, complete);

    /// <summary>Why no more is kept; null while all is well.</summary>
    public CaptureException? Failure
        => _request.IsToOutput && _file.Failure?.InnerException is IOException failure
            && Output.IsClosedPipe(failure)
            ? null // The reader had enough, as head does.
            : _file.Failure;

    /// <summary>Begins the first file; null where none is asked for.</summary>
    /// <param name="request">What to keep.</param>
    /// <param name="source">Whose frames.</param>
    /// <param name="board">Knows what was counted.</param>
    /// <param name="complete">Called once, when the last file is full, or nobody reads.</param>
    /// <exception cref="CaptureException">The file cannot be opened.</exception>
    public static FrameSaver? Open(
        SavingRequest request, LiveSource source, LiveBoard board, Action complete)
    {
        if (request.Path is not { } path) return null;

        var save = new SaveRequest
        {
            Path = request.IsToOutput ? "standard output" : path,
            Format = SaveFormats.Of(path),
            Interfaces = [SavingRequest.InterfaceOf(source)],
            Section = SavingRequest.Section,
            Rotation = request.Rotation,
            Counts = _ => CountsOf(board),
        };
        RotatingFile file = request.IsToOutput
            ? RotatingFile.Onto(StandardStream.OpenOutput(), save)
            : RotatingFile.Open(save, WallClock.Now);
        return new FrameSaver(file, request, complete);
    }

    /// <summary>Keeps a frame. From any worker's thread.</summary>
    public void Take(in Frame frame)
    {
        lock (_gate)
        {
            _file.Write(in frame, 0);
            EndIfComplete();
        }
    }

    /// <summary>No frame is there just now: whoever reads the file sees them all.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _file.Flush();
            EndIfComplete();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    void EndIfComplete()
    {
        bool isOver = _file.IsComplete || (_request.IsToOutput && _file.Failure is not null);
        if (!isOver || _isOver) return;

        _isOver = true;
        _complete();
    }

    static InterfaceCounts CountsOf(LiveBoard board)
    {
        Reports.Live.LiveTotals totals = board.Totals;
        return new InterfaceCounts(totals.Received, totals.DroppedByKernel);
    }
}

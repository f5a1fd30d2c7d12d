using System;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>The frames of a capture on their way into one file or several: <c>-w</c>.</summary>
/// <remarks>Opening may throw, so that a capture does not begin in vain; after that nothing does: a
/// full disk sets <see cref="Failure"/>, and the capture goes on without being saved. What was sent
/// before can be read: a record that went to disk in part is cut off. Allocates for a file, not for
/// a frame. One thread at a time.</remarks>
public sealed class RotatingFile : IDisposable
{
    const long Second = 1_000_000_000;

    readonly SaveRequest _request;
    FrameWriter? _writer; // null once nothing more is written
    Timestamp _begun;     // of the present interval, in whole seconds
    Timestamp _last;
    long _frames;         // in files that are closed
    long _framesLost;
    int _number;          // of the file in the present interval
    int _intervals;

    RotatingFile(SaveRequest request, Timestamp start)
    {
        _request = request;
        _begun = WholeSeconds(start);
        _last = start;
        Path = request.Path;
    }

    /// <summary>The file that is written now, or was last.</summary>
    public string Path { get; private set; }

    /// <summary>How many files were begun, those that were overwritten since included.</summary>
    public int Files { get; private set; }

    /// <summary>Frames that were sent to a file; complete after <see cref="Flush"/>.</summary>
    public long Frames => _frames + (_writer?.Frames ?? 0);

    /// <summary>Frames that were given and not saved: after a failure, or after the last
    /// file.</summary>
    public long FramesLost => _framesLost + (_writer?.FramesLost ?? 0);

    /// <summary>Why nothing more is saved, with what to do; null while all is well. Set once, and
    /// then it stays.</summary>
    public CaptureException? Failure { get; private set; }

    /// <summary>Whether the last file that <see cref="Rotation.Files"/> allows is complete:
    /// tcpdump ends its capture here.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Opens the first file, and overwrites what has its name.</summary>
    /// <param name="request">What to save.</param>
    /// <param name="start">When the capture begins: the first interval counts from here.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">The file cannot be opened, or the format cannot hold all
    /// interfaces.</exception>
    public static RotatingFile Open(SaveRequest request, Timestamp start)
    {
        var file = new RotatingFile(request, start);
        file._writer = file.Begin();
        return file;
    }

    /// <summary>Saves into a stream, such as standard output, instead of a file.</summary>
    /// <param name="stream">Owned: disposed with the result.</param>
    /// <param name="request">What to save, without rotation.</param>
    /// <exception cref="CaptureException">A rotation is asked for, or the format cannot hold all
    /// interfaces.</exception>
    public static RotatingFile Onto(Stream stream, SaveRequest request)
    {
        if (request.Rotation.IsAsked)
        {
            throw new CaptureException(
                $"{request.Path}: one stream cannot be several files, as -C and -G ask",
                "-w with the name of a file");
        }

        var file = new RotatingFile(request, default);
        file._writer = file.BeginOn(stream);
        return file;
    }

    /// <summary>Saves a frame, in the next file if it is time for that.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <param name="from">Index of its interface in the request.</param>
    public void Write(in Frame frame, int from)
    {
        _last = frame.Time;
        if (_writer is not null && _request.Rotation.IsAsked) RotateIfDue(frame.Time);
        if (_writer is null)
        {
            _framesLost++;
            return;
        }

        _writer.Write(in frame, from);
        if (_writer.Failure is { } failure) Fail(failure);
    }

    /// <summary>Sends what waits, so that who reads the file sees it: when no frame is there just
    /// now.</summary>
    public void Flush()
    {
        _writer?.Flush();
        if (_writer?.Failure is { } failure) Fail(failure);
    }

    /// <summary>Ends the file with what the interfaces counted.</summary>
    public void Dispose() => End();

    // As tcpdump has it: time first, and a file that time began is not full.
    void RotateIfDue(Timestamp now)
    {
        Rotation rotation = _request.Rotation;
        Timestamp second = WholeSeconds(now);
        if (rotation.Seconds > 0
            && (second - _begun).Nanoseconds / Second >= rotation.Seconds)
        {
            _begun = second;
            _number = 0;
            _intervals++;
            bool isLast = rotation is { Octets: 0, Files: > 0 } && _intervals >= rotation.Files;
            Next(isLast);
        }
        else if (rotation.Octets > 0 && _writer!.Length > rotation.Octets)
        {
            _number = rotation.After(_number);
            Next(isLast: false);
        }
    }

    void Next(bool isLast)
    {
        End();
        if (Failure is not null) return;

        IsComplete = isLast;
        if (isLast) return;

        try
        {
            _writer = Begin();
        }
        catch (CaptureException failure)
        {
            Fail(failure);
        }
    }

    FrameWriter Begin()
    {
        Path = _request.Rotation.NameOf(_request.Path, _begun, _number, _request.Zone);
        return BeginOn(Create(Path));
    }

    FrameWriter BeginOn(Stream stream)
    {
        FrameWriter writer = FrameWriter.Create(_request.Format, stream, Path, _request.Section);
        try
        {
            foreach (SavedInterface from in _request.Interfaces) writer.AddInterface(from);
        }
        catch (CaptureException)
        {
            writer.Dispose();
            throw;
        }

        Files++;
        return writer;
    }

    // Others may read it while it grows, and may rename or remove it.
    static FileStream Create(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CaptureException(
                $"{path}: cannot be written: it is a folder", "-w with the name of a file in it");
        }

        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
        }
        catch (Exception failure) when (SystemFailure.Is(failure) || failure is ArgumentException)
        {
            throw SystemFailure.Writing(path, failure);
        }
    }

    void Fail(CaptureException failure)
    {
        Failure ??= failure;
        Close();
    }

    void End()
    {
        if (_writer is null) return;

        for (int i = 0; i < _request.Interfaces.Count; i++)
        {
            if (_request.Counts?.Invoke(i) is { } counts) _writer.WriteCounts(i, _last, counts);
        }

        Close();
    }

    void Close()
    {
        if (_writer is null) return;

        _writer.Dispose();
        Failure ??= _writer.Failure;
        _frames += _writer.Frames;
        _framesLost += _writer.FramesLost;
        _writer = null;
    }

    static Timestamp WholeSeconds(Timestamp time) => new(time.Nanoseconds / Second * Second);
}

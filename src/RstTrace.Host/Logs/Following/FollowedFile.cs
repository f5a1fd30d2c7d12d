using System;
using System.Globalization;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Host.Logs.Following;

/// <summary>A file from its end on, through rotations: renamed, removed, or cut and written
/// anew.</summary>
/// <param name="path">As the user named it.</param>
sealed class FollowedFile(string path) : FollowedLog
{
    // What is written faster than this is not a log to look into: the rest is passed over.
    const int MostAtOnce = 8 << 20;

    readonly byte[] _buffer = new byte[64 * 1024];
    readonly LineGatherer _lines = new();
    FileStream? _file;
    string? _target;
    bool _hasBegun;

    /// <inheritdoc/>
    public override string Name => path;

    /// <inheritdoc/>
    public override void Poll(LineTaker take)
    {
        try
        {
            // What comes later is new from its begin on.
            bool isFirst = !_hasBegun;
            _hasBegun = true;
            if (_file is null) Open(fromEnd: isFirst);
            Read(take);
            if (!WasRenamed()) return;

            Close();
            Open(fromEnd: false);
            Read(take);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            // Between the old and the new one there may be none.
            Close();
            throw LogFailure.Opening(path, failure);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => Close();

    void Open(bool fromEnd)
    {
        if (Directory.Exists(path))
            throw new CaptureException($"{path}: a folder, not a log", $"--log {path}/*");

        _file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        if (fromEnd && _file.CanSeek) _file.Seek(0, SeekOrigin.End);
        _target = Target();
    }

    void Read(LineTaker take)
    {
        if (_file is not { CanSeek: true } file) return;

        long length = file.Length;
        if (length < file.Position)
        {
            file.Position = 0;
            _lines.Clear();
        }

        if (length - file.Position > MostAtOnce)
        {
            file.Position = length - MostAtOnce;
            _lines.Clear();
        }

        for (int read; (read = file.Read(_buffer)) > 0;) _lines.Add(_buffer.AsSpan(0, read), take);
    }

    // The system says what the open file is called now; elsewhere than on Linux, nobody does.
    bool WasRenamed() => OperatingSystem.IsLinux() && _target is not null && Target() != _target;

    string? Target()
    {
        if (!OperatingSystem.IsLinux() || _file is null) return null;

        string descriptor = string.Create(
            CultureInfo.InvariantCulture,
            $"/proc/self/fd/{_file.SafeFileHandle.DangerousGetHandle()}");
        return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
    }

    void Close()
    {
        _file?.Dispose();
        _file = null;
        _lines.Clear();
    }
}

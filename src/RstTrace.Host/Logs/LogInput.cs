using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Logs;

/// <summary>Where the lines of a log come from.</summary>
abstract class LogInput
{
    /// <summary>What messages and reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it can be opened again; known once it was opened.</summary>
    public virtual bool CanReadTwice => true;

    /// <summary>Opens it.</summary>
    /// <param name="begin">What is from before this is of no use.</param>
    /// <param name="end">Nor is what is from after this.</param>
    /// <exception cref="CaptureException">It cannot be read, or is no log.</exception>
    public abstract Stream Open(Timestamp begin, Timestamp end);
}

/// <summary>A file, plain or gzip.</summary>
/// <param name="path">As the user named it.</param>
sealed class LogFile(string path) : LogInput
{
    bool _isStream;

    // Without this switch .NET takes a file that was cut short for one that ended.
    static LogFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <inheritdoc/>
    public override string Name => path;

    /// <inheritdoc/>
    public override bool CanReadTwice => !_isStream;

    /// <inheritdoc/>
    public override Stream Open(Timestamp begin, Timestamp end)
    {
        try
        {
            if (Directory.Exists(path))
                throw new CaptureException($"{path}: a folder, not a log", $"--log {path}/*");

            var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _isStream = !file.CanSeek;
            return _isStream ? file : Unpacked(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw LogFailure.Opening(path, failure);
        }
    }

    Stream Unpacked(FileStream file)
    {
        Span<byte> head = stackalloc byte[4];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (length == head.Length && IsCapture(head))
        {
            file.Dispose();
            throw new CaptureException(
                $"{path}: a capture, not a log", $"name captures before --log: {path} --log FILE");
        }

        return head[..length] is [0x1F, 0x8B, ..]
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
    }

    // pcap of either order and unit, pcapng.
    static bool IsCapture(ReadOnlySpan<byte> head)
        => head is [0xD4, 0xC3, 0xB2, 0xA1] or [0xA1, 0xB2, 0xC3, 0xD4]
            or [0x4D, 0x3C, 0xB2, 0xA1] or [0xA1, 0xB2, 0x3C, 0x4D]
            or [0x0A, 0x0D, 0x0D, 0x0A];
}

/// <summary>systemd's journal of this host, by way of journalctl(1).</summary>
sealed class Journal : LogInput
{
    // A clock that is wrong by less can still be found out.
    static readonly Duration s_around = Duration.FromSeconds(600);

    /// <inheritdoc/>
    public override string Name => "journal";

    /// <inheritdoc/>
    public override Stream Open(Timestamp begin, Timestamp end)
        => new JournalStream(Start(
            "--since", Typed(begin + (s_around * -1)), "--until", Typed(end + s_around)));

    /// <summary>Starts journalctl.</summary>
    /// <param name="words">What to ask for.</param>
    /// <exception cref="CaptureException">There is none.</exception>
    public static Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("journalctl", ["-o", "json", "--no-pager", "-q", .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new CaptureException(
                "the journal cannot be read: journalctl cannot be started",
                "--log /var/log/syslog", failure);
        }
    }

    // journalctl takes seconds since 1970 behind an @.
    static string Typed(Timestamp time)
        => string.Create(CultureInfo.InvariantCulture, $"@{time.Nanoseconds / 1_000_000_000}");
}

using System;
using System.IO;
using System.Text;
using RstTrace.Core;

namespace RstTrace.Host.Timeouts;

/// <summary>The text of a configuration, which is not trusted: of bounded size.</summary>
static class ConfigurationFile
{
    const int MostOctets = 1 << 20;

    /// <summary>Timeouts that are taken from one file at most.</summary>
    public const int MostTimeouts = 100;

    /// <summary>Reads it.</summary>
    /// <exception cref="CaptureException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            byte[] octets = new byte[MostOctets];
            int length = file.ReadAtLeast(octets, MostOctets, throwOnEndOfStream: false);
            if (length == MostOctets)
                throw new CaptureException($"{path} is larger than 1 MiB", $"ls -l {path}");
            return Encoding.UTF8.GetString(octets, 0, length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(
                $"cannot read {path}: {failure.Message.Split(" : '")[0]}", $"ls -l {path}",
                failure);
        }
    }
}

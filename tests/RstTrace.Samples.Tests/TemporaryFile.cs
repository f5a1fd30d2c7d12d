using System;
using System.IO;

namespace RstTrace.Samples.Tests;

/// <summary>A file for as long as a test needs it.</summary>
sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(ReadOnlySpan<byte> octets = default) => Write(octets);

    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid()}.pcap");

    public void Write(ReadOnlySpan<byte> octets) => File.WriteAllBytes(Path, octets);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}

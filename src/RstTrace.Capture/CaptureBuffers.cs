namespace RstTrace.Capture;

/// <summary>The arrays that one open capture needs, made once and used again for the
/// next.</summary>
sealed class CaptureBuffers
{
    /// <summary>For the octets of the file.</summary>
    public byte[] File { get; } = new byte[OctetBuffer.Capacity];

    /// <summary>For what gzip makes of them.</summary>
    public byte[] Unpacked => field ??= new byte[OctetBuffer.Capacity];
}

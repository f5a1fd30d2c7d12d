using System;
using System.Collections.Generic;
using System.IO;

namespace RstTrace.Sidecar.Delivery;

// Where what is appended goes.
sealed partial class Spool
{
    static byte[] Frames(IReadOnlyList<(uint Group, byte[] Octets)> records)
    {
        int length = 0;
        foreach ((_, byte[] octets) in records) length += SpoolFrame.HeaderLength + octets.Length;
        byte[] frames = new byte[length];
        Span<byte> rest = frames;
        foreach ((uint group, byte[] octets) in records)
        {
            SpoolFrame.Write(rest, group, octets);
            octets.CopyTo(rest[SpoolFrame.HeaderLength..]);
            rest = rest[(SpoolFrame.HeaderLength + octets.Length)..];
        }

        return frames;
    }

    void MakeRoom(long octets)
    {
        while (_segments.Count > 0 && Octets + octets > _options.MaxOctets)
        {
            if (_segments.Count == 1) CloseOutput();
            NoteDropped(Waiting(_segments[0]));
            _mark = _mark with
            {
                Acknowledged = Math.Max(_mark.Acknowledged, _segments[0].End),
            };
            Remove(0);
        }
    }

    FileStream Output()
    {
        bool isFull = _segments.Count > 0 && _segments[^1].Octets >= _segmentOctets;
        if (_output is not null && !isFull) return _output;

        CloseOutput();
        long end = _segments.Count > 0 ? _segments[^1].End : 0;
        if (_segments.Count == 0 || isFull || end < _mark.Acknowledged)
        {
            _segments.Add(
                SpoolSegment.At(_options.Folder, Math.Max(end, _mark.Acknowledged)));
        }

        return _output = _segments[^1].OpenToAppend();
    }

    // Back to the last whole record. Where even that fails, opening it again does so.
    void GiveUpOutput(SpoolSegment segment)
    {
        try
        {
            _output?.SetLength(segment.Octets);
        }
        catch (IOException)
        {
        }

        CloseOutput();
    }

    void CloseOutput()
    {
        _output?.Dispose();
        _output = null;
    }
}

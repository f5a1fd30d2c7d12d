using System;
using RstTrace.Core.Wire;
using Cursor = RstTrace.Capture.Saving.PcapngCursor;

namespace RstTrace.Capture.Saving;

/// <summary>A packet block to which a comment is added, or whose frame is cut; all else in it
/// stays, octet for octet.</summary>
/// <remarks>A simple packet block has room for neither and becomes an enhanced one. It has no time
/// either: the enhanced one says 0. Of a comment that is there already, no second is
/// added.</remarks>
readonly ref struct BlockEdit
{
    const int Interface = 8, Captured = 20, Original = 24, Data = 28; // enhanced, and obsolete
    const int SimpleOriginal = 8;

    readonly PcapngBlocks _blocks;
    readonly ReadOnlySpan<byte> _block;
    readonly ReadOnlySpan<byte> _kept;
    readonly ReadOnlySpan<byte> _options;
    readonly byte[]? _comment;

    /// <param name="blocks">Stands at the block.</param>
    /// <param name="block">The block.</param>
    /// <param name="frame">The frame in it.</param>
    /// <param name="kept">So much of the frame is kept.</param>
    /// <param name="comment">What is added; null for nothing.</param>
    public BlockEdit(
        PcapngBlocks blocks, ReadOnlySpan<byte> block, in Frame frame, ReadOnlySpan<byte> kept,
        string? comment)
    {
        _blocks = blocks;
        _block = block;
        _kept = kept;
        _comment = Cursor.Text(comment);
        if (!IsSimple)
        {
            int options = Data + PcapngBlock.Padded(frame.Octets.Length);
            _options = block[options..^PcapngBlock.Trailer];
            if (_options.IndexOf(_comment) >= 0) _comment = null;
        }

        IsNeeded = _comment is not null || kept.Length < frame.Octets.Length;
    }

    /// <summary>Whether the block would be another.</summary>
    public bool IsNeeded { get; }

    bool IsSimple => _blocks.Type == PcapngBlock.SimplePacket;

    /// <summary>The block as it is after the edit.</summary>
    public byte[] Make()
    {
        int comment = Cursor.OptionLength(_comment);
        bool lacksEnd = comment > 0 && _options.IsEmpty;
        byte[] edited = new byte[
            Data + PcapngBlock.Padded(_kept.Length) + comment + _options.Length
            + (lacksEnd ? Cursor.OptionHeader : 0) + PcapngBlock.Trailer];
        var room = new Cursor(
            edited,
            IsSimple ? PcapngBlock.EnhancedPacket : _blocks.Type,
            _blocks.IsBigEndian);
        WriteHead(ref room);
        room.Padded(_kept);

        // Ours goes first: options that end too early, or claim too much, hide it from no reader.
        room.Option(PcapngWriter.CommentCode, _comment);
        room.Raw(_options);
        if (lacksEnd) room.EndOfOptions();
        room.End();
        return edited;
    }

    void WriteHead(ref Cursor room)
    {
        if (IsSimple)
        {
            room.Word32(0); // the section's first interface
            room.Time(0);
        }
        else
        {
            room.Raw(_block[Interface..Captured]);
        }

        room.Word32((uint)_kept.Length);
        int original = IsSimple ? SimpleOriginal : Original;
        room.Raw(_block.Slice(original, sizeof(uint)));
    }
}

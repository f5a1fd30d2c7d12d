using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using RstTrace.Core.Kernel;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Kernel;

/// <summary>Who listens on the ports of a network namespace (/proc/net/tcp, and the open files of
/// all processes).</summary>
/// <remarks>Read when asked to; between two readings the kernel's events tell.</remarks>
sealed class Listeners : IDisposable
{
    // Listening sockets come first in these files; so much holds some thousand.
    const int MostRead = 1 << 19;
    const string Socket = "socket:[";
    const int AddressAt = 1, StateAt = 3, InodeAt = 9;

    readonly KernelFile?[] _tables;
    readonly Dictionary<long, SocketOwner> _byInode = [];

    Listeners(KernelFile?[] tables) => _tables = tables;

    /// <summary>Opens the tables of the calling thread's namespace.</summary>
    public static Listeners Open()
        => new(
        [
            KernelFile.Open(KernelCounters.OwnFolder + "/tcp"),
            KernelFile.Open(KernelCounters.OwnFolder + "/tcp6"),
        ]);

    /// <summary>Everybody who listens now, as far as may be seen.</summary>
    public Dictionary<SocketEnd, SocketOwner> Read()
    {
        var sockets = new Dictionary<SocketEnd, long>();
        foreach (KernelFile? table in _tables)
        {
            if (table is null) continue;
            foreach (ReadOnlySpan<byte> line in new Lines(table.Read(MostRead)))
                if (TryReadLine(line, out SocketEnd end, out long inode)) sockets[end] = inode;
        }

        FindOwners(sockets.Values);
        var owners = new Dictionary<SocketEnd, SocketOwner>();
        foreach ((SocketEnd end, long inode) in sockets)
            if (_byInode.TryGetValue(inode, out SocketOwner? owner)) owners[end] = owner;

        return owners;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (KernelFile? table in _tables) table?.Dispose();
    }

    /// <summary>Reads a line of /proc/net/tcp or tcp6.</summary>
    /// <returns>Whether it is of a socket that listens.</returns>
    internal static bool TryReadLine(ReadOnlySpan<byte> line, out SocketEnd end, out long inode)
    {
        (end, inode) = (default, 0);
        Span<Range> words = stackalloc Range[InodeAt + 2];
        Span<char> text = stackalloc char[256];
        if (line.Length > text.Length) line = line[..text.Length];
        int length = System.Text.Encoding.Latin1.GetChars(line, text);
        ReadOnlySpan<char> all = text[..length];
        int count = all.Split(words, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count <= InodeAt || !all[words[StateAt]].SequenceEqual("0A")) return false;

        return TryEnd(all[words[AddressAt]], out end)
            && long.TryParse(all[words[InodeAt]], CultureInfo.InvariantCulture, out inode)
            && inode > 0;
    }

    // "0100007F:0016": words of 32 bits in the machine's own order, and a port.
    static bool TryEnd(ReadOnlySpan<char> text, out SocketEnd end)
    {
        end = default;
        int colon = text.IndexOf(':');
        bool isPort = ushort.TryParse(
            text[(colon + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out ushort port);
        if (!isPort || colon is not (8 or 32)) return false;

        Span<byte> octets = stackalloc byte[16];
        for (int word = 0; word < colon / 8; word++)
        {
            bool isWord = uint.TryParse(
                text.Slice(word * 8, 8), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out uint value);
            if (!isWord) return false;
            MemoryMarshal.Write(octets[(word * 4)..], value);
        }

        IpAddress address = colon == 8
            ? IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(octets))
            : IpAddress.FromIpv6(octets);
        end = new SocketEnd(address, port);
        if (end.IsAny) end = new SocketEnd(default, port);
        return true;
    }

    void FindOwners(IEnumerable<long> inodes)
    {
        var wanted = new HashSet<long>(inodes);
        foreach (long inode in new List<long>(_byInode.Keys))
            if (!wanted.Remove(inode)) _byInode.Remove(inode);

        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (wanted.Count == 0) return;
            bool isProcess = int.TryParse(
                Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture,
                out int process);
            if (isProcess) LookThrough(process, wanted);
        }
    }

    void LookThrough(int process, HashSet<long> wanted)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles($"/proc/{process}/fd"))
            {
                string target = ProcessBook.LinkOf(file) ?? "";
                if (!target.StartsWith(Socket, StringComparison.Ordinal)) continue;
                bool isWanted = long.TryParse(
                    target.AsSpan()[Socket.Length..^1], CultureInfo.InvariantCulture,
                    out long inode) && wanted.Remove(inode);
                if (isWanted && ProcessBook.Read(process) is { } owner)
                    _byInode[inode] = owner with { Tie = OwnerTie.Listener };
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is not ours to look into.
        }
    }

    ref struct Lines(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> _rest = text;

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            int end = _rest.IndexOf((byte)'\n');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return true;
        }

        public readonly Lines GetEnumerator() => this;
    }
}

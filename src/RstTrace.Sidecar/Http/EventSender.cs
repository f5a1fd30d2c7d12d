using System;
using System.Buffers;
using System.Text;

namespace RstTrace.Sidecar.Http;

/// <summary>Server-sent events on their way to one reader (HTML, "server-sent events").</summary>
/// <param name="send">Sends octets; throws when the reader has gone or is too slow.</param>
/// <param name="isOver">Whether the server ends.</param>
/// <param name="lastId">The last event that the reader had before, as it says; null for
/// none.</param>
public sealed class EventSender(
    Action<ReadOnlyMemory<byte>> send, Func<bool> isOver, string? lastId)
{
    readonly ArrayBufferWriter<byte> _event = new(4096);

    /// <summary>The last event that the reader had before it lost us; null for none.</summary>
    public string? LastId { get; } = lastId;

    /// <summary>Whether the server ends: so should the stream.</summary>
    public bool IsOver => isOver();

    /// <summary>Sends one event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="id">What the reader says when it comes back; null for nothing.</param>
    /// <param name="data">One line.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The reader has gone.</exception>
    public void Send(string name, string? id, ReadOnlySpan<byte> data)
    {
        _event.ResetWrittenCount();
        Put("event: ");
        Put(name);
        if (id is not null)
        {
            Put("\nid: ");
            Put(id);
        }

        Put("\ndata: ");
        _event.Write(data);
        Put("\n\n");
        send(_event.WrittenMemory);
    }

    void Put(string text) => Encoding.ASCII.GetBytes(text, _event);
}

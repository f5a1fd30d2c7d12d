using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Kernel;

namespace RstTrace.Host.Kernel;

/// <summary>Which process had which socket, learnt while it had it: when a reset is judged, the
/// socket is gone.</summary>
/// <remarks>What the kernel tells of a process is true where the process itself was in the call:
/// when it connects, listens and closes. Who accepted a connection the kernel does not tell; that
/// is taken to be of the process that listens. Each part guards itself.</remarks>
sealed class SocketBook
{
    const int Most = 1 << 15;

    readonly Lock _gate = new();
    readonly Dictionary<SocketEnds, SocketOwner> _connections = [];
    readonly Queue<SocketEnds> _order = new();
    Dictionary<SocketEnd, SocketOwner> _listeners = [];

    /// <summary>A process connected or closed.</summary>
    public void Learn(SocketEnds ends, SocketOwner owner)
    {
        lock (_gate)
        {
            // Who opened it had it from the start; who closes may be another that shares it.
            bool isKnown = _connections.TryGetValue(ends, out SocketOwner? known);
            bool isSame = isKnown && known!.Tie == OwnerTie.Connector
                && owner.Tie == OwnerTie.Closer && known.Id == owner.Id;
            if (isSame) return;
            _connections[ends] = owner;
            if (isKnown) return;
            if (_order.Count == Most) _connections.Remove(_order.Dequeue());
            _order.Enqueue(ends);
        }
    }

    /// <summary>A process listens.</summary>
    public void Learn(SocketEnd end, SocketOwner owner)
    {
        lock (_gate)
        {
            if (_listeners.Count < Most) _listeners[Key(end)] = owner;
        }
    }

    /// <summary>Those who listen now. Who has stopped is remembered: a reset may come of it.
    /// </summary>
    public void Learn(Dictionary<SocketEnd, SocketOwner> listeners)
    {
        lock (_gate)
        {
            if (_listeners.Count + listeners.Count > Most) _listeners = [];
            foreach ((SocketEnd end, SocketOwner owner) in listeners) _listeners[end] = owner;
        }
    }

    /// <summary>Whose a socket was; null where nobody knows.</summary>
    public SocketOwner? Find(SocketEnds ends)
    {
        lock (_gate)
        {
            return _connections.TryGetValue(ends, out SocketOwner? owner)
                || _listeners.TryGetValue(ends.Here, out owner)
                || _listeners.TryGetValue(new SocketEnd(default, ends.Here.Port), out owner)
                    ? owner
                    : null;
        }
    }

    static SocketEnd Key(SocketEnd end) => end.IsAny ? new SocketEnd(default, end.Port) : end;
}

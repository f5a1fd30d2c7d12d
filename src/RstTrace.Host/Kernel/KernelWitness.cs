using System;
using System.Threading;
using RstTrace.Core.Kernel;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Kernel;

/// <summary>What the kernel of this host says of resets, heard while a capture runs: by its
/// tracepoints, its counters and its sockets.</summary>
/// <remarks>A thread of its own reads; whoever judges asks. All namespaces of the host are heard,
/// so a container's reset has its word too.</remarks>
public sealed partial class KernelWitness : IKernelWitness, IDisposable
{
    const int Nap = 50, NapsBetweenCounts = 2; // milliseconds
    const long BetweenListeners = 10_000_000_000;
    const int Kept = 1 << 14;

    readonly Lock _gate = new();
    readonly TraceFolder _folder;
    readonly TraceBuffer _buffer;
    readonly EventReader _reader;
    readonly ProcessBook _processes;
    readonly CounterHistory? _counters;
    readonly Listeners _listeners;
    readonly KernelFile? _enabled, _running;
    readonly Func<IpAddress, bool> _isLocal;
    readonly ClockOffsets _clock = new();
    readonly EventRing _sent = new(Kept), _received = new(Kept);
    readonly SocketBook _sockets = new();
    readonly Thread _thread, _lookout;
    readonly ManualResetEvent _over = new(false);
    readonly TraceGuard? _guard;
    readonly long _begin;
    string? _network;
    long _drained, _lastGap = long.MinValue;
    long _explained, _elsewhere;
    long? _sentAtEnd;

    KernelWitness(
        TraceFolder folder, TraceBuffer buffer, EventReader reader, WitnessOptions options)
    {
        (_folder, _buffer, _reader, _isLocal) = (folder, buffer, reader, options.IsLocal);
        _processes = new ProcessBook(folder.Root + "/saved_cmdlines");
        _enabled = KernelFile.Open($"{folder.Path}/events/{SendReset}/enable");
        _running = KernelFile.Open($"{folder.Path}/tracing_on");
        CounterHistory? counters = null;
        Listeners? listeners = null;
        options.InNamespace(() =>
        {
            counters = CounterHistory.Open();
            listeners = Listeners.Open();
            _network = ProcessBook.LinkOf("/proc/thread-self/ns/net");
        });
        (_counters, _listeners) = (counters, listeners!);
        _guard = options.LosesRoot ? TraceGuard.Start(folder.Path) : null;
        _begin = Now();
        _counters?.Read(Now);
        _thread = new Thread(Listen) { IsBackground = true, Name = "kernel" };
        _lookout = new Thread(LookOut) { IsBackground = true, Name = "listeners" };
        _thread.Start();
        _lookout.Start();
    }

    const string SendReset = "tcp/tcp_send_reset", ReceiveReset = "tcp/tcp_receive_reset";
    const string SetState = "sock/inet_sock_set_state";

    /// <summary>Begins to listen.</summary>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="WitnessException">The kernel cannot be heard.</exception>
    public static KernelWitness Open(WitnessOptions options)
    {
        if (!OperatingSystem.IsLinux())
            throw new WitnessException("only Linux tells why it resets", null);

        var folder = TraceFolder.Create();
        TraceBuffer? buffer = null;
        try
        {
            EventFormat sent = folder.FormatOf(SendReset) ?? throw new WitnessException(
                "this kernel has no event tcp:tcp_send_reset (Linux 4.15)", null);
            EventFormat? received = folder.FormatOf(ReceiveReset);
            EventFormat? state = folder.FormatOf(SetState);
            buffer = TraceBuffer.Open(folder);
            folder.Enable(SendReset);
            if (received is not null) folder.Enable(ReceiveReset);
            if (state is not null) folder.Enable(SetState, StateFilter.Of(state));
            return new KernelWitness(folder, buffer, new(sent, received, state), options);
        }
        catch
        {
            buffer?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>How well it is heard, just now. From any thread.</summary>
    public KernelHealth Health()
    {
        lock (_gate)
        {
            Drain();
            _counters?.Read(Now);
            return new KernelHealth(
                _sentAtEnd ?? _counters?.Sent ?? _sent.Count, _explained, _elsewhere, _buffer.Gaps,
                _clock.Steps, Trouble);
        }
    }

    /// <summary>The capture is over: what is sent from now on counts no more. From any
    /// thread.</summary>
    public void StopCounting()
    {
        lock (_gate)
        {
            Drain();
            _counters?.Read(Now);
            _sentAtEnd = _counters?.Sent ?? _sent.Count;
        }
    }

    /// <summary>Stops, and leaves nothing of it in tracefs.</summary>
    public void Dispose()
    {
        if (_over.WaitOne(0)) return;

        _over.Set();
        _thread.Join();
        _lookout.Join();
        _buffer.Dispose();
        _processes.Dispose();
        _counters?.Dispose();
        _listeners.Dispose();
        _enabled?.Dispose();
        _running?.Dispose();
        if (_guard is null) _folder.Dispose();
        else _guard.Dispose();
    }

    string? Trouble => _buffer.IsBroken ? "tracefs was taken away" : null;

    static long Now()
    {
        Libc.clock_gettime(Libc.ClockMonotonic, out ClockTime time);
        return time.Total;
    }

    void Listen()
    {
        for (int nap = 0; !_over.WaitOne(Nap); nap++)
        {
            lock (_gate)
            {
                Drain();
                if (nap % NapsBetweenCounts != 0) continue;
                _counters?.Read(Now);
                _clock.Refresh();
            }
        }
    }

    // To look through the files of all processes takes a while on a large host.
    void LookOut()
    {
        do _sockets.Learn(_listeners.Read());
        while (!_over.WaitOne((int)(BetweenListeners / 1_000_000)));
    }

    void Drain()
    {
        if (_buffer.IsBroken) return;

        long now = Now();
        long gaps = _buffer.Gaps;
        _buffer.Drain(Take);
        if (_buffer.Gaps != gaps) _lastGap = now;
        _drained = now;
    }

    void Take(ReadOnlySpan<byte> record, long time)
    {
        if (!_reader.TryRead(record, time, out KernelEvent read)) return;

        switch (read.Kind)
        {
            case KernelEventKind.Sent:
                _sent.Add(
                    in read, IsByProcess(in read) ? ProcessOf(in read, OwnerTie.Caller) : null);
                break;
            case KernelEventKind.Received:
                _received.Add(in read, null);
                break;
            case KernelEventKind.State or _:
                if (read.IsOfTask) Learn(in read);
                break;
        }
    }

    // The task that runs when a segment or a timer comes has nothing to do with it. Some kernels
    // handle those in threads, which are tasks too: so it must be what only a process does.
    static bool IsByProcess(in KernelEvent read)
        => read is { IsActive: true, IsOfTask: true }
            && read.Reason is not ("TCP_KEEPALIVE_TIMEOUT" or "TCP_ABORT_ON_MEMORY");

    void Learn(in KernelEvent read)
    {
        OwnerTie tie = read.State switch
        {
            SocketState.SynSent => OwnerTie.Connector,
            SocketState.Listen => OwnerTie.Listener,
            _ => OwnerTie.Closer,
        };
        if (ProcessOf(in read, tie) is not { } owner) return;
        if (tie != OwnerTie.Listener) _sockets.Learn(new SocketEnds(read.Here, read.There), owner);
        else if (ProcessBook.NetworkOf(read.Task) is { } network && network == _network)
            _sockets.Learn(read.Here, owner);
    }

    SocketOwner? ProcessOf(in KernelEvent read, OwnerTie tie)
        => _processes.Find(read.Task, _drained, tie);
}

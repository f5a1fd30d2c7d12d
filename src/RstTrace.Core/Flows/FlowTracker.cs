using System;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>From segments to flows: finds each segment's flow, has it judged, applies it.</summary>
/// <remarks>Allocates nothing per segment.</remarks>
sealed class FlowTracker
{
    readonly FlowTable _table;
    readonly FlowTable.Eviction _noteEviction;
    readonly EvictedTuples _evicted = new();
    readonly StreamNumbers _streams = new();
    readonly ResetWatch _watch;
    readonly Surroundings _surroundings;
    readonly TraceCounters _counters;
    readonly ResetForesight? _foresight;

    /// <param name="options">Limits.</param>
    /// <param name="counters">Counts what it finds.</param>
    /// <param name="surroundings">Gets what connections tell of others.</param>
    /// <param name="watch">Gets the resets.</param>
    /// <param name="foresight">Which connections will be reset; null when nobody knows.</param>
    public FlowTracker(
        TracerOptions options, TraceCounters counters, Surroundings surroundings, ResetWatch watch,
        ResetForesight? foresight = null)
    {
        _foresight = foresight;
        Secret = Keyed.NewSecret();
        _table = new FlowTable(options.MaxFlows, Secret);
        _noteEviction = NoteEviction;
        _counters = counters;
        _surroundings = surroundings;
        _watch = watch;
    }

    /// <summary>Segments whose flows are asked for side by side: enough for the memory to work on
    /// many at once, few enough to find them still there.</summary>
    public const int FetchedAtOnce = 64;

    /// <summary>Key of the hash that flows are looked for by: of this tracker alone.</summary>
    public ulong Secret { get; }

    /// <summary>Takes segments into their flows, in their order.</summary>
    /// <param name="batch">Made with <see cref="Secret"/>.</param>
    public void Take(SegmentBatch batch)
    {
        Span<FlowSearch> searches = batch.Searches;
        _table.Fetch(searches);
        for (int index = 0; index < searches.Length; index++)
            Take(in batch[index], batch.PayloadOf(index), in searches[index]);
    }

    /// <summary>Takes one segment into its flow.</summary>
    void Take(in Segment segment, ReadOnlySpan<byte> payload, in FlowSearch search)
    {
        _watch.SettleDue(segment.Time);

        bool sourceIsLow = search.SourceIsLow;
        int slot = _table.Find(in search);
        if (slot < 0) slot = FindOtherDirection(in search.Key, in segment, sourceIsLow);
        if (slot < 0) slot = Add(in search, in segment);

        ref Flow flow = ref _table[slot];
        Side sender = flow.SideOf(sourceIsLow);
        if (segment is { IsSyn: true, IsReset: false })
            sender = NoteSyn(ref flow, sender, in segment, sourceIsLow);
        if (flow.StreamFile != segment.Frame.File) ContinueInFile(ref flow, segment.Frame.File);

        // Judge, then apply. Held against a flow that has already taken it in, every reset looks
        // expected.
        if (segment.IsReset && flow.Detail == 0) BeginDetailLate(ref flow);
        if (flow.Detail != 0) Judge(ref flow, sender, in segment, payload);

        Step step = flow.Apply(sender, in segment, out Duration survived);
        if (flow.Detail != 0)
            _table.DetailOf(in flow).Apply(ref flow, sender, in segment, step);
        if (survived > Duration.Zero && !flow.Has(FlowTraits.ClockRanBack))
            NoteSurvival(ref flow, survived, segment.Frame);
        if ((segment.Control & (ControlBits.Syn | ControlBits.Reset)) != 0)
            NoteSurroundings(ref flow, sender, in segment);
        if (flow.Life != flow.ListedLife) _table.List(slot);
    }

    void Judge(ref Flow flow, Side sender, in Segment segment, ReadOnlySpan<byte> payload)
    {
        ref FlowDetail detail = ref _table.DetailOf(in flow);
        _watch.Follow(in detail, sender, in segment); // it may follow an earlier reset
        if (segment.IsReset) _watch.Open(in flow, ref detail, sender, in segment, payload);
        else if (!payload.IsEmpty) KeepOpening(ref flow, ref detail, sender, in segment, payload);
    }

    // The capture has grown since it was looked through: most of this connection went by unseen.
    void BeginDetailLate(ref Flow flow)
    {
        _table.BeginDetail(ref flow);
        flow.Traits |= FlowTraits.EvictedBefore;
    }

    void NoteSurvival(ref Flow flow, Duration silence, FrameId frame)
    {
        SilenceLedger silences = _surroundings.Silences;
        if (silences.TrySurvived(flow.PathPlace, silence, frame)) return;
        flow.PathPlace = silences.Survived(flow.Path, silence, frame);
    }

    void KeepOpening(
        ref Flow flow, ref FlowDetail detail, Side sender, in Segment segment,
        ReadOnlySpan<byte> payload)
    {
        ref HalfFlow half = ref flow[sender];
        if (half.Has(HalfTraits.Data) && !half.Has(HalfTraits.OpensAgain)) return;

        // What comes in another order, or for a second time, would be read as it was not said.
        bool isNext = !half.Has(HalfTraits.Data) || segment.Sequence == half.CapturedNext;
        half.Traits &= ~HalfTraits.OpensAgain;
        if (isNext && _surroundings.Openings.Add(ref detail.Opening, sender, payload))
            half.Traits |= HalfTraits.OpensAgain;
    }

    // Handshakes and resets tell what hosts and ports look like; the rest is too much to look at.
    void NoteSurroundings(ref Flow flow, Side sender, in Segment segment)
    {
        (IpAddress server, ushort port) = flow.EndpointOf(Side.Server);
        if (segment.IsReset)
        {
            NoteReset(ref flow, sender, in segment, server, port);
        }
        else if (sender == Side.Client)
        {
            if (flow.Client.Syns == 1)
                _surroundings.Services.NoteAsked(server, port, segment.Time);
        }
        else
        {
            ref Host host = ref _surroundings.Hosts[segment.SourceAddress];
            host.NoteHandshake(in segment);
            if (flow.RoundTrip is not null) host.NoteAnswer(flow.SynAckTime - flow.SynTime);
            if (flow.Server.Syns == 1) _surroundings.Services.NoteAccepted(server, port);
        }
    }

    void NoteReset(
        ref Flow flow, Side sender, in Segment segment, IpAddress server, ushort port)
    {
        bool refuses = segment.HasAcknowledgment && segment.Sequence.Value == 0;
        if (refuses && sender == Side.Server)
            _surroundings.Services.NoteRefused(server, port, segment.Time);
        ref Host host = ref _surroundings.Hosts[segment.SourceAddress];
        if (refuses || !segment.HasAcknowledgment)
            host.NoteReply(in segment, in _table.DetailOf(in flow)[sender.Other].Last);
        bool leavesHalfOpen = sender == Side.Client && !flow.Has(FlowTraits.Completed)
            && flow.Server.SawSyn;
        if (leavesHalfOpen) host.NoteHalfOpen(in segment);
    }

    /// <summary>The flow of which this is the first segment in the other direction, tagged with
    /// another VLAN there, say; or -1. Two tenants with the same addresses do not acknowledge one
    /// another's octets.</summary>
    int FindOtherDirection(in FlowKey key, in Segment segment, bool sourceIsLow)
    {
        if (!segment.HasAcknowledgment) return -1;
        int slot = _table.FindTwin(in key);
        if (slot < 0) return -1;

        ref Flow twin = ref _table[slot];
        Side sender = twin.SideOf(sourceIsLow);
        bool answers = !twin[sender].Seen && twin[sender.Other].Seen
            && twin.ReturnEncapsulation == twin.Key.Encapsulation
            && segment.Acknowledgment.IsAfter(twin[sender.Other].InitialSequence)
            && !segment.Acknowledgment.IsAfter(twin[sender.Other].SendNext);
        if (!answers) return -1;

        _table.AddReturn(slot, in key);
        return slot;
    }

    int Add(in FlowSearch search, in Segment segment)
    {
        uint? stream = StreamOfTwin(in search.Key, in segment, search.SourceIsLow);
        int slot = _table.Add(in search, segment.Time, _noteEviction);
        ref Flow flow = ref _table[slot];
        Begin(ref flow, in segment, search.SourceIsLow, stream);
        if (!segment.IsSyn && _evicted.MayHold(in search.Key))
            flow.Traits |= FlowTraits.EvictedBefore;
        return slot;
    }

    // Wireshark knows no tags or tunnels here: a known four-tuple is a known stream.
    uint? StreamOfTwin(in FlowKey key, in Segment segment, bool sourceIsLow)
    {
        int slot = _table.FindTwin(in key);
        if (slot < 0) return null;

        ref Flow twin = ref _table[slot];
        bool beginsAnew = segment is { IsSyn: true, HasAcknowledgment: false, IsReset: false }
            && BeginsAnew(ref twin[twin.SideOf(sourceIsLow)], in segment);
        return beginsAnew || twin.StreamFile != segment.Frame.File ? null : twin.Stream;
    }

    void Begin(ref Flow flow, in Segment segment, bool sourceIsLow, uint? stream)
    {
        _counters.Flows++;
        flow.Start = flow.LastTime = segment.Time;
        flow.StreamFile = (ushort)segment.Frame.File;
        flow.Stream = stream ?? _streams.Take(segment.Frame.File);
        (Side sender, bool guessed) = Roles.Of(in segment);
        flow.ClientIsLow = sender == Side.Client == sourceIsLow;
        if (guessed) flow.Traits |= FlowTraits.RoleGuessed;
        if (flow.Detail != 0 || _foresight is null || _foresight.Foresees(in flow.Key))
        {
            _table.BeginDetail(ref flow);
            _table.DetailOf(in flow).StartFrame = segment.Frame;
        }

        if ((segment.Control & (ControlBits.Syn | ControlBits.Reset)) != 0) return;

        (IpAddress server, ushort port) = flow.EndpointOf(Side.Server);
        _surroundings.Services.NoteUnderWay(server, port);
    }

    /// <summary>A SYN may begin a new connection on an old four-tuple, or tell who is the client
    /// where that was a guess.</summary>
    /// <returns>Who sent it, as known now.</returns>
    Side NoteSyn(ref Flow flow, Side sender, in Segment segment, bool sourceIsLow)
    {
        if (!segment.HasAcknowledgment)
        {
            bool beginsAnew = BeginsAnew(ref flow[sender], in segment);
            bool onlyResets = !flow.Client.Seen && !flow.Server.Seen && flow.IsOver;
            if (beginsAnew || onlyResets)
                return Restart(ref flow, in segment, sourceIsLow, beginsAnew ? null : flow.Stream);
        }

        Side real = segment.HasAcknowledgment ? Side.Server : Side.Client;
        if (!flow.Has(FlowTraits.RoleGuessed)) return sender;
        flow.Traits &= ~FlowTraits.RoleGuessed;
        if (real == sender) return sender;

        flow.ClientIsLow = !flow.ClientIsLow;
        (flow.Client, flow.Server) = (flow.Server, flow.Client);
        if (flow.Detail != 0) _table.DetailOf(in flow).SwapSides();
        return real;
    }

    /// <returns>Who sent the SYN, as known now.</returns>
    Side Restart(ref Flow flow, in Segment segment, bool sourceIsLow, uint? stream)
    {
        bool wasClosed = flow.Client.SawFin && flow.Server.SawFin;
        bool isOfServer = flow.SideOf(sourceIsLow) == Side.Server;
        bool hadRoles = !flow.Has(FlowTraits.RoleGuessed);
        FlowLife listed = flow.ListedLife;
        flow = new Flow
        {
            Key = flow.Key,
            ReturnEncapsulation = flow.ReturnEncapsulation,
            ListedLife = listed,
            Detail = flow.Detail,
            Traits = wasClosed ? FlowTraits.ReusedAfterClose : FlowTraits.None,
        };
        Begin(ref flow, in segment, sourceIsLow, stream);

        // Servers do not connect to the port that a client had. A SYN as if it did is about the
        // former connection, until a SYN/ACK says otherwise.
        if (!wasClosed || !isOfServer || !hadRoles) return Side.Client;
        flow.ClientIsLow = !flow.ClientIsLow;
        flow.Traits |= FlowTraits.RoleGuessed;
        return Side.Server;
    }

    // Wireshark's rule too, so that streams have the same numbers: another ISS than this side's
    // first. The same again is the same SYN sent again, also after it was refused.
    static bool BeginsAnew(ref HalfFlow half, in Segment segment)
        => half.SawSyn
            ? segment.Sequence != half.InitialSequence
            : half.Has(HalfTraits.Numbered);

    void ContinueInFile(ref Flow flow, int file)
    {
        flow.StreamFile = (ushort)file;
        flow.Stream = _streams.Take(file);
    }

    void NoteEviction(in Flow flow)
    {
        if (flow.ListedLife == FlowLife.Over) return;
        _counters.FlowsEvicted++;

        // A handshake that comes again is another one.
        if (flow.ListedLife == FlowLife.Open) _evicted.Add(in flow.Key);
    }
}

using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>Keeps, for each path, the silences that connections survived and those that killed
/// them.</summary>
/// <remarks>Allocated once. When it is full, a path with a kill takes the place of one without; any
/// other silence of a new path is not kept. The clock of the capture may run backwards: what that
/// makes of a silence is too short to be kept.</remarks>
sealed class SilenceLedger
{
    /// <summary>Paths at most, unless told otherwise.</summary>
    public const int DefaultCapacity = 4_096;

    /// <summary>The shortest silence that is kept: below, it is a pause.</summary>
    public static readonly Duration Shortest = Duration.FromSeconds(1);

    readonly Dictionary<SilencePath, int> _slots;
    readonly SilencePath[] _paths;
    readonly PathSilences[] _silences;
    readonly int[] _turns; // how many paths have had each slot
    int _pathsWithKill;
    int _hand;

    /// <param name="capacity">Paths at most: 1 or more.</param>
    public SilenceLedger(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _slots = new Dictionary<SilencePath, int>(capacity);
        _paths = new SilencePath[capacity];
        _silences = new PathSilences[capacity];
        _turns = new int[capacity];
    }

    /// <summary>Paths it holds.</summary>
    public int Paths => _slots.Count;

    /// <summary>Silences that were not kept, or no longer are, because it was full. While this is
    /// 0, no survival is missing from a bracket.</summary>
    public long NotKept { get; private set; }

    /// <summary>A connection was silent and then had data acknowledged.</summary>
    /// <param name="path">The connection's path.</param>
    /// <param name="silence">How long.</param>
    /// <param name="frame">The segment that ended it.</param>
    /// <returns>Where the path is kept; default where it is not.</returns>
    public PathPlace Survived(in SilencePath path, Duration silence, FrameId frame)
    {
        if (silence < Shortest) return default;
        if (!_slots.TryGetValue(path, out int slot) && !TryAdd(in path, out slot))
        {
            NotKept++;
            return default;
        }

        _silences[slot].AddSurvival(new Silence(silence, frame));
        return new PathPlace(slot, _turns[slot]);
    }

    /// <summary>The same, for a path that was found before.</summary>
    /// <returns>Whether the path still is at that place; if not, nothing was done.</returns>
    public bool TrySurvived(PathPlace place, Duration silence, FrameId frame)
    {
        if (place.Turn == 0 || _turns[place.Slot] != place.Turn) return false;
        if (silence >= Shortest) _silences[place.Slot].AddSurvival(new Silence(silence, frame));
        return true;
    }

    /// <summary>A connection was silent and then was reset.</summary>
    /// <param name="path">The connection's path.</param>
    /// <param name="silence">How long: until the segment that drew the reset, or until the reset
    /// where nothing drew it.</param>
    /// <param name="resetFrame">The reset.</param>
    /// <param name="spontaneous">Whether nothing drew it.</param>
    public void Fatal(
        in SilencePath path, Duration silence, FrameId resetFrame, bool spontaneous)
    {
        if (silence < Shortest) return;
        if (!_slots.TryGetValue(path, out int slot) && !TryAdd(in path, out slot)
            && !TryReplace(in path, out slot))
        {
            NotKept++;
            return;
        }

        ref PathSilences silences = ref _silences[slot];
        if (silences.Kills == 0) _pathsWithKill++;
        silences.AddKill(new Silence(silence, resetFrame), spontaneous);
    }

    /// <summary>What is known of the idle timeout of a path; null while no silence there has
    /// killed.</summary>
    public IdleBracket? BracketOf(in SilencePath path)
        => _slots.TryGetValue(path, out int slot) ? IdleBracket.Of(in _silences[slot]) : null;

    bool TryAdd(in SilencePath path, out int slot)
    {
        slot = _slots.Count;
        if (slot == _paths.Length) return false;
        Put(in path, slot);
        return true;
    }

    // The hand goes round, so that finding a path without a kill costs a look or two in the long
    // run; when there is none, it costs nothing.
    bool TryReplace(in SilencePath path, out int slot)
    {
        slot = 0;
        if (_pathsWithKill == _paths.Length) return false;
        while (_silences[_hand].Kills > 0) _hand = Next(_hand);

        slot = _hand;
        _hand = Next(_hand);
        NotKept += _silences[slot].Survivals;
        _slots.Remove(_paths[slot]);
        Put(in path, slot);
        return true;
    }

    void Put(in SilencePath path, int slot)
    {
        _slots.Add(path, slot);
        _paths[slot] = path;
        _silences[slot] = default;
        _turns[slot]++;
    }

    int Next(int slot) => slot + 1 == _paths.Length ? 0 : slot + 1;
}

/// <summary>Where a ledger keeps a path, until another takes its place there.</summary>
/// <param name="Slot">Where.</param>
/// <param name="Turn">The how manieth path there, from 1; 0 is nowhere.</param>
readonly record struct PathPlace(int Slot, int Turn);

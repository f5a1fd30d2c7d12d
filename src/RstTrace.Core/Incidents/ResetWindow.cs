using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>Some consecutive resets, in which patterns look for theirs.</summary>
sealed class ResetWindow
{
    readonly List<ResetEvent> _resets;
    readonly Claim?[] _claims;
    readonly IncidentKind[] _kinds;
    readonly Func<IncidentKind, PatternKey, Timestamp, bool> _continues;
    readonly IncidentKind _finding;

    /// <param name="resets">The resets; put in order of time here.</param>
    /// <param name="continues">Whether an incident of this kind and key still went on
    /// then.</param>
    public ResetWindow(
        List<ResetEvent> resets, Func<IncidentKind, PatternKey, Timestamp, bool> continues)
    {
        _resets = resets;
        _resets.Sort(ListedReset.Compare);
        _claims = new Claim?[resets.Count];
        _kinds = new IncidentKind[resets.Count];
        _continues = continues;
        foreach (Pattern pattern in Pattern.All)
        {
            _finding = pattern.Kind;
            pattern.Find(this);
        }
    }

    /// <summary>How many resets.</summary>
    public int Count => _resets.Count;

    /// <summary>One of them, in order of time.</summary>
    public ResetEvent this[int place] => _resets[place];

    /// <summary>Whether no pattern has claimed it.</summary>
    public bool IsFree(int place) => _claims[place] == null;

    /// <summary>The claim on a reset, and of which kind; null where it has none.</summary>
    public (IncidentKind Kind, Claim? Claim) ClaimOn(int place) => (_kinds[place], _claims[place]);

    /// <summary>Claims resets for the pattern that is looking.</summary>
    public void Add(Claim claim)
    {
        foreach (int member in claim.Members)
        {
            _claims[member] = claim;
            _kinds[member] = _finding;
        }
    }

    /// <summary>Whether an incident of the pattern that is looking still went on: then fewer
    /// resets than make one belong to it.</summary>
    public bool Continues(PatternKey key, Timestamp time) => _continues(_finding, key, time);

    /// <summary>The free resets by a key, in order of time; keys in order of appearance.</summary>
    /// <param name="keyOf">The key; null for a reset that does not matter.</param>
    public List<(TKey Key, List<int> Places)> FreeBy<TKey>(Func<ResetEvent, TKey?> keyOf)
        where TKey : struct
    {
        var places = new Dictionary<TKey, List<int>>();
        var groups = new List<(TKey, List<int>)>();
        for (int place = 0; place < Count; place++)
        {
            if (!IsFree(place) || keyOf(_resets[place]) is not { } key) continue;
            if (!places.TryGetValue(key, out List<int>? same))
            {
                places.Add(key, same = []);
                groups.Add((key, same));
            }

            same.Add(place);
        }

        return groups;
    }

    /// <summary>Cuts places where more time than this passes from one to the next.</summary>
    public IEnumerable<List<int>> Runs(List<int> places, Duration longestPause)
    {
        var run = new List<int>();
        foreach (int place in places)
        {
            bool isApart = run.Count > 0
                && _resets[place].Time - _resets[run[^1]].Time > longestPause;
            if (isApart)
            {
                yield return run;
                run = [];
            }

            run.Add(place);
        }

        if (run.Count > 0) yield return run;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Capture;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar.Configuration;

/// <summary>One section of the configuration: what was written of its keys, whether in the file, in
/// the environment or on the command line.</summary>
/// <remarks>A key is known once it was asked for; <see cref="Finish"/> says which others were
/// written. What is wrong is noted and read as if it were not there, so that all of it is said at
/// once.</remarks>
public sealed class ConfigSection
{
    readonly Dictionary<string, ConfigValue> _written = [];
    readonly List<string> _known = [];
    readonly List<ConfigSection> _below = [];
    readonly List<ConfigProblem> _problems;

    /// <param name="name">Its name, as written.</param>
    /// <param name="where">Where it stands.</param>
    /// <param name="problems">Gets what is wrong.</param>
    internal ConfigSection(string name, string where, List<ConfigProblem> problems)
        => (Name, Where, _problems) = (name, where, problems);

    /// <summary>Its name, such as <c>http</c>.</summary>
    public string Name { get; }

    /// <summary>Where it begins, or where it was first spoken of.</summary>
    public string Where { get; }

    /// <summary>Whether anything was written in it.</summary>
    public bool IsWritten => _written.Count > 0;

    /// <summary>A text; null where none was written.</summary>
    public string? Text(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value.Text is { Length: > 0 } text) return text;

        Wrong(key, value.Text is null ? "takes one value, not a list" : "is empty", "a value");
        return null;
    }

    /// <summary>A text that nobody else may read: not from the file.</summary>
    public string? Secret(string key)
    {
        if (Find(key) is { IsFromFile: true })
        {
            Wrong(key, "is a secret, and the file is read by many", $"{key}_file: PATH");
            return null;
        }

        return Text(key);
    }

    /// <summary>Some texts: a list, or one text with commas; none where nothing was
    /// written.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } value) return [];
        if (value.Texts is { } texts) return texts;
        if (value.Text is { } text)
        {
            return text.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        Wrong(key, "takes a list of words", $"{key}: [a, b]");
        return [];
    }

    /// <summary>A whole number within limits; null where none was written.</summary>
    public long? Whole(string key, long least, long most)
    {
        if (Text(key) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number >= least && number <= most)
        {
            return number;
        }

        Wrong(key, $"takes a number from {least} to {most}, not '{text}'", $"{key}: {least}");
        return null;
    }

    /// <summary>A size in octets: <c>64MiB</c>, <c>10MB</c>, <c>512K</c> or a number; null where
    /// none was written.</summary>
    public long? Octets(string key, long least, long most)
    {
        if (Text(key) is not { } text) return null;
        if (Units.Octets(text) is { } octets && octets >= least && octets <= most) return octets;

        Wrong(
            key, $"takes a size from {Units.Size(least)} to {Units.Size(most)}, not '{text}'",
            $"{key}: {Units.Size(least)}");
        return null;
    }

    /// <summary>A length of time: <c>30</c> (seconds), <c>500ms</c>, <c>5m</c>, <c>12h</c>,
    /// <c>30d</c>; null where none was written.</summary>
    public Duration? Time(string key, Duration least, Duration most)
    {
        if (Text(key) is not { } text) return null;
        if (Units.Time(text) is { } time && time >= least && time <= most) return time;

        Wrong(key, $"takes a time from {least} to {most}, such as 30s or 5m, not '{text}'",
            $"{key}: 30s");
        return null;
    }

    /// <summary>Yes or no; null where neither was written.</summary>
    public bool? Flag(string key)
        => Word(key, "true", "false", "yes", "no", "on", "off") is { } word
            ? word is "true" or "yes" or "on"
            : null;

    /// <summary>One of some words; null where none was written.</summary>
    public string? Word(string key, params string[] words)
    {
        if (Text(key) is not { } text) return null;
        if (Array.IndexOf(words, text) >= 0) return text;

        Wrong(key, $"takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{text}'",
            $"{key}: {Spelling.Nearest(text, words) ?? words[0]}");
        return null;
    }

    /// <summary>The sections of a list; none where nothing was written. Each is to be finished.
    /// </summary>
    public IReadOnlyList<ConfigSection> Sections(string key)
    {
        if (Find(key) is not { } value) return [];
        if (value.Sections is { } sections) return sections;

        Wrong(key, "takes a list of entries with keys of their own", $"{key}:\n    - name: shop");
        return [];
    }

    /// <summary>The section below a key, such as <c>spool:</c>; empty where none was written. It is
    /// finished with this one.</summary>
    public ConfigSection Section(string key)
    {
        ConfigValue? value = Find(key);
        if (value is not null && value.Section is null)
            Wrong(key, "takes keys of its own", $"{key}:\n      key: value");
        ConfigSection below
            = value?.Section ?? new ConfigSection($"{Name}.{key}", Where, _problems);
        _below.Add(below);
        return below;
    }

    /// <summary>Names and texts that are all the user's own, such as <c>headers:</c>; none where
    /// nothing was written.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string key)
    {
        var pairs = new Dictionary<string, string>();
        ConfigSection below = Section(key);
        foreach ((string name, _) in below.Written())
            if (below.Text(name) is { } text) pairs[name] = text;

        return pairs;
    }

    /// <summary>What was written for a key makes no sense.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What is wrong, after the key's name.</param>
    /// <param name="hint">What to write instead.</param>
    public void Wrong(string key, string what, string hint)
        => _problems.Add(new ConfigProblem(
            $"{(_written.TryGetValue(key, out ConfigValue? value) ? value.Where : Where)}: "
                + $"{Name}.{key} {what}",
            hint));

    /// <summary>All keys were asked for: says which others were written.</summary>
    public void Finish()
    {
        foreach (ConfigSection below in _below) below.Finish();
        foreach ((string key, ConfigValue value) in _written)
        {
            if (_known.Contains(key)) continue;

            string hint = Spelling.Nearest(key, _known) is { } nearest
                ? nearest
                : $"one of {string.Join(", ", _known)}";
            _problems.Add(new($"{value.Where}: no key '{key}' in {Name}", hint));
        }
    }

    internal void Set(string key, ConfigValue value) => _written[key] = value;

    internal IEnumerable<(string Key, ConfigValue Value)> Written()
    {
        foreach ((string key, ConfigValue value) in _written) yield return (key, value);
    }

    ConfigValue? Find(string key)
    {
        if (!_known.Contains(key)) _known.Add(key);
        return _written.GetValueOrDefault(key);
    }
}

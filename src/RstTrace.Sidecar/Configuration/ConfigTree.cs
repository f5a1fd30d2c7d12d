using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture;

namespace RstTrace.Sidecar.Configuration;

/// <summary>The configuration as it was written: the file's sections, over them the variables
/// <c>RSTTRACE_SECTION_KEY</c>, over them the options.</summary>
public sealed class ConfigTree
{
    const string Prefix = "RSTTRACE_";
    const StringComparison Exactly = StringComparison.Ordinal;

    readonly Dictionary<string, ConfigSection> _sections = [];
    readonly List<string> _known = [];

    /// <summary>What is wrong so far.</summary>
    internal List<ConfigProblem> Problems { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="ConfigException">It cannot be read, or is no YAML.</exception>
    public static ConfigTree Read(string? path)
    {
        var tree = new ConfigTree();
        if (path is null) return tree;

        try
        {
            using StreamReader text = File.OpenText(path);
            YamlSections.Read(text, path, tree);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(
                [new($"{path}: {failure.Message.Split(" '")[0].TrimEnd('.')}", $"ls -l {path}")]);
        }

        return tree;
    }

    /// <summary>A section: empty where none was written.</summary>
    public ConfigSection Section(string name)
    {
        if (!_known.Contains(name)) _known.Add(name);
        return Make(name, name);
    }

    /// <summary>Writes over what the file says.</summary>
    /// <param name="section">Whose key.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">Its value.</param>
    /// <param name="where">What set it: an option, a variable.</param>
    public void Set(string section, string key, string text, string where)
        => Make(section, where).Set(key, new ConfigValue(where) { Text = text });

    /// <summary>Writes over what the file says what the environment does: of all variables with
    /// our prefix, but for those by which Kubernetes announces a service of our name.</summary>
    public void SetFrom(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            if (variable is not { Key: string name, Value: string text }) continue;
            if (!name.StartsWith(Prefix, Exactly) || IsOfKubernetes(name, text)) continue;

            string[] words = name[Prefix.Length..].ToLowerInvariant().Split('_', 2);
            if (words.Length == 2)
            {
                Set(words[0], words[1], text, name);
                continue;
            }

            Problems.Add(new(
                $"{name}: a variable names a section and a key", "RSTTRACE_CAPTURE_INTERFACE"));
        }
    }

    /// <summary>All sections were asked for: throws if anything was wrong.</summary>
    /// <exception cref="ConfigException">Something was.</exception>
    public void Finish()
    {
        foreach ((string name, ConfigSection section) in _sections)
        {
            if (_known.Contains(name))
            {
                section.Finish();
                continue;
            }

            Problems.Add(new(
                $"{section.Where}: no section '{name}'",
                Spelling.Nearest(name, _known) ?? $"one of {string.Join(", ", _known)}"));
        }

        if (Problems.Count > 0) throw new ConfigException(Problems);
    }

    /// <summary>Everything that was written, a line each, to see what has changed. No secret of
    /// the file is in it, since there is none.</summary>
    internal SortedDictionary<string, string> Lines()
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (ConfigSection section in _sections.Values) AddLines(lines, section.Name, section);
        return lines;
    }

    internal ConfigSection Make(string name, string where)
    {
        if (_sections.TryGetValue(name, out ConfigSection? section)) return section;
        return _sections[name] = new ConfigSection(name, where, Problems);
    }

    static void AddLines(
        SortedDictionary<string, string> lines, string prefix, ConfigSection section)
    {
        foreach ((string key, ConfigValue value) in section.Written())
        {
            string path = $"{prefix}.{key}";
            if (value.Sections is { } sections)
            {
                for (int i = 0; i < sections.Count; i++)
                    AddLines(lines, $"{path}.{i}", sections[i]);
            }
            else if (value.Section is { } below)
            {
                AddLines(lines, path, below);
            }
            else
            {
                lines[path] = value.Text ?? string.Join(',', value.Texts ?? []);
            }
        }
    }

    // "Service environment variables": NAME_SERVICE_HOST, NAME_PORT_80_TCP_ADDR and the like.
    static bool IsOfKubernetes(string name, string text)
        => name.EndsWith("_SERVICE_HOST", Exactly) || name.Contains("_SERVICE_PORT", Exactly)
            || name.Contains("_TCP", Exactly)
            || (name.EndsWith("_PORT", Exactly) && text.Contains("://", Exactly));
}

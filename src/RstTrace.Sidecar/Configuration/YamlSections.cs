using System.Collections.Generic;
using System.IO;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RstTrace.Sidecar.Configuration;

/// <summary>The sections of a YAML file. Nodes alone: no object is made by its type's
/// name.</summary>
static class YamlSections
{
    const string Example = "capture:\n    interface: any";

    /// <summary>Reads them into a tree.</summary>
    /// <exception cref="ConfigException">It is no YAML.</exception>
    public static void Read(TextReader text, string file, ConfigTree tree)
    {
        var documents = new YamlStream();
        try
        {
            documents.Load(text);
        }
        catch (YamlException failure)
        {
            // Its own message says where once more, in other words.
            string reason = (failure.InnerException ?? failure).Message.TrimEnd('.');
            throw new ConfigException(
                [new($"{file}:{failure.Start.Line}: {reason}", "spaces, not tabs, before a key")]);
        }

        if (documents.Documents.Count == 0) return;
        if (documents.Documents.Count > 1)
        {
            Add(tree, file, documents.Documents[1].RootNode, "a second document", "one document");
            return;
        }

        if (documents.Documents[0].RootNode is not YamlMappingNode root)
        {
            Add(tree, file, documents.Documents[0].RootNode, "no sections", Example);
            return;
        }

        foreach ((YamlNode name, YamlNode content) in root.Children)
            ReadSection(Name(name), content, file, tree);
    }

    static void ReadSection(string name, YamlNode content, string file, ConfigTree tree)
    {
        string where = Where(file, content);
        if (content is YamlSequenceNode list)
        {
            // "services:" is a list at the top: the section's one key is the list itself.
            tree.Make(name, where).Set(name, ValueOf(name, list, file, tree));
        }
        else if (content is YamlMappingNode keys)
        {
            Fill(tree.Make(name, where), keys, file, tree);
        }
        else if (content is not YamlScalarNode { Value: null or "" })
        {
            Add(tree, file, content, $"'{name}' is a section and takes keys", Example);
        }
    }

    static void Fill(ConfigSection section, YamlMappingNode keys, string file, ConfigTree tree)
    {
        foreach ((YamlNode key, YamlNode value) in keys.Children)
        {
            string name = Name(key);
            section.Set(name, ValueOf($"{section.Name}.{name}", value, file, tree));
        }
    }

    static ConfigValue ValueOf(string path, YamlNode node, string file, ConfigTree tree)
    {
        var value = new ConfigValue(Where(file, node)) { IsFromFile = true };
        if (node is YamlScalarNode scalar) return value with { Text = scalar.Value ?? "" };
        if (node is YamlMappingNode below)
        {
            var section = new ConfigSection(path, value.Where, tree.Problems);
            Fill(section, below, file, tree);
            return value with { Section = section };
        }

        if (node is not YamlSequenceNode list) return value;

        var texts = new List<string>();
        var sections = new List<ConfigSection>();
        foreach (YamlNode item in list.Children)
        {
            if (item is YamlScalarNode { Value: { } text })
            {
                texts.Add(text);
            }
            else if (item is YamlMappingNode keys)
            {
                var section = new ConfigSection(path, Where(file, item), tree.Problems);
                Fill(section, keys, file, tree);
                sections.Add(section);
            }
        }

        return sections.Count > 0
            ? value with { Sections = sections }
            : value with { Texts = texts };
    }

    static string Name(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    static string Where(string file, YamlNode node) => $"{file}:{node.Start.Line}";

    static void Add(ConfigTree tree, string file, YamlNode node, string what, string hint)
        => tree.Problems.Add(new($"{Where(file, node)}: {what}", hint));
}

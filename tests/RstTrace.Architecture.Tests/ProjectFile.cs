using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace RstTrace.Architecture.Tests;

/// <summary>What a project file, or one that many share, asks for.</summary>
/// <param name="file">Named from the root.</param>
sealed class ProjectFile(string file)
{
    readonly XElement _root = XElement.Parse(Repository.Read(file));

    /// <summary>Names of the projects it builds on.</summary>
    public IEnumerable<string> Projects
        => Items("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension(Include(item).Replace('\\', '/')));

    /// <summary>Names of the packages that it brings along: an analyzer is private.</summary>
    public IEnumerable<string> Packages
        => Items("PackageReference").Where(item => !IsPrivate(item)).Select(Include);

    /// <summary>Whether it switches a property on.</summary>
    public bool Allows(string property)
        => _root.Descendants(property)
            .Any(element => element.Value.Equals("true", StringComparison.OrdinalIgnoreCase));

    IEnumerable<XElement> Items(string kind) => _root.Descendants(kind);

    static string Include(XElement item) => item.Attribute("Include")?.Value ?? "";

    static bool IsPrivate(XElement item)
        => (item.Attribute("PrivateAssets") ?? (object?)item.Element("PrivateAssets")) switch
        {
            XAttribute attribute => attribute.Value == "all",
            XElement element => element.Value == "all",
            _ => false,
        };
}

using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Architecture.Tests;

/// <summary>What stands at the top level: what people look for there and nothing more.</summary>
public sealed class RootTests
{
    static readonly string[] s_required =
    [
        ".ci/run", ".editorconfig", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md",
        "Directory.Packages.props", "LICENSE", "README.md", "RstTrace.sln", "global.json",
    ];

    static readonly string[] s_folders =
        [".ci", "benchmarks", "deploy", "docs", "samples-pcap", "src", "tests"];
    static readonly string[] s_allowed = [".gitattributes", "Directory.Build.props"];

    [TestCaseSource(nameof(s_required))]
    public void A_file_that_people_look_for_is_there(string file)
        => Assert.That(Path.Combine(Repository.Root, file), Does.Exist);

    [TestCaseSource(nameof(s_folders))]
    public void A_folder_that_people_look_for_is_there(string folder)
        => Assert.That(Path.Combine(Repository.Root, folder), Does.Exist);

    [Test]
    public void Nothing_else_is_there()
        => Assert.That(
            Repository.RootNames().Except(s_required).Except(s_folders).Except(s_allowed),
            Is.Empty);

    [Test]
    public void The_licence_is_MIT()
        => Assert.That(Repository.Read("LICENSE"), Does.StartWith("MIT License"));
}

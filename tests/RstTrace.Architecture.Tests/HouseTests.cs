using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Architecture.Tests;

/// <summary>Who may build on whom.</summary>
public sealed class HouseTests
{
    // Each room of the house: the rooms below that it sees, and the packages it brings.
    static readonly Dictionary<string, (string[] Projects, string[] Packages)> s_house = new()
    {
        ["RstTrace.Core"] = ([], []),
        ["RstTrace.Capture"] = (["RstTrace.Core"], []),
        ["RstTrace.Reports"] = (["RstTrace.Core"], ["CsvHelper", "Spectre.Console"]),
        ["RstTrace.Host"] = (["RstTrace.Core"], []),
        ["RstTrace.Sidecar"] = (
            ["RstTrace.Core", "RstTrace.Capture", "RstTrace.Host", "RstTrace.Reports"],
            ["YamlDotNet"]),
        ["RstTrace.Cli"] = (
            ["RstTrace.Core", "RstTrace.Capture", "RstTrace.Host", "RstTrace.Reports",
                "RstTrace.Sidecar"],
            ["System.CommandLine"]),
    };

    [Test]
    public void The_rooms_are_those_of_the_table()
        => Assert.That(SourceProjects().Select(NameOf), Is.EquivalentTo(s_house.Keys));

    [TestCaseSource(nameof(SourceProjects))]
    public void A_room_sees_the_rooms_of_the_table_and_no_other(string project)
        => Assert.That(
            new ProjectFile(project).Projects, Is.EquivalentTo(s_house[NameOf(project)].Projects));

    [TestCaseSource(nameof(SourceProjects))]
    public void A_room_brings_the_packages_of_the_table_and_no_other(string project)
        => Assert.That(
            new ProjectFile(project).Packages, Is.EquivalentTo(s_house[NameOf(project)].Packages));

    [TestCase("Directory.Build.props")]
    [TestCase("src/Directory.Build.props")]
    public void What_all_rooms_share_brings_nothing(string file)
        => Assert.Multiple(() =>
        {
            Assert.That(new ProjectFile(file).Projects, Is.Empty);
            Assert.That(new ProjectFile(file).Packages, Is.Empty);
        });

    [Test]
    public void The_core_does_no_input_or_output()
        => Assert.That(
            Repository.Offences(Repository.Files("src/RstTrace.Core", ".cs"), TextRules.DoesIo),
            Is.Empty);

    [Test]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.Read("RstTrace.sln").Replace('\\', '/');
        Assert.That(
            Repository.Files(extension: ".csproj").Where(file => !solution.Contains($"\"{file}\"")),
            Is.Empty);
    }

    static string[] SourceProjects() => [.. Repository.Files("src", ".csproj")];

    static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);
}

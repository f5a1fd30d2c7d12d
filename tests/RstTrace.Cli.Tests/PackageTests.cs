using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using NUnit.Framework;

namespace RstTrace.Cli.Tests;

/// <summary>What <c>dotnet pack</c> makes: the library, as its README says it is used, and the
/// tool. From a folder, without a network.</summary>
sealed class PackageTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-packed-").FullName;

    string Packages => Path.Combine(_folder, "packages");

    [OneTimeSetUp]
    public void Pack()
    {
        foreach (string project in (string[])["RstTrace.Core", "RstTrace.Cli"])
        {
            Dotnet.Run(
                "pack", "-c", "Release", "--nologo", Dotnet.Project(project), "-o", Packages,
                "--artifacts-path", Path.Combine(_folder, "artifacts"));
        }

        new XElement(
            "configuration",
            new XElement(
                "packageSources", new XElement("clear"),
                new XElement(
                    "add", new XAttribute("key", "local"), new XAttribute("value", Packages))),
            new XElement("fallbackPackageFolders", new XElement("clear")),
            new XElement(
                "config",
                new XElement(
                    "add", new XAttribute("key", "globalPackagesFolder"),
                    new XAttribute("value", Path.Combine(_folder, "cache")))))
            .Save(Path.Combine(_folder, "nuget.config"));
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_library_brings_itself_and_its_words_and_symbols_beside_it()
    {
        Assert.That(
            Entries(Package("RstTrace.Core.*.nupkg")).Where(name => !IsOfTheFormat(name)),
            Is.EquivalentTo(["RstTrace.Core.nuspec", "README.md",
                "lib/net10.0/RstTrace.Core.dll", "lib/net10.0/RstTrace.Core.xml"]));
        Assert.That(
            Entries(Package("RstTrace.Core.*.snupkg")), Has.Some.EndsWith("RstTrace.Core.pdb"));
    }

    [TestCase("RstTrace.Core.*.nupkg", "RstTrace.Core.nuspec")]
    [TestCase("rsttrace.?.*.nupkg", "rsttrace.nuspec")]
    public void Its_label_says_what_it_is_and_of_no_machine(string package, string label)
    {
        using ZipArchive archive = ZipFile.OpenRead(Package(package));
        using var reader = new StreamReader(archive.GetEntry(label)!.Open());
        string said = reader.ReadToEnd();

        Assert.That(said, Does.Contain("<license type=\"expression\">MIT</license>"));
        Assert.That(said, Does.Contain("<readme>README.md</readme>"));
        Assert.That(said, Does.Not.Contain("<dependency ").And.Not.Contain("<repository"));
        Assert.Multiple(() =>
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
                Assert.That(Holds(entry, _folder), Is.False, entry.FullName);
        });
    }

    [Test]
    public void The_example_of_the_readme_runs()
    {
        string readme = File.ReadAllText(
            Path.Combine(Dotnet.Project("RstTrace.Core"), "README.md"));
        string[] blocks = readme.Split("```");
        string example = blocks.Single(b => b.StartsWith("csharp\n", StringComparison.Ordinal));
        string project = Path.Combine(_folder, "example");
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "Program.cs"), example["csharp\n".Length..]);
        File.WriteAllText(Path.Combine(project, "example.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RstTrace.Core" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);

        string output = Path.Combine(project, "out");
        Dotnet.Run("build", "--nologo", project, "-o", output);

        // What follows the word "prints".
        string expected = blocks[Array.IndexOf(blocks, example) + 2].TrimStart('\n');
        Assert.That(Dotnet.Run(Path.Combine(output, "example.dll")), Is.EqualTo(expected));
    }

    [Test]
    public void The_tool_is_installed_and_runs()
    {
        string tools = Path.Combine(_folder, "tools");
        Dotnet.Run(
            "tool", "install", "rsttrace", "--tool-path", tools, "--version", Version,
            "--configfile", Path.Combine(_folder, "nuget.config"));

        using RstTraceProcess process = RstTraceProcess.StartOther(
            Path.Combine(tools, Path.GetFileName(RstTraceProcess.Path)), "analyze",
            Path.Combine(AppContext.BaseDirectory, "Captures", "closed-port.pcap"));
        RunResult run = process.Await();

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Lines[0], Does.Contain("1 reset"));
    }

    static string Version => VersionAction.Version;

    string Package(string pattern) => Directory.GetFiles(Packages, pattern).Single();

    static string[] Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    // Open Packaging Conventions.
    static bool IsOfTheFormat(string name)
        => name is "[Content_Types].xml" || name.StartsWith("_rels/", StringComparison.Ordinal)
            || name.StartsWith("package/", StringComparison.Ordinal);

    // Paths stand in assemblies and symbols as UTF-8.
    static bool Holds(ZipArchiveEntry entry, string path)
    {
        using var octets = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(octets);
        string[] paths = [path, Path.GetDirectoryName(Dotnet.Project(""))!];
        return paths.Any(
            one => octets.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(one)) >= 0);
    }
}

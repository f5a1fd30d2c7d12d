using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Architecture.Tests;

/// <summary>How the project's files read. Each rule is first shown a line that breaks it.</summary>
public sealed class TextTests
{
    const int MaximumLines = 300;

    // Files that may say `unsafe`, and why.
    static readonly string[] s_mayBeUnsafe =
    [
        "src/RstTrace.Core/Flows/CacheLine.cs", // prefetching takes a pointer
        "src/RstTrace.Core/Flows/ReservedArray.cs", // tables that take memory as they are used
        "src/RstTrace.Capture/Live/Native/Borrowed.cs", // libpcap lends frames by their address
    ];

    [TestCase("see /ho" + "me/someone/notes", true)]
    [TestCase("\"/wo" + "rk/project\"", true)]
    [TestCase(@"C:\Us" + @"ers\someone", true)]
    [TestCase("tests/work/one, network/two", false)]
    [TestCase("https://example.org/ho" + "me/page", false)]
    public void A_path_of_one_machine_is_known(string line, bool offends)
        => Assert.That(TextRules.HoldsMachinePath(line), Is.EqualTo(offends));

    [TestCase("https://nu" + "get.example.org/v3/index.json", true)]
    [TestCase("http://arti" + "factory.example.org:8081/api", true)]
    [TestCase("https://api.nuget.org/v3/index.json", false)]
    [TestCase("https://www.rfc-editor.org/rfc/rfc9293", false)]
    public void A_private_registry_is_known(string line, bool offends)
        => Assert.That(TextRules.NamesRegistry(line), Is.EqualTo(offends));

    [TestCase("    unsafe void Read()", true)]
    [TestCase("    // nothing unsafe here", false)]
    [TestCase("    \"style-src 'unsafe-inline'\"", false)]
    public void Unsafe_code_is_known(string line, bool offends)
        => Assert.That(TextRules.IsUnsafe(line), Is.EqualTo(offends));

    [TestCase("sealed class FlowManager", true)]
    [TestCase("readonly record struct FrameInfo(int Length)", true)]
    [TestCase("var culture = CultureInfo.InvariantCulture;", false)]
    public void A_vague_name_is_known(string line, bool offends)
        => Assert.That(TextRules.DeclaresVagueName(line), Is.EqualTo(offends));

    [TestCase("using System.IO;", true)]
    [TestCase("Console.WriteLine();", true)]
    [TestCase("using System.Collections.Generic;", false)]
    public void Input_and_output_is_known(string line, bool offends)
        => Assert.That(TextRules.DoesIo(line), Is.EqualTo(offends));

    [Test]
    public void No_file_holds_a_path_of_one_machine()
        => Assert.That(Offences(Repository.TextFiles(), TextRules.HoldsMachinePath), Is.Empty);

    [Test]
    public void No_file_names_a_registry()
        => Assert.That(Offences(Repository.TextFiles(), TextRules.NamesRegistry), Is.Empty);

    [Test]
    public void No_source_is_unsafe()
        => Assert.That(Offences(Sources().Except(s_mayBeUnsafe), TextRules.IsUnsafe), Is.Empty);

    // The code that LibraryImport generates needs the permission, ours does not.
    [Test]
    public void Only_a_project_that_binds_a_native_library_or_holds_such_a_file_may_be_unsafe()
        => Assert.That(
            BuildFiles()
                .Where(file => new ProjectFile(file).Allows("AllowUnsafeBlocks"))
                .Select(file => Path.GetDirectoryName(file)!)
                .Where(folder => !BindsNativeLibrary(folder) && !HoldsUnsafe(folder)),
            Is.Empty);

    [Test]
    public void No_source_has_a_vague_name()
        => Assert.That(Offences(Sources(), TextRules.DeclaresVagueName), Is.Empty);

    [Test]
    public void No_line_of_source_is_too_long()
        => Assert.That(Offences(Sources(), TextRules.IsTooLong), Is.Empty);

    [Test]
    public void No_source_is_too_long_to_read()
        => Assert.That(
            Sources().Where(file => Repository.Read(file).AsSpan().Count('\n') > MaximumLines),
            Is.Empty);

    static IEnumerable<string> Sources() => Repository.Files("src", ".cs");

    static IEnumerable<string> BuildFiles()
        => Repository.Files("src", ".csproj").Concat(Repository.Files("src", ".props"));

    static bool BindsNativeLibrary(string folder)
        => folder != "src"
            && Repository.Files(folder, ".cs")
                .Select(Repository.Read)
                .Any(text => text.Contains("[LibraryImport(", StringComparison.Ordinal));

    static bool HoldsUnsafe(string folder)
        => s_mayBeUnsafe.Any(file => file.StartsWith($"{folder}/", StringComparison.Ordinal));

    static string[] Offences(IEnumerable<string> files, Func<string, bool> offends)
        => Repository.Offences(files, offends);
}

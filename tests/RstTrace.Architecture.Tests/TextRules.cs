using System;
using System.Text.RegularExpressions;

namespace RstTrace.Architecture.Tests;

/// <summary>What no line of the project may hold.</summary>
static partial class TextRules
{
    public const int Columns = 100;

    /// <summary>A path that holds on one machine alone.</summary>
    public static bool HoldsMachinePath(string line) => MachinePath().IsMatch(line);

    /// <summary>A package source that holds in one company alone.</summary>
    public static bool NamesRegistry(string line)
    {
        foreach (Match host in Host().Matches(line))
        {
            if (!PublicRegistry().IsMatch(host.Value) && RegistryHost().IsMatch(host.Value))
                return true;
        }

        return line.Contains("<package" + "Sources", StringComparison.Ordinal);
    }

    /// <summary>Code that steps outside what the runtime checks.</summary>
    public static bool IsUnsafe(string line) => Unsafe().IsMatch(Code(line));

    /// <summary>A type whose name says nothing.</summary>
    public static bool DeclaresVagueName(string line) => VagueName().IsMatch(Code(line));

    /// <summary>A line that does not fit.</summary>
    public static bool IsTooLong(string line) => line.Length > Columns;

    /// <summary>Code that reaches for files, the network or the terminal.</summary>
    public static bool DoesIo(string line) => InputOutput().IsMatch(Code(line));

    // Comments may say what they like; strings with // in them are cut short, which hides little.
    static string Code(string line)
    {
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }

    [GeneratedRegex(@"(?<![\w.*/-])/(home|root|work|Users)/\w|\b[A-Za-z]:\\Users\b")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"(?<=https?://)[^/\s""'<>:)]+")]
    private static partial Regex Host();

    [GeneratedRegex(@"^(www|api)\.nuget\.org$")]
    private static partial Regex PublicRegistry();

    [GeneratedRegex("artifactory|artifacts|nexus|nuget|registry|mirror|proxy|pkgs|packages?\\.")]
    private static partial Regex RegistryHost();

    // The keyword, and no name of something else, as in a page's policy.
    [GeneratedRegex(@"\bunsafe\b(?!-)")]
    private static partial Regex Unsafe();

    [GeneratedRegex(
        @"\b(class|struct|record|interface|enum)\s+\w*"
        + @"(Managers?|Helpers?|Utils?|Processors?|Info)\b")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bSystem\.(IO|Net)\b|\b(Console|Process|Environment)\.")]
    private static partial Regex InputOutput();
}

using System;
using System.IO;
using System.Security.Cryptography;

namespace RstTrace.Fuzzing;

/// <summary>An input that broke a promise.</summary>
/// <param name="Target">Which one's.</param>
/// <param name="Input">The input.</param>
/// <param name="Failure">How it showed.</param>
sealed record Finding(string Target, byte[] Input, Exception Failure)
{
    /// <summary>Where it broke: findings of one place are one finding.</summary>
    public string Place
    {
        get
        {
            string kind = Failure.GetType().Name;
            if (Failure is BrokenPromise) return kind + WithoutNumbers(Failure.Message);

            foreach (string line in (Failure.StackTrace ?? "").Split('\n'))
                if (line.Contains("at RstTrace.")) return kind + line;

            return kind;
        }
    }

    static string WithoutNumbers(string text)
        => string.Concat(text.Split([.. "0123456789ABCDEF"]));

    /// <summary>Keeps the input, so that a test tries it again for ever.</summary>
    /// <returns>The file.</returns>
    public string Save(string folder)
    {
        string own = Path.Combine(folder, Target);
        Directory.CreateDirectory(own);
        string name = Convert.ToHexStringLower(SHA256.HashData(Input).AsSpan(0, 8));
        string file = Path.Combine(own, $"{name}.bin");
        File.WriteAllBytes(file, Input);
        return file;
    }
}

using System;
using System.IO;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace RstTrace.Reports.Tests;

/// <summary>Text that was read and found good once. With UPDATE_GOLDENS=1 in the environment a test
/// writes it anew, to be read again.</summary>
static class Golden
{
    public static void Check(string actual, string name, [CallerFilePath] string test = "")
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
        {
            string folder = Path.Combine(Path.GetDirectoryName(test)!, "Goldens");
            File.WriteAllText(Path.Combine(folder, name), actual);
            return;
        }

        string path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Goldens", name);
        Assert.That(actual, Is.EqualTo(File.ReadAllText(path)), name);
    }
}

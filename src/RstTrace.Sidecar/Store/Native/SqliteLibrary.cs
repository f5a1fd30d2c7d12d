using System;
using System.Reflection;
using System.Runtime.InteropServices;
using RstTrace.Core;

namespace RstTrace.Sidecar.Store.Native;

/// <summary>Where SQLite is: the system's own, which the distribution patches.</summary>
static class SqliteLibrary
{
    /// <summary>What the binding calls it.</summary>
    public const string Name = "sqlite3";

    static readonly Lazy<nint> s_library = new(Load);

    /// <summary>Returns when there is one.</summary>
    /// <exception cref="CaptureException">There is none.</exception>
    public static void Require()
    {
        if (s_library.Value == 0)
        {
            throw new CaptureException(
                "the history needs SQLite, and there is no libsqlite3.so.0",
                "sudo apt install libsqlite3-0, or dnf install sqlite-libs");
        }
    }

    static nint Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(Sqlite).Assembly, Resolve);
        ReadOnlySpan<string> names = OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out nint library)) return library;

        return 0;
    }

    // 0 leaves other names to the runtime.
    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        => name == Name ? s_library.Value : 0;
}

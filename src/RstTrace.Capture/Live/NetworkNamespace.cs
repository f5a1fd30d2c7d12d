using System;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>A network namespace other than our own (network_namespaces(7)).</summary>
/// <remarks>What is opened in it stays in it: sockets know their namespace for life.</remarks>
public static class NetworkNamespace
{
    /// <summary>Does something in a namespace and waits for it.</summary>
    /// <param name="name">As in <see cref="LiveOptions.NetworkNamespace"/>; null does it here.
    /// </param>
    /// <param name="work">Its exceptions come through.</param>
    /// <exception cref="CaptureException">There is no such namespace, or a permission is missing.
    /// </exception>
    public static T Run<T>(string? name, Func<T> work)
    {
        if (name is null) return work();
        if (!OperatingSystem.IsLinux()) throw OnlyOnLinux(name);

        T? result = default;
        ExceptionDispatchInfo? failure = null;

        // A thread that has moved cannot be given back to the pool: it ends here.
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>The file that stands for a namespace.</summary>
    public static string PathOf(string name)
    {
        if (name.Contains('/')) return name;
        return name.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? $"/run/netns/{name}" // where ip-netns(8) keeps them
            : $"/proc/{name}/ns/net";
    }

    static void Enter(string name)
    {
        string path = PathOf(name);
        int descriptor = Libc.open(path, Libc.OpenReadOnly | Libc.OpenCloseOnExec);
        if (descriptor < 0) throw CannotOpen(name, path, Marshal.GetLastPInvokeErrorMessage());

        int entered = Libc.setns(descriptor, Libc.NetworkNamespaces);
        string reason = Marshal.GetLastPInvokeErrorMessage();
        Libc.close(descriptor);
        if (entered < 0) throw CannotEnter(name, path, reason);
    }

    static CaptureException CannotOpen(string name, string path, string reason)
    {
        string hint = File.Exists(path) ? $"sudo ls -l {Shell.Quote(path)}" : "ip netns list";
        return new($"network namespace {name}: {path}: {reason}", hint);
    }

    static CaptureException CannotEnter(string name, string path, string reason)
        => new($"network namespace {name}: cannot be entered: {reason}",
            $"sudo nsenter --net={Shell.Quote(path)} true; entering takes CAP_SYS_ADMIN");

    static CaptureException OnlyOnLinux(string name)
        => new($"network namespace {name}: only Linux has them", "capture without a namespace");
}

using System;
using System.Runtime.InteropServices;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>The rights of root, which opening a device needs and reading it does not.</summary>
public static class RootPrivileges
{
    /// <summary>Becomes another user for good, with all threads (Linux). Captures that are open go
    /// on; a device that goes away cannot be opened again.</summary>
    /// <remarks>The C library makes all threads do it (nptl(7)); the kernel drops the capabilities
    /// with the last of root's user ids (capabilities(7)).</remarks>
    /// <param name="user">By name.</param>
    /// <exception cref="CaptureException">There is no such user, or this is not root's process.
    /// </exception>
    public static void GiveUp(string user)
    {
        if (!OperatingSystem.IsLinux()) throw Refused(user, "only Linux can");
        if (Libc.geteuid() != 0) throw Refused(user, "this process is not root's");

        PasswordEntry entry = Find(user);

        // Groups first: without root's user id they could not be changed.
        bool done = Libc.setgroups(1, in entry.Group) == 0
            && Libc.setresgid(entry.Group, entry.Group, entry.Group) == 0
            && Libc.setresuid(entry.User, entry.User, entry.User) == 0;
        if (!done) throw Refused(user, Marshal.GetLastPInvokeErrorMessage());
    }

    static PasswordEntry Find(string user)
    {
        byte[] buffer = new byte[16 * 1024]; // for the texts of the entry
        int error = Libc.getpwnam_r(
            user, out PasswordEntry entry, buffer, (nuint)buffer.Length, out nint found);
        if (error != 0) throw Refused(user, Marshal.GetPInvokeErrorMessage(error));
        return found != 0 ? entry : throw NoSuchUser(user);
    }

    static CaptureException Refused(string user, string reason)
        => new($"cannot become user {user}: {reason}", "start it with sudo");

    static CaptureException NoSuchUser(string user)
        => new($"cannot become user {user}: no such user", "getent passwd")
        {
            Kind = CaptureFailure.Request,
        };
}

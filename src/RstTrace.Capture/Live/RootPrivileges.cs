using System;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>The rights of root, which opening a device needs and reading it does not.</summary>
public static class RootPrivileges
{
    /// <summary>Becomes another user for good, with all threads (Linux). Captures that are open go
    /// on.</summary>
    /// <param name="user">By name.</param>
    /// <exception cref="CaptureException">There is no such user, or this is not root's process.
    /// </exception>
    public static void GiveUp(string user) => throw new NotSupportedException();
}

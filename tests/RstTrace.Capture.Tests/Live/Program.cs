using System;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Live;

/// <summary>What tests have a process of their own do, as another user.</summary>
static class Program
{
    /// <summary>Words that the child says.</summary>
    public const string Ready = "ready", Changed = "changed";

    static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["capture", var user, var place, var device] => Capture(user, place, device),
                ["open", var user, var device] => Open(user, device),
                _ => 2,
            };
        }
        catch (CaptureException failure)
        {
            Console.WriteLine(failure.Message);
            Console.WriteLine(failure.Hint);
            return 1;
        }
    }

    /// <summary>Captures a reset as root, becomes the user and captures another one; then reads on
    /// until that fails.</summary>
    static int Capture(string user, string place, string device)
    {
        using LiveSource source = LiveSource.Open(
            new LiveOptions { Device = device, NetworkNamespace = place });
        using LocalAddresses addresses = LocalAddresses.Follow(place);
        Console.WriteLine(Ready);
        AwaitReset(source);
        RootPrivileges.GiveUp(user);
        Console.WriteLine(Changed);
        AwaitReset(source);
        Console.WriteLine(source.Counts.Captured);
        AwaitReset(source);
        return 0;
    }

    static int Open(string user, string device)
    {
        RootPrivileges.GiveUp(user);
        using LiveSource source = LiveSource.Open(new LiveOptions { Device = device });
        return 0;
    }

    static void AwaitReset(LiveSource source)
    {
        while (source.Read(out Frame frame) is var outcome && outcome != ReadOutcome.End)
        {
            if (outcome != ReadOutcome.Frame) continue;
            SegmentDecoder.Decode(in frame, out Segment segment);
            if (segment.IsReset) return;
        }
    }
}

using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Who must be said to have sent the resets of a trace, and who must not.</summary>
/// <remarks>The trace is held to its word, too: unless it says otherwise, its first reset is where
/// the receiver expects it, so nothing but what the trace is about speaks against it.</remarks>
static class SentBy
{
    /// <summary>Neither end sent any of them: two independent signals say so.</summary>
    public static void ThirdParty(string trace, TraceSetting? setting = null)
        => Check(trace, setting, SequenceFit.Exact, Party.ThirdParty);

    /// <summary>Neither end, or nobody knows: what speaks against the server might be another host
    /// behind its address, or another way to it.</summary>
    public static void ThirdPartyOrUnknown(string trace, TraceSetting? setting = null)
        => Check(trace, setting, SequenceFit.Exact, Party.ThirdParty, Party.Unknown);

    /// <summary>The server, as they say.</summary>
    public static void Server(
        string trace, TraceSetting? setting = null, SequenceFit? fit = SequenceFit.Exact)
        => Check(trace, setting, fit, Party.Server);

    /// <summary>The server, as they say, or nobody knows: but no one else is accused.</summary>
    public static void ServerOrUnknown(
        string trace, TraceSetting? setting = null, SequenceFit? fit = SequenceFit.Exact)
        => Check(trace, setting, fit, Party.Server, Party.Unknown);

    /// <summary>The client, as they say.</summary>
    public static void Client(
        string trace, TraceSetting? setting = null, SequenceFit? fit = SequenceFit.Exact)
        => Check(trace, setting, fit, Party.Client);

    /// <summary>The client, as they say, or nobody knows: but no one else is accused.</summary>
    public static void ClientOrUnknown(
        string trace, TraceSetting? setting = null, SequenceFit? fit = SequenceFit.Exact)
        => Check(trace, setting, fit, Party.Client, Party.Unknown);

    /// <summary>One sender for each event.</summary>
    public static void InTurn(string trace, params Party[] senders)
    {
        Trace played = Trace.Of(trace);
        Assert.Multiple(() =>
        {
            Assert.That(played.Sights[0].Fit, Is.EqualTo(SequenceFit.Exact), "fit");
            Assert.That(played.Senders, Is.EqualTo(senders));
        });
    }

    // A null fit is not looked at: the capture does not show what the receiver expects.
    static void Check(
        string trace, TraceSetting? setting, SequenceFit? fit, params Party[] allowed)
    {
        Trace played = Trace.Of(trace, setting);
        Assert.That(played.Events, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            if (fit is not null) Assert.That(played.Sights[0].Fit, Is.EqualTo(fit), "fit");
            Assert.That(played.Senders.Except(allowed), Is.Empty, "not allowed");
        });
    }
}

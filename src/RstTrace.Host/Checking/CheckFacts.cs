using System;
using System.Threading;
using RstTrace.Host.Probes;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Checking;

/// <summary>What several steps need, found once by whichever asks first.</summary>
sealed class CheckFacts
{
    readonly Lazy<NameLookup> _names;
    readonly Lazy<FrameWitness?> _witness;
    readonly Lazy<PortSurvey?> _port;
    readonly Lazy<Snapshot> _here;

    /// <param name="question">What is asked.</param>
    /// <param name="stop">Ends what is begun.</param>
    public CheckFacts(CheckQuestion question, CancellationToken stop)
    {
        Question = question;
        _names = new(() => NameLookup.Of(question.Name, stop));
        _witness = new(() => question.Capture(Names.Addresses));
        _port = new(() => Names.Addresses.Count == 0
            ? null
            : PortSurvey.Of(Names.Addresses, question.Port, Witness, stop));
        _here = new(() => Snapshot.Here(stop));
    }

    /// <summary>What is asked.</summary>
    public CheckQuestion Question { get; }

    /// <summary>The addresses.</summary>
    public NameLookup Names => _names.Value;

    /// <summary>What frames show; null where nobody captures.</summary>
    public FrameWitness? Witness => _witness.Value;

    /// <summary>The port; null where the name has no address.</summary>
    public PortSurvey? Port => _port.Value;

    /// <summary>This host.</summary>
    public Snapshot Here => _here.Value;

    /// <summary>Whether the service is on this host.</summary>
    public bool IsServerHere => Port is { } port && port.Host.IsHere(Question.Port);

    /// <summary>Why a step that needs an address is skipped.</summary>
    public const string NoAddress = "there is no address to ask";
}

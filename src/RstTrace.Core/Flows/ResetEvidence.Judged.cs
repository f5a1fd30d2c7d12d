using RstTrace.Core.Kernel;
using RstTrace.Core.Resets;
using RstTrace.Core.Resets.Senders;

namespace RstTrace.Core.Flows;

// What is first concluded from the facts, and then weighed as they are. It follows from them alone,
// so whoever asks first has it worked out.
partial class ResetEvidence
{
    Phase? _phase;
    SenderAssessment? _assessment;

    /// <summary>What the kernel of this host said of it; null where it was not asked, or said
    /// nothing.</summary>
    public KernelWord? Kernel { get; private set; }

    /// <summary>Asks the kernel, before anything is concluded.</summary>
    public void Ask(IKernelWitness kernel)
        => Kernel = kernel.Ask(new KernelQuestion(
            Flow.EndpointOf(Sender), Flow.EndpointOf(Receiver))
        {
            Times = _reset.Times,
            HopLimit = Reset.HopLimit,
            WasOpen = Flow.Has(FlowTraits.Completed) && !IsAfterReset
                && !SenderHalf.SawFin && !ReceiverHalf.SawFin,
        });

    /// <summary>When in the connection's life it came.</summary>
    public Phase Phase => _phase ??= Phase.Of(this);

    /// <summary>Who sent it, as far as the sender rules go.</summary>
    public SenderAssessment Assessment => _assessment ??= SenderAssessment.Of(this);

    /// <summary>Who sent it, where more than this capture says so; null where nothing
    /// does.</summary>
    public ProvenSender? Proven { get; init; }

    /// <summary>Whether they accuse neither end but something between them.</summary>
    public bool IsFromBetween => Assessment.Sender == Party.ThirdParty;

    /// <summary>Whether they leave it open who sent it.</summary>
    public bool IsInDoubt => Assessment.Sender == Party.Unknown;
}

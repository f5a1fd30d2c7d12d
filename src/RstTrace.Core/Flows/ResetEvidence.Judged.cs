using RstTrace.Core.Resets;
using RstTrace.Core.Resets.Senders;

namespace RstTrace.Core.Flows;

// What is first concluded from the facts, and then weighed as they are. It follows from them alone,
// so whoever asks first has it worked out.
partial class ResetEvidence
{
    Phase? _phase;
    SenderAssessment? _assessment;

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

namespace RstTrace.Core.Resets.Causes;

/// <summary>What is left.</summary>
static class Unknown
{
    public static CauseEntry Cause { get; } = new()
    {
        Id = "unknown",
        Title = "The capture does not show why",
        Reference = "RFC 9293 §3.5.2",
        Meaning = "The reset fits no pattern of this catalogue, or the capture holds too little to "
            + "tell. That accuses nobody.",
        Predicate = "None of the other causes fits.",
        Culprits =
        [
            "a capture of one end, of one direction, or begun too late",
            "a stack or a box with habits of its own",
        ],
        LookAlikes = [],
        SeparateBy = "a capture at the other end, or the kernel's own reason on the sender",
        Doer = Doer.Either,
        Weigh = static _ => 0.2,
        Tell = static e => $"The reset in the name of the {Say.Of(e.Sender)} fits no known "
            + "pattern.",
        Fixes =
        [
            new("Capture at both ends, from before the connection begins, with -s 0."),
        ],
    };
}

using System;
using System.Threading;

namespace RstTrace.Sidecar.Delivery;

/// <summary>Where batches go.</summary>
interface IDestination : IDisposable
{
    /// <summary>How much it takes at once.</summary>
    BatchLimits Limits { get; }

    /// <summary>How long a record waits for others to come.</summary>
    TimeSpan Linger { get; }

    /// <summary>What may be delivered together: lines of the same group.</summary>
    uint GroupOf(byte[] line);

    /// <summary>Tries to deliver a batch, once, and waits for the answer within limits. Never
    /// throws but when it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    SendAnswer Send(SpoolBatch batch, CancellationToken cancel);
}

/// <summary>What became of a batch.</summary>
/// <param name="Outcome">Which of four.</param>
/// <param name="Reason">What went wrong, and what to do, in a line.</param>
/// <param name="After">How long the destination asks us to wait.</param>
readonly record struct SendAnswer(SendOutcome Outcome, string Reason = "", TimeSpan? After = null)
{
    /// <summary>It arrived.</summary>
    public static SendAnswer Delivered => new(SendOutcome.Delivered);
}

/// <summary>What can become of a batch.</summary>
enum SendOutcome
{
    /// <summary>It arrived.</summary>
    Delivered,

    /// <summary>It did not, or its answer did not: the same batch again, later.</summary>
    Later,

    /// <summary>It will not be taken, whenever it comes: something in it is wrong.</summary>
    Refused,

    /// <summary>A smaller one might be taken.</summary>
    TooLarge,
}

using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>An idle timeout that a product comes with.</summary>
/// <param name="Product">What it is called by those who run it.</param>
/// <param name="Timeout">How long a connection may be silent, as delivered.</param>
/// <param name="Expiry">What happens then.</param>
/// <param name="IsConfigurable">Whether its owner can change it.</param>
/// <param name="Source">Where that is written: an address, or a document and its part.</param>
public sealed record KnownTimeout(
    string Product, Duration Timeout, TimeoutExpiry Expiry, bool IsConfigurable, string Source)
{
    /// <summary>Whether the source is the maker's documentation or source code, or a standard
    /// benchmark that cites it. What is not is told as "reported", never as a fact.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>Whether a connection ends at expiry itself, with no segment to draw it.</summary>
    public bool EndsByItself
        => Expiry is TimeoutExpiry.ResetToBoth or TimeoutExpiry.Fin or TimeoutExpiry.Unstated;

    /// <summary>Whether the next segment after expiry can be what draws a reset: from the product,
    /// or from an endpoint that the segment reaches changed, since the state is gone.</summary>
    public bool EndsAtNextSegment
        => Expiry is TimeoutExpiry.ResetOnNextSegment or TimeoutExpiry.SilentDrop
            or TimeoutExpiry.Unstated;
}

using System;
using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets;

/// <summary>A sentence with nothing in it that changes but which side it names: made once for
/// each.</summary>
/// <param name="tell">Makes it of "client" or "server".</param>
sealed class SideSentence(Func<string, string> tell)
{
    readonly string _ofClient = tell(Say.Of(Side.Client));
    readonly string _ofServer = tell(Say.Of(Side.Server));

    /// <summary>As it names this side.</summary>
    public string Of(Side side) => side == Side.Client ? _ofClient : _ofServer;
}

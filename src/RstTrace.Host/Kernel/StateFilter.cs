using System.Collections.Generic;
using System.Globalization;

namespace RstTrace.Host.Kernel;

/// <summary>Which changes of a socket's state are worth hearing of: those that a process itself
/// makes. A busy host makes many more.</summary>
static class StateFilter
{
    static readonly (string Name, byte Usual)[] s_states =
    [
        ("TCP_SYN_SENT", SocketState.SynSent), ("TCP_LISTEN", SocketState.Listen),
        ("TCP_FIN_WAIT1", SocketState.FinWait1), ("TCP_LAST_ACK", SocketState.LastAck),
    ];

    /// <summary>The filter for this kernel's event.</summary>
    public static string Of(EventFormat state)
    {
        IReadOnlyDictionary<long, string> symbols = state.SymbolsOf("newstate");
        string filter = "";
        foreach ((string name, byte usual) in s_states)
        {
            long number = usual;
            foreach ((long known, string symbol) in symbols)
                if (symbol == name) number = known;
            string one = string.Create(CultureInfo.InvariantCulture, $"newstate == {number}");
            filter += filter.Length == 0 ? one : " || " + one;
        }

        return state.Field("protocol") is null ? filter : $"protocol == 6 && ({filter})";
    }
}

using RstTrace.Core.Incidents;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar;

/// <summary>Resets of one cause at one server that came faster than they are told, in
/// number.</summary>
/// <param name="Cause">The id of their cause.</param>
/// <param name="Server">The server; null for those for which there was no room to tell servers
/// apart.</param>
/// <param name="Count">How many reset events, exactly.</param>
/// <param name="First">When the first of them was captured.</param>
/// <param name="Last">When the last of them was.</param>
public sealed record SuppressedEvents(
    string Cause, Service? Server, long Count, Timestamp First, Timestamp Last);

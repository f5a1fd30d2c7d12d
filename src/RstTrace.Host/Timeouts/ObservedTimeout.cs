using RstTrace.Core.Silences;

namespace RstTrace.Host.Timeouts;

/// <summary>What the silences of a capture say of an idle timeout.</summary>
/// <param name="Server">The server they were towards, such as <c>10.0.0.9:5432</c>.</param>
/// <param name="Bracket">Between which lengths it lies.</param>
public sealed record ObservedTimeout(string Server, IdleBracket Bracket);

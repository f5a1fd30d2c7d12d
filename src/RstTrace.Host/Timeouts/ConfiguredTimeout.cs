using RstTrace.Core.Wire;

namespace RstTrace.Host.Timeouts;

/// <summary>An idle timeout that a configuration states.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1; 0 for what holds since nothing is said.</param>
/// <param name="Directive">As it stands there, such as <c>timeout client 50s</c>.</param>
/// <param name="Value">How long.</param>
/// <param name="Role">Which idle connections it ends.</param>
public sealed record ConfiguredTimeout(
    string File, int Line, string Directive, Duration Value, TimeoutRole Role)
{
    /// <summary>Where it stands: <c>haproxy.cfg:12</c>.</summary>
    public string Place => Line == 0 ? $"{File} (by default)" : $"{File}:{Line}";
}

/// <summary>Which idle connections a timeout ends.</summary>
public enum TimeoutRole : byte
{
    /// <summary>A balancer's with its clients.</summary>
    BalancerToClient,

    /// <summary>A balancer's with its servers, in use or kept for the next request.</summary>
    BalancerToServer,

    /// <summary>Both of a balancer's, once they are a tunnel.</summary>
    Tunnel,

    /// <summary>A server's with whoever talks to it.</summary>
    Server,
}

using System;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RstTrace.Sidecar.Http;

/// <summary>Who may look: whoever knows the token; without one, whoever is on this host.</summary>
/// <remarks>The token comes as Prometheus sends it (<c>Authorization: Bearer</c>), or as the
/// password that a browser asks for (<c>Basic</c>, RFC 7617), with any name. It is compared by its
/// hash, in the same time however much of it is right.</remarks>
/// <param name="token">The token; null for none.</param>
public sealed class AccessGate(string? token)
{
    const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    readonly byte[]? _hash = token is null ? null : HashOf(token);

    /// <summary>Why a request is refused; null where it is not.</summary>
    public HttpReply? Refuse(HttpRequest request)
    {
        if (_hash is null)
        {
            // A page from elsewhere, whose name was made to mean this host, says that name.
            return IsHere(request["Host"]) ? null : HttpReply.Text(403, "not under that name");
        }

        return TokenIn(request["Authorization"]) is { } said
            && CryptographicOperations.FixedTimeEquals(HashOf(said), _hash)
            ? null
            : HttpReply.Text(401, "the token is missing or wrong") with
            {
                Field = "WWW-Authenticate: Basic realm=\"rsttrace\", charset=\"UTF-8\"",
            };
    }

    static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    static string? TokenIn(string? field)
    {
        const string Bearer = "Bearer ", Basic = "Basic ";
        if (field is null) return null;
        if (field.StartsWith(Bearer, AnyCase)) return field[Bearer.Length..].Trim();
        if (!field.StartsWith(Basic, AnyCase)) return null;

        byte[] pair = new byte[field.Length];
        if (!Convert.TryFromBase64String(field[Basic.Length..].Trim(), pair, out int length))
            return null;

        string text = Encoding.UTF8.GetString(pair, 0, length);
        return text.Contains(':') ? text[(text.IndexOf(':') + 1)..] : null;
    }

    static bool IsHere(string? host)
    {
        if (host is null) return true; // No browser leaves it out.

        string name = host.StartsWith('[')
            ? host[..(host.IndexOf(']') + 1)].Trim('[', ']')
            : host.Split(':')[0];
#pragma warning disable RS0030 // An address is parsed, and no more.
        return name.Equals("localhost", AnyCase) || IPAddress.TryParse(name, out _);
#pragma warning restore RS0030
    }
}

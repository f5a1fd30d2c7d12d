using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Timeouts;

/// <summary>The idle timeouts of an nginx configuration (nginx.org, ngx_http_core_module,
/// ngx_http_upstream_module, ngx_http_proxy_module, ngx_stream_proxy_module).</summary>
/// <remarks>What it includes is not read.</remarks>
public sealed class NginxFile
{
    const double Seconds = 1; // of a number without a unit
    const int LongestWord = 4096, DeepestBlock = 64, MostWords = 64;
    const int DefaultKeepalive = 75;

    readonly string _name;
    readonly List<ConfiguredTimeout> _found = [];
    readonly List<string> _words = [];
    readonly Stack<string> _blocks = new();
    bool _passesOn, _hasKeepalive, _hasHttp;

    NginxFile(string name) => _name = name;

    /// <summary>Reads a file's.</summary>
    /// <exception cref="Core.CaptureException">It cannot be read.</exception>
    public static IReadOnlyList<ConfiguredTimeout> Load(string path)
        => Parse(Path.GetFileName(path), ConfigurationFile.Read(path));

    internal static IReadOnlyList<ConfiguredTimeout> Parse(string name, string text)
    {
        var file = new NginxFile(name);
        file.Read(text);
        return file.Finished();
    }

    void Read(string text)
    {
        var word = new StringBuilder();
        int line = 1;
        char quote = '\0';
        bool isComment = false;
        foreach (char letter in text)
        {
            if (letter == '\n') (line, isComment) = (line + 1, false);
            if (isComment) continue;
            if (quote != '\0')
            {
                if (letter == quote) quote = '\0';
                else if (word.Length < LongestWord) word.Append(letter);
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == '#' && word.Length == 0)
            {
                isComment = true;
            }
            else if (letter is ';' or '{' or '}' || char.IsWhiteSpace(letter))
            {
                EndWord(word);
                if (letter is ';' or '{' or '}') EndDirective(letter, line);
            }
            else if (word.Length < LongestWord)
            {
                word.Append(letter);
            }
        }
    }

    void EndWord(StringBuilder word)
    {
        if (word.Length > 0 && _words.Count < MostWords) _words.Add(word.ToString());
        word.Clear();
    }

    void EndDirective(char end, int line)
    {
        if (end == '{' && _blocks.Count < DeepestBlock)
        {
            _blocks.Push(_words.Count > 0 ? _words[0] : "");
            _hasHttp |= _blocks.Peek() is "http" or "server";
        }
        else if (end == '}')
        {
            _ = _blocks.TryPop(out _);
        }
        else if (end == ';')
        {
            Take(line);
        }

        _words.Clear();
    }

    void Take(int line)
    {
        if (_words is not [var name, var value, ..]) return;

        _passesOn |= name.EndsWith("_pass", StringComparison.Ordinal);
        bool isUpstream = _blocks.Contains("upstream");
        TimeoutRole? role = name switch
        {
            "keepalive_timeout" when isUpstream => TimeoutRole.BalancerToServer,
            "keepalive_timeout" => TimeoutRole.Server, // to clients, if it passes on
            "proxy_read_timeout" or "fastcgi_read_timeout" or "grpc_read_timeout"
                or "uwsgi_read_timeout" => TimeoutRole.BalancerToServer,
            "proxy_timeout" => TimeoutRole.Tunnel,
            _ => null,
        };
        if (role is null || _found.Count >= ConfigurationFile.MostTimeouts) return;

        _hasKeepalive |= name == "keepalive_timeout" && !isUpstream;
        if (TimeText.Parse(value, Seconds) is { } time)
            _found.Add(new ConfiguredTimeout(_name, line, $"{name} {value}", time, role.Value));
    }

    List<ConfiguredTimeout> Finished()
    {
        if (!_hasKeepalive && _hasHttp)
        {
            _found.Add(new ConfiguredTimeout(
                _name, 0, $"keepalive_timeout {DefaultKeepalive}s",
                Duration.FromSeconds(DefaultKeepalive), TimeoutRole.Server));
        }

        if (!_passesOn) return _found;

        for (int i = 0; i < _found.Count; i++)
        {
            if (_found[i].Role == TimeoutRole.Server)
                _found[i] = _found[i] with { Role = TimeoutRole.BalancerToClient };
        }

        return _found;
    }
}

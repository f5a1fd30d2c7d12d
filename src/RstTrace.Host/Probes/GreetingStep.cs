using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Probes;

/// <summary>Step: what the service says first, and how it takes TLS and plain words: it may accept
/// and reset at once, or speak another protocol than its clients.</summary>
sealed class GreetingStep(CheckFacts facts) : IStep
{
    const int BannerPatience = 800, AnswerPatience = 1500, Weight = 80;

    public string Id => "greeting";

    public string Title => "what does the service say";

    public Finding Run(CancellationToken ending)
    {
        if (facts.Port is not { } port) return this.Skipped(CheckFacts.NoAddress);
        if (port.Count(ConnectOutcome.Connected) == 0)
            return this.Skipped("there is no connection on which to listen");

        Conversation heard = Say(port.Host, [], BannerPatience, ending);
        if (heard.Kind is AnswerKind.Reset or AnswerKind.Closed) return Dismissed(heard);
        if (heard.Kind == AnswerKind.Octets)
        {
            return heard.Ending == AnswerKind.Reset
                ? Bad($"it greets, then resets: {heard.Words}", DismissalFixes)
                : this.Found(StepVerdict.Ok, $"it speaks first: {heard.Words}");
        }

        if (facts.Question.IsSilent)
            return this.Found(StepVerdict.Ok, "it waits for its client to speak first");
        return Asked(port.Host, ending);
    }

    Finding Asked(HostAddress host, CancellationToken ending)
    {
        Task<Conversation> tls = Task.Factory.StartNew(
            () => Say(host, Conversation.ClientHello, AnswerPatience, ending),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Conversation plain = Say(host, Conversation.PlainRequest, AnswerPatience, ending);
        Conversation hello = tls.GetAwaiter().GetResult();
        List<string> evidence =
        [
            "it waits for its client to speak first",
            $"to a TLS ClientHello: {hello.Words}",
            $"to plain HTTP: {plain.Words}",
        ];
        return Judge(hello, plain) with { Evidence = evidence };
    }

    Finding Judge(Conversation hello, Conversation plain)
    {
        if (hello.IsTls)
        {
            Finding finding = this.Found(
                StepVerdict.Ok,
                hello.IsServerHello
                    ? $"it speaks TLS, and TLS alone: a client that speaks plain gets {Got(plain)}"
                    : $"it speaks TLS and refuses our hello: {hello.Alert!.Value.Description}");
            var speak = new Fix(
                "A client that fails here has to speak TLS: https, sslmode=require, ssl=true.",
                OpensslCommand);
            return finding with { Next = [speak] };
        }

        if (plain.Kind == AnswerKind.Octets)
        {
            return this.Found(
                StepVerdict.Ok,
                $"it answers plain words, and no TLS: a client that speaks TLS gets {Got(hello)}");
        }

        if (hello.Kind == AnswerKind.Reset && plain.Kind == AnswerKind.Reset)
        {
            var look = new Fix(
                "It may await another protocol than TLS or HTTP, a PROXY header, or a "
                    + "certificate; its log says which.", "journalctl -e");
            Finding finding = Bad("it accepts, and resets whoever speaks", [look]);
            return finding with { Verdict = StepVerdict.Warn };
        }

        return this.Found(StepVerdict.Ok, "it accepts, and speaks neither TLS nor HTTP");
    }

    static string Got(Conversation conversation) => conversation.Kind switch
    {
        AnswerKind.Reset => "a reset",
        AnswerKind.Closed => "an end of file",
        AnswerKind.Octets => conversation.Words,
        AnswerKind.Silence or AnswerKind.NotConnected or _ => "no answer",
    };

    Finding Dismissed(Conversation heard)
        => heard.Kind == AnswerKind.Reset
            ? Bad($"it accepts and resets at once, without a word, {heard.Words}", DismissalFixes)
            : Bad(
                $"it accepts and closes at once, without a word, {heard.Words}", DismissalFixes);

    static Fix[] DismissalFixes =>
    [
        new Fix("An allow-list does so (tcp-request connection reject, pg_hba, hosts.deny), a "
            + "limit of connections, or a balancer without a healthy server: see its log.",
            "journalctl -e; grep -r 'connection reject' /etc/haproxy; cat /etc/hosts.deny"),
        new Fix("Try from a host that is known to be let in."),
    ];

    string OpensslCommand
    {
        get
        {
            string name = facts.Question.Name;
            return $"openssl s_client -connect {facts.Question.Subject}"
                + (facts.Names.IsLiteral ? "" : $" -servername {name}");
        }
    }

    Conversation Say(HostAddress host, byte[] words, int patience, CancellationToken ending)
        => Conversation.With(host, facts.Question.Port, words, patience, ending);

    Finding Bad(string text, IReadOnlyList<Fix> next)
        => this.Found(StepVerdict.Bad, text) with { Weight = Weight, Next = next };
}

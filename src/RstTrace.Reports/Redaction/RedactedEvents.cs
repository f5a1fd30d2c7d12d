using System;
using System.Collections.Generic;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Redaction;

/// <summary>Resets and incidents without what says whose traffic it was.</summary>
public static class RedactedEvents
{
    extension(Redactor redactor)
    {
        /// <summary>The reset with every address, name and text off the wire replaced; what
        /// identifies it is made of the replacements.</summary>
        public ResetEvent Redact(ResetEvent reset)
        {
            FlowSummary flow = reset.Flow;
            RedactedText text = TextOf(redactor, reset);
            return reset with
            {
                StatedReason = Replaced(reset.StatedReason, redactor.Text),
                Kernel = reset.Kernel is { } word ? word with { Owner = null } : null,
                Verdict = Redacted(reset.Verdict, text),
                LogLines = Each(reset.LogLines, line => Redacted(redactor, line)),
                Flow = flow with
                {
                    Client = Redacted(redactor, flow.Client),
                    Server = Redacted(redactor, flow.Server),
                    ClientOpening = Opening(redactor, flow.ClientOpening, flow),
                    ServerOpening = Opening(redactor, flow.ServerOpening, flow),
                    TlsServerName = Replaced(flow.TlsServerName, redactor.Name),
                    HttpHost = Replaced(flow.HttpHost, redactor.Name),
                },
            };
        }

        /// <summary>The same of an incident.</summary>
        public Incident Redact(Incident incident)
        {
            RedactedText text = TextOf(redactor, incident.Example);
            return incident with
            {
                Title = text.Of(incident.Title),
                Story = text.OfQuoting(incident.Story),
                RefutedBy = text.Of(incident.RefutedBy),
                Example = redactor.Redact(incident.Example),
                Fixes = Each(incident.Fixes, fix => Redacted(fix, text)),
                Services = Each(incident.Services, service => service with
                {
                    Address = redactor.Address(service.Address),
                }),
                Listed = Each(incident.Listed, listed => listed with
                {
                    Client = redactor.Address(listed.Client),
                }),
            };
        }
    }

    // All that the judge may have put into its sentences.
    static RedactedText TextOf(Redactor redactor, ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        var known = new List<(string From, string To)>();
        void Add(string? from, Func<string, string> replace)
        {
            if (from is { Length: > 0 }) known.Add((from, replace(from)));
        }

        Add(reset.StatedReason, redactor.Text);
        Add(reset.Kernel?.Owner?.Name, static _ => "the process");
        Add(flow.ClientOpening, text => redactor.Opening(text, flow.TlsServerName));
        Add(flow.ServerOpening, text => redactor.Opening(text, flow.TlsServerName));
        Add(flow.TlsServerName, redactor.Name);
        Add(flow.HttpHost, redactor.Name);
        return new RedactedText(redactor, known);
    }

    static Verdict Redacted(Verdict verdict, RedactedText text) => verdict with
    {
        Summary = text.OfQuoting(verdict.Summary),
        Evidence = Each(verdict.Evidence, evidence => evidence with
        {
            Text = text.Of(evidence.Text),
        }),
        Alternatives = Each(verdict.Alternatives, alternative => alternative with
        {
            SeparateBy = text.Of(alternative.SeparateBy),
        }),
        Fixes = Each(verdict.Fixes, fix => Redacted(fix, text)),
    };

    // What a log says is text off the wire, whole; what it proves is ours.
    static LogEvidence Redacted(Redactor redactor, LogEvidence line) => line with
    {
        Source = Redactor.File(line.Source),
        Text = redactor.Text(line.Text),
        Process = Replaced(line.Process, redactor.Text),
    };

    static Fix Redacted(Fix fix, RedactedText text) => fix with
    {
        Text = text.Of(fix.Text),
        Command = Replaced(fix.Command, text.Of),
    };

    static Endpoint Redacted(Redactor redactor, Endpoint endpoint)
        => endpoint with { Address = redactor.Address(endpoint.Address) };

    static string? Opening(Redactor redactor, string? opening, FlowSummary flow)
        => Replaced(opening, text => redactor.Opening(text, flow.TlsServerName));

    static string? Replaced(string? text, Func<string, string> replace)
        => text is null ? null : replace(text);

    static List<T> Each<T>(IReadOnlyList<T> items, Func<T, T> change)
    {
        var changed = new List<T>(items.Count);
        foreach (T item in items) changed.Add(change(item));
        return changed;
    }
}

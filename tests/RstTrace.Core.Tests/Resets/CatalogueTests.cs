using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Resets;

/// <summary>What the catalogue says of its causes hangs together.</summary>
public sealed class CatalogueTests
{
    static IEnumerable<string> Ids => Catalogue.Causes.Select(cause => cause.Id);

    static Cause Named(string id) => Catalogue.Find(id)!;

    [Test]
    public void An_id_is_one_of_its_kind() => Assert.That(Ids, Is.Unique);

    [TestCaseSource(nameof(Ids))]
    public void An_entry_says_something_of_everything(string id)
    {
        Cause cause = Named(id);
        Assert.Multiple(() =>
        {
            Assert.That(cause.Title, Does.Match(@"^[A-Z].*[^.]$"));
            Assert.That(cause.Reference, Is.Not.Empty);
            Assert.That(cause.Meaning, Does.Match(@"^[A-Z].*\.$"));
            Assert.That(cause.Meaning.Split(". "), Has.Length.InRange(2, 4));
            Assert.That(cause.Predicate, Does.Match(@"^[A-Z].*\.$"));
            Assert.That(cause.Culprits, Has.Count.AtLeast(2));
            Assert.That(cause.Culprits, Is.All.Match(@"[^.]$"));
            Assert.That(cause.SeparateBy, Does.Match(@"[^.]$"));
            Assert.That(cause.Fixes, Is.Not.Empty);
        });
    }

    // The same pair told from both sides would be told in two ways.
    [Test]
    public void A_pair_of_look_alikes_is_told_once()
    {
        IEnumerable<string> pairs = Catalogue.Causes.SelectMany(
            cause => cause.LookAlikes,
            (cause, other) => string.CompareOrdinal(cause.Id, other.Cause) < 0
                ? $"{cause.Id} {other.Cause}"
                : $"{other.Cause} {cause.Id}");
        Assert.That(pairs, Is.Unique);
    }

    [TestCaseSource(nameof(Ids))]
    public void A_look_alike_is_another_cause(string id)
    {
        IEnumerable<string> others = Named(id).LookAlikes.Select(lookAlike => lookAlike.Cause);
        Assert.That(others, Is.SubsetOf(Ids.Except([id])));
    }

    [Test]
    public void A_look_alike_is_found_from_both_sides()
    {
        Cause written = Named("keepalive-race"), told = Named("write-after-close");
        LookAlike lookAlike = Catalogue.LookAlikesOf(told)
            .Single(other => other.Cause == written.Id);
        Assert.That(
            Catalogue.LookAlikesOf(written),
            Has.Member(lookAlike with { Cause = told.Id }));
    }

    [Test]
    public void What_separates_a_pair_is_told_before_what_separates_from_any()
    {
        Cause unread = Named("close-unread-data"), linger = Named("linger-zero-abort");
        Cause refused = Named("port-closed");
        Assert.Multiple(() =>
        {
            string separateBy = unread.LookAlikes.Single().SeparateBy;
            Assert.That(Catalogue.Separate(unread, linger), Is.EqualTo(separateBy));
            Assert.That(Catalogue.Separate(linger, unread), Is.EqualTo(separateBy));
            Assert.That(Catalogue.Separate(linger, refused), Is.EqualTo(refused.SeparateBy));
        });
    }
}

using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Host.Timeouts;

namespace RstTrace.Host.Tests.Timeouts;

/// <summary>Timeouts out of configurations, which may hold anything.</summary>
sealed class ConfigurationTests
{
    [Test]
    public void Haproxy()
    {
        IReadOnlyList<ConfiguredTimeout> found = HaproxyFile.Parse("haproxy.cfg", """
            defaults
                timeout connect 5s   # not of idle ones
                timeout client 50s
                timeout server 50000
                #timeout server 1s
            backend b
                timeout tunnel 1h
                timeout http-keep-alive 1m30s
                timeout server many
            """);

        Assert.That(
            found.Select(one => $"{one.Line} {one.Role} {one.Value.Seconds}"),
            Is.EqualTo(
            [
                "3 BalancerToClient 50", "4 BalancerToServer 50", "7 Tunnel 3600",
                "8 BalancerToClient 90",
            ]));
    }

    [Test]
    public void Nginx_as_a_balancer()
    {
        IReadOnlyList<ConfiguredTimeout> found = NginxFile.Parse("nginx.conf", """
            http {
              upstream app { server 10.0.0.1; keepalive 8; keepalive_timeout 60s; }
              server { # keepalive_timeout 1s;
                keepalive_timeout "2m";
                location / { proxy_pass http://app; proxy_read_timeout
                    300; }
              }
            }
            """);

        Assert.That(
            found.Select(one => $"{one.Line} {one.Role} {one.Value.Seconds}"),
            Is.EqualTo(
                ["2 BalancerToServer 60", "4 BalancerToClient 120", "6 BalancerToServer 300"]));
    }

    [Test]
    public void Nginx_as_the_server_by_default()
    {
        ConfiguredTimeout found =
            NginxFile.Parse("nginx.conf", "http { server { listen 80; } }").Single();

        Assert.That(found.Role, Is.EqualTo(TimeoutRole.Server));
        Assert.That(found.Value, Is.EqualTo(Duration.FromSeconds(75)));
        Assert.That(found.Place, Is.EqualTo("nginx.conf (by default)"));
    }

    [Test]
    public void Anything()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<string>(),
            text => HaproxyFile.Parse("f", text + "{;timeout client 9999999999d").Count
                + NginxFile.Parse("f", text + "}}{'").Count >= 0)
            .QuickCheckThrowOnFailure();

    [Test]
    public void A_file_of_nothing_else_is_bounded()
    {
        string many = string.Concat(Enumerable.Repeat("timeout client 5s\n", 1000));
        Assert.That(HaproxyFile.Parse("f", many), Has.Count.EqualTo(100));
        many = string.Concat(Enumerable.Repeat("keepalive_timeout 5s;\n", 1000));
        Assert.That(NginxFile.Parse("f", many), Has.Count.EqualTo(100));
        Assert.That(NginxFile.Parse("f", new string('{', 100_000)), Is.Empty);
    }
}

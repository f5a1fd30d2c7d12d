using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Host.Logs;

namespace RstTrace.Host.Tests.Logs;

/// <summary>What is known of the words of logs.</summary>
sealed class PhraseTests
{
    [TestCase("sshd", "drop connection #10 from [192.0.2.7]:4711 on [192.0.2.1]:22 past "
        + "MaxStartups",
        "sshd-max-startups")]
    [TestCase("sshd", "Connection reset by 192.0.2.7 port 4711 [preauth]", "sshd-reset")]
    [TestCase("sshd", "Connection closed by 192.0.2.7 port 4711", "sshd-closed")]
    [TestCase("sshd", "Timeout before authentication for 192.0.2.7 port 4711", "sshd-timeout")]
    [TestCase("sshd", "pam_unix(sshd:session): session closed for user root", "session-closed")]
    [TestCase("sshd", "refused connect from 192.0.2.7 (192.0.2.7)", "sshd-refused")]
    [TestCase("systemd", "nginx.service: Main process exited, code=killed, status=9/KILL",
        "service-killed")]
    [TestCase("systemd", "nginx.service: Failed with result 'oom-kill'.", "service-oom")]
    [TestCase("systemd", "Started nginx.service - A high performance web server",
        "service-started")]
    [TestCase("kernel", "Out of memory: Killed process 812 (java) total-vm:1kB", "oom-kill")]
    [TestCase("kernel", "java[812]: segfault at 0 ip 00007f sp 00007f error 4", "segfault")]
    [TestCase("kernel", "TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.",
        "syn-flooding")]
    [TestCase("kernel", "TCP: too many orphaned sockets", "too-many-orphans")]
    [TestCase("kernel", "nf_conntrack: nf_conntrack: table full, dropping packet",
        "conntrack-full")]
    [TestCase("nginx", "*1 upstream prematurely closed connection while reading",
        "nginx-upstream-closed")]
    [TestCase("nginx", "*1 recv() failed (104: Connection reset by peer) while reading response "
        + "header "
        + "from upstream", "nginx-upstream-reset")]
    [TestCase("nginx", "*1 SSL_do_handshake() failed (SSL: error:0A00010B) while SSL handshaking",
        "nginx-tls-failed")]
    [TestCase("nginx", "worker process 812 exited on signal 11", "nginx-worker-crashed")]
    [TestCase("postgres", "FATAL:  terminating connection due to administrator command",
        "postgres-administrator")]
    [TestCase("postgres", "FATAL:  terminating connection due to idle-session timeout",
        "postgres-idle")]
    [TestCase("postgres", "LOG:  could not receive data from client: Connection reset by peer",
        "postgres-client-reset")]
    [TestCase("mysqld", "Aborted connection 12 to db: 'x' (Got timeout reading communication "
        + "packets)",
        "mysql-reading")]
    [TestCase("kubelet", "Liveness probe failed: HTTP probe failed with statuscode: 500",
        "probe-failed")]
    [TestCase(null, "java.lang.OutOfMemoryError: Java heap space", "java-memory")]
    [TestCase(null, "ConnectionResetError: [Errno 104] Connection reset by peer", "reset-seen")]
    public void A_line_is_understood(string? process, string text, string id)
        => Assert.That(PhraseTable.Find(process, text)?.Id, Is.EqualTo(id));

    [TestCase("nginx", "drop connection to the backend, past MaxStartups")]
    [TestCase("app", "Started working")]
    [TestCase("app", "hello")]
    public void Another_is_not(string process, string text)
        => Assert.That(PhraseTable.Find(process, text), Is.Null);

    [TestCase("192.0.2.7:1 [21/Nov/2026:06:07:08.123] f b/s1 1/0/1001 0 cD 1/1/0/0/0 0/0",
        "haproxy-cD")]
    [TestCase("192.0.2.7:1 [21/Nov/2026:06:07:08.123] f b/s1 0/0/0/-1/3 502 209 - - SH-- "
        + "1/1/0/0/0 0/0 "
        + "\"GET / HTTP/1.1\"", "haproxy-SH")]
    [TestCase("192.0.2.7:1 [21/Nov/2026:06:07:08.123] f b/s1 1/0/+1001 9 sD 1/1/0/0/0 0/0",
        "haproxy-sD")]
    [TestCase("192.0.2.7:1 [21/Nov/2026:06:07:08.123] f b/s1 1/0/1001 9 -- 1/1/0/0/0 0/0", null)]
    [TestCase("192.0.2.7:1 [21/Nov/2026:06:07:08.123] f b/s1 0/0/0/1/3 200 209 - - ---- "
        + "1/1/0/0/0 0/0 "
        + "\"GET /CD HTTP/1.1\"", null)]
    [TestCase("Proxy f started.", null)]
    public void How_HAProxy_ended_it_is_understood(string text, string? id)
        => Assert.That(TerminationState.Find("haproxy", text)?.Id, Is.EqualTo(id));

    [TestCase("Possible SYN flooding on port 80. Sending cookies.", 80)]
    [TestCase("Possible SYN flooding on port 192.0.2.1:8080. Sending cookies.", 8080)]
    [TestCase("Possible SYN flooding on port [::]:443. Sending cookies.", 443)]
    [TestCase("no such thing", null)]
    public void The_kernel_names_a_port(string text, int? port)
        => Assert.That((int?)Phrase.PortIn(text), Is.EqualTo(port));

    [Test]
    public void Each_phrase_has_a_name_of_its_own_and_supports_causes_that_there_are()
    {
        var ids = new HashSet<string>();
        foreach (Phrase phrase in PhraseTable.All)
        {
            Assert.That(ids.Add(phrase.Id), Is.True, phrase.Id);
            Assert.That(phrase.Proves, Does.EndWith(".").And.Not.Contain("\""), phrase.Id);
            Assert.That(phrase.Words, Is.Not.Empty, phrase.Id);
            Assert.That(phrase.Source, Is.Not.Empty, phrase.Id);
            Assert.That(phrase.Supports.Length == 0, Is.EqualTo(phrase.RefutedBy.Length == 0),
                phrase.Id);
            foreach (string cause in phrase.Supports)
                Assert.That(Catalogue.Find(cause), Is.Not.Null, $"{phrase.Id}: {cause}");
        }
    }
}

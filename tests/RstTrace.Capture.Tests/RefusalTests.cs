using System;
using System.IO;
using System.Text;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests;

/// <summary>What is no capture, or not to be had: one line that names it, and what to type.
/// </summary>
sealed class RefusalTests
{
    static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    static byte[] Tar()
    {
        byte[] tar = new byte[1024];
        Ascii("a.pcap").CopyTo(tar, 0);
        Ascii("ustar").CopyTo(tar, 257);
        return tar;
    }

    static byte[] ExtensibleRecord() =>
    [
        0, 0, 0, 0x80, 0x00, 0xF1, 0x53, 0x65, 2, 4, 0, 88, 0, 0, 0, 70, .. new byte[72],
    ];

    static readonly TestCaseData[] s_foreign =
    [
        new(Ascii("\x28\xB5\x2F\xFD...."), "zstd", "zstd -dc FILE.pcap | rsttrace analyze -"),
        new(Ascii("\xFD" + "7zXZ\0"), "xz", "xz -dc FILE.pcap | rsttrace analyze -"),
        new(Ascii("BZh91AY"), "bzip2", "bzip2 -dc FILE.pcap | rsttrace"),
        new(Ascii("\x04\x22\x4D\x18"), "lz4", "lz4 -dc FILE.pcap | rsttrace"),
        new(Ascii("PK\x03\x04"), "zip", "unzip -p FILE.pcap | rsttrace"),
        new(Ascii("snoop\0\0\0\0\0\0\x02"), "snoop", "editcap -F pcapng FILE.pcap OUT.pcapng"),
        new(Ascii("GMBU\0\x02"), "Network Monitor", "editcap -F pcapng FILE.pcap OUT.pcapng"),
        new(ExtensibleRecord(), "ERF", "editcap -F pcapng FILE.pcap OUT.pcapng"),
        new(Tar(), "tar", "tar -xf FILE.pcap"),
        new(GzipFile.Of(Tar()), "tar", "tar -xf FILE.pcap"),
        new(GzipFile.Of(GzipFile.Of(Sample.Pcap())), "gzip inside gzip", "zcat FILE.pcap | zcat |"),
        new(Ascii("12:00:01 IP 10.0.0.1.80 > 10.0.0.2.5: Flags [R]\n"), "text", "tcpdump -i any"),
        new(Encoding.UTF8.GetBytes("grüße"), "text", "tcpdump -i any -w"),
        new(Ascii("\r\n <!DOCTYPE html><html>"), "HTML", "head FILE.pcap"),
        new(Ascii("\x7F" + "ELF\x02\x01\x01\0"), "something unknown", "file FILE.pcap"),
        new(Ascii("\xA1\xB2\xC3\xD5\0\x02"), "something unknown", "file FILE.pcap"),
    ];

    [TestCaseSource(nameof(s_foreign))]
    public void What_is_no_capture_is_named(byte[] octets, string what, string hint)
    {
        CaptureException failure = Refused(() => CaptureFile.Open(
            new MemoryStream(octets), "FILE.pcap", 0, new CaptureBuffers(), default));
        Assert.That(failure.Message,
            Does.StartWith("FILE.pcap: not a pcap or pcapng capture but ").And.Contain(what));
        Assert.That(failure.Hint, Does.Contain(hint));
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.NotACapture));
    }

    [Test]
    public void A_name_is_typed_so_that_the_shell_takes_it()
    {
        CaptureException failure = Refused(() => CaptureFile.Open(
            new MemoryStream(Ascii("BZh9")), "it's a file", 0, new CaptureBuffers(), default));
        Assert.That(failure.Hint, Does.StartWith(@"bzip2 -dc 'it'\''s a file' |"));
    }

    [Test]
    public void A_missing_file_is_the_machines_failure()
    {
        CaptureException failure = Refused(() => CaptureFile.Open("/no/such/file.pcap"));
        Assert.That(failure.Message, Is.EqualTo("/no/such/file.pcap: no such file"));
        Assert.That(failure.Hint, Is.Not.Empty);
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.Machine));
    }

    [Test]
    public void A_folder_is_not_opened_as_a_file()
    {
        using var folder = new TemporaryFolder();
        CaptureException failure = Refused(() => CaptureFile.Open(folder.Path));
        Assert.That(failure.Message, Does.EndWith(": is a folder, not a capture"));
    }

    [TestCase(""), TestCase("a\0b")]
    public void What_cannot_be_a_name_is_refused(string path)
        => Assert.That(Refused(() => CaptureFile.Open(path)).Message, Does.Contain("no name"));

    [Test]
    public void An_error_of_the_disk_is_told_after_what_was_read()
    {
        byte[] file = Sample.Pcap();
        using CaptureFile capture = Reading.Open(new BreakingStream(file, goodOctets: 150));
        Assert.That(capture.Read(out _), Is.EqualTo(ReadOutcome.Frame));

        CaptureException failure = Refused(() => capture.Read(out _));
        Assert.That(failure.Message, Does.StartWith("a.pcap: reading failed: "));
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.Machine));
    }

    [Test]
    public void An_empty_file_is_cut_short()
    {
        Reading reading = Reading.Of(Array.Empty<byte>());
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.Damaged));
        Assert.That(reading.Damage, Does.Contain("empty"));
    }

    [Test]
    public void A_record_cut_short_is_placed()
    {
        Reading reading = Reading.Of(Sample.Pcap(frames: 1)[..^1]);
        Assert.That(reading.Damage, Is.EqualTo("a.pcap: cut short at octet 24, before the first "
            + "frame: let the capture end first, or copy the file again"));
    }

    [Test]
    public void Gzip_with_a_wrong_checksum_is_damage()
    {
        byte[] file = GzipFile.Of(Sample.Pcap());
        file[^6] ^= 1; // in the checksum
        Reading reading = Reading.Of(file);
        Assert.That(reading.Outcome, Is.EqualTo(ReadOutcome.Damaged));
        Assert.That(reading.Damage, Does.Contain("gzip compression is damaged or cut short"));
    }

    static CaptureException Refused(Action open)
        => Assert.Throws<CaptureException>(() => open())!;

    sealed class BreakingStream(byte[] octets, int goodOctets) : ReadOnlyStream
    {
        int _given;

        public override int Read(Span<byte> buffer)
        {
            if (_given == goodOctets) throw new IOException("?", hresult: 5); // EIO

            octets.AsSpan(_given, goodOctets - _given).CopyTo(buffer);
            return _given = goodOctets;
        }
    }
}

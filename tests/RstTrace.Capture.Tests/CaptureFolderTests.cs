using System.Collections.Generic;
using System.IO;
using System.Text;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests;

sealed class CaptureFolderTests
{
    [Test]
    public void Captures_are_told_by_first_octets_and_come_in_order()
    {
        using var folder = new TemporaryFolder();
        string b = folder.Add("b.txt", Sample.Pcap());
        string deep = folder.Add("a/deep/x", Sample.Pcapng());
        string upper = folder.Add("Z.gz", GzipFile.Of(Sample.Pcap()));
        string cut = folder.Add("cut.pcap", Sample.Pcap()[..30]);
        folder.Add("notes.pcap", Encoding.ASCII.GetBytes("no capture at all"));
        folder.Add("text.gz", GzipFile.Of(Encoding.ASCII.GetBytes("nor this")));
        folder.Add("broken.gz", [0x1F, 0x8B, 1, 2, 3]);
        folder.Add("empty.pcap", []);
        folder.Add(".hidden.pcap", Sample.Pcap());
        folder.Add(".hidden/x.pcap", Sample.Pcap());
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), folder.Path);

        Assert.That(CaptureFolder.Expand([folder.Path]),
            Is.EqualTo((List<string>)[upper, deep, b, cut]));
    }

    [Test]
    public void Files_and_standard_input_stay_as_they_are()
        => Assert.That(CaptureFolder.Expand(["-", "no-such-file"]),
            Is.EqualTo((List<string>)["-", "no-such-file"]));

    [Test]
    public void A_folder_without_captures_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Add("README", Encoding.ASCII.GetBytes("nothing here"));
        CaptureException failure = Assert.Throws<CaptureException>(
            () => CaptureFolder.Expand([folder.Path]))!;
        Assert.That(failure.Message, Does.Contain("no capture in this folder"));
        Assert.That(failure.Hint, Does.StartWith("file "));
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.NotACapture));
    }
}

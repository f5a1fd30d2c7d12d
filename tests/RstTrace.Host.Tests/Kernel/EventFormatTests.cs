using System;
using System.Buffers.Binary;
using System.IO;
using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Host.Kernel;

namespace RstTrace.Host.Tests.Kernel;

/// <summary>Events of several kernels, read by their own formats.</summary>
sealed class EventFormatTests
{
    static readonly IpAddress s_here = IpAddress.FromIpv4(0x0A00_0001);
    static readonly IpAddress s_there = IpAddress.FromIpv4(0x0A00_0002);

    [TestCase("6.18", 11)]
    [TestCase("moved", 3)]
    public void A_reason_is_known_by_its_name(string kernel, int number)
    {
        EventFormat format = Format(kernel);
        var reader = new EventReader(format, null, null);
        byte[] record = Record(format, number);

        Assert.That(reader.KnowsReasons, Is.True);
        Assert.That(reader.TryRead(record, 77, out KernelEvent read), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(read.Reason, Is.EqualTo("TCP_ABORT_ON_CLOSE"));
            Assert.That(read.Here, Is.EqualTo(new SocketEnd(s_here, 443)));
            Assert.That(read.There, Is.EqualTo(new SocketEnd(s_there, 50000)));
            Assert.That(read.State, Is.EqualTo(SocketState.Close));
            Assert.That((read.Task, read.Time), Is.EqualTo((4711, 77L)));
            Assert.That((read.IsActive, read.IsOfTask), Is.EqualTo((true, true)));
        });
    }

    [TestCase(0)]
    [TestCase(99)]
    public void A_reason_that_says_nothing_is_none(int number)
    {
        EventFormat format = Format("6.18");
        Assert.That(
            new EventReader(format, null, null).TryRead(Record(format, number), 0, out var read));
        Assert.That(read.Reason, Is.Null);
    }

    // TRACE_FLAG_SOFTIRQ and TRACE_FLAG_HARDIRQ.
    [TestCase(0x10)]
    [TestCase(0x08)]
    [TestCase(0x1C)]
    public void What_interrupts_a_task_is_not_the_tasks(byte flags)
    {
        EventFormat format = Format("6.18");
        byte[] record = Record(format, 1);
        record[2] = flags;
        new EventReader(format, null, null).TryRead(record, 0, out KernelEvent read);
        Assert.That(read.IsOfTask, Is.False);
    }

    [Test]
    public void A_kernel_without_reasons_tells_the_ends_all_the_same()
    {
        EventFormat format = Format("6.1");
        var reader = new EventReader(format, null, null);
        byte[] record = new byte[80];
        Put(record, format, "common_type", format.Id);
        Put(record, format, "sport", 443);
        Put(record, format, "dport", 50000);
        Put(record, format, "family", 2);
        Octets(s_here).CopyTo(record, format.Field("saddr")!.Value.Offset);
        Octets(s_there).CopyTo(record, format.Field("daddr")!.Value.Offset);

        Assert.That(reader.KnowsReasons, Is.False);
        Assert.That(reader.TryRead(record, 0, out KernelEvent read), Is.True);
        Assert.That(read.Reason, Is.Null);
        Assert.That(read.Here, Is.EqualTo(new SocketEnd(s_here, 443)));
        Assert.That(read.There, Is.EqualTo(new SocketEnd(s_there, 50000)));
    }

    [Test]
    public void Every_cut_of_a_record_is_refused_or_read_and_never_an_exception()
    {
        foreach (string kernel in (string[])["6.18", "moved", "6.1"])
        {
            EventFormat format = Format(kernel);
            var reader = new EventReader(format, format, format);
            byte[] record = Record(format, 1);
            for (int length = 0; length < record.Length; length++)
            {
                byte[] cut = record[..length];
                Assert.That(() => reader.TryRead(cut, 0, out _), Throws.Nothing);
            }
        }
    }

    [TestCase("")]
    [TestCase("nothing of the kind")]
    [TestCase("ID: x\nfield:int a;")]
    public void What_is_no_format_is_none(string text)
        => Assert.That(EventFormat.Parse(text), Is.Null);

    [TestCase("ID: 1\n\tfield:int a;\toffset:-4;\tsize:4;\tsigned:0;")]
    [TestCase("ID: 1\n\tfield:int a;\toffset:99999999;\tsize:4;\tsigned:0;")]
    [TestCase("ID: 1\n\tfield:int a\toffset:")]
    [TestCase("ID: 1\nprint fmt: \"\", __print_symbolic(REC->a, { 1, \"x\"")]
    [TestCase("ID: 1\nprint fmt: __print_symbolic(REC->")]
    public void A_damaged_format_has_less_in_it(string text)
    {
        EventFormat format = EventFormat.Parse(text)!;
        Assert.That(format.Field("a"), Is.Null);
        Assert.That(format.SymbolsOf("a"), Is.Empty);
    }

    [Test]
    public void Names_of_numbers_that_are_names_themselves_are_not_guessed()
        => Assert.That(Format("6.18").SymbolsOf("state"), Is.Empty);

    [Test]
    public void States_are_chosen_by_name()
    {
        EventFormat format = EventFormat.Parse(
            "ID: 5\n\tfield:__u16 protocol;\toffset:30;\tsize:2;\tsigned:0;\n"
            + "print fmt: \"\", __print_symbolic(REC->newstate, { 22, \"TCP_SYN_SENT\" })")!;
        Assert.That(StateFilter.Of(format), Is.EqualTo(
            "protocol == 6 && (newstate == 22 || newstate == 10 || newstate == 4"
            + " || newstate == 9)"));
    }

    static EventFormat Format(string kernel) => EventFormat.Parse(File.ReadAllText(Path.Combine(
        TestContext.CurrentContext.TestDirectory, "Kernel", "Formats",
        $"tcp_send_reset-{kernel}.txt")))!;

    static byte[] Record(EventFormat format, int reason)
    {
        byte[] record = new byte[96];
        Put(record, format, "common_type", format.Id);
        Put(record, format, "common_pid", 4711);
        Put(record, format, "state", SocketState.Close);
        if (format.Field("reason") is not null) Put(record, format, "reason", reason);
        Socket(s_here, 443).CopyTo(record, format.Field("saddr")!.Value.Offset);
        Socket(s_there, 50000).CopyTo(record, format.Field("daddr")!.Value.Offset);
        return record;
    }

    static void Put(byte[] record, EventFormat format, string field, int value)
    {
        EventField place = format.Field(field)!.Value;
        BitConverter.GetBytes(value).AsSpan(0, place.Size).CopyTo(record.AsSpan(place.Offset));
    }

    static byte[] Socket(IpAddress address, ushort port)
    {
        byte[] socket = new byte[28];
        socket[0] = 2; // AF_INET
        BinaryPrimitives.WriteUInt16BigEndian(socket.AsSpan(2), port);
        Octets(address).CopyTo(socket, 4);
        return socket;
    }

    static byte[] Octets(IpAddress address)
    {
        byte[] octets = new byte[16];
        return octets[..address.Write(octets)];
    }
}

using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar.Tests;

/// <summary>Which flows are looked at under overload.</summary>
public sealed class SamplerTests
{
    const int Flows = 4_000;

    [TestCase(0, 1.0)]
    [TestCase(1, 0.5)]
    [TestCase(3, 0.125)]
    public void A_share_of_the_flows_is_taken_whole(int halvings, double share)
    {
        var sampler = new FlowSampler();
        for (int i = 0; i < halvings; i++) sampler.Halve();
        int taken = 0;
        for (int flow = 0; flow < Flows; flow++)
        {
            bool forth = Takes(sampler, flow, isForth: true);
            Assert.That(Takes(sampler, flow, isForth: false), Is.EqualTo(forth));
            if (forth) taken++;
        }

        Assert.That((double)taken / Flows, Is.EqualTo(share).Within(0.04));
        Assert.That(sampler.LeftOut, Is.EqualTo(2 * (Flows - taken)));
    }

    [Test]
    public void A_smaller_share_is_part_of_the_larger_one()
    {
        var half = new FlowSampler();
        half.Halve();
        var quarter = new FlowSampler();
        quarter.Halve();
        quarter.Halve();
        var both = Enumerable.Range(0, Flows).Where(flow => Takes(quarter, flow, true));
        Assert.That(both.All(flow => Takes(half, flow, true)), Is.True);
        Assert.That(quarter.Restore() && quarter.Restore() && !quarter.Restore(), Is.True);
    }

    // Ethernet, IPv4 and TCP, as short as they may be; clients differ by port and address.
    static bool Takes(FlowSampler sampler, int flow, bool isForth)
    {
        byte[] frame = new byte[54];
        frame[12] = 0x08;
        frame[14] = 0x45;
        frame[17] = 40;
        frame[22] = 64;
        frame[23] = 6;
        byte[] client = [10, 0, (byte)(flow >> 8), (byte)flow], server = [10, 1, 0, 1];
        (isForth ? client : server).CopyTo(frame, 26);
        (isForth ? server : client).CopyTo(frame, 30);
        byte[] clientPort = [(byte)(0x80 | (flow >> 5)), (byte)(flow * 7)], serverPort = [1, 187];
        (isForth ? clientPort : serverPort).CopyTo(frame, 34);
        (isForth ? serverPort : clientPort).CopyTo(frame, 36);
        frame[46] = 0x50;
        frame[47] = 0x10;
        var taken = new Frame
        {
            Octets = frame,
            OriginalLength = 54,
            Time = new Timestamp(1),
            Link = LinkType.Ethernet,
            Id = new FrameId(0, 1),
        };
        return sampler.Takes(in taken);
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Vantages;

namespace RstTrace.Cli;

// The readings before the engines.
partial class CompareRun
{
    VantageComparison Look(List<ResetForesight> foresights)
    {
        var tuples = new ResetTuples(request.Map);
        for (int file = 0; file < request.Paths.Count; file++)
        {
            var foresight = new ResetForesight();
            foresights.Add(foresight);
            Read(file, batch =>
            {
                foresight.Take(batch);
                tuples.Take(batch);
            });
        }

        var scans = new List<VantageScan>();
        for (int file = 0; file < request.Paths.Count; file++)
        {
            scans.Add(new VantageScan(file, tuples));
            Read(file, scans[file].Take);
        }

        var comparison = new VantageComparison(scans, Names());
        foreach (VantageScan scan in comparison.Sought()) Read(scan.File, scan.Take);
        comparison.Conclude();
        Warn(tuples, scans);
        return comparison;
    }

    void Read(int file, Action<FrameBatch> take)
    {
        if (interruption.IsAsked) return;

        using CaptureInput input = Open(file);
        if (input.Length is null)
        {
            throw new CaptureException(
                $"{request.Paths[file]} is a stream, and compare reads its captures several times",
                $"save it first: cat {request.Paths[file]} > capture.pcap");
        }

        _pump.Move(input, take);
    }

    CaptureInput Open(int file)
        => new(CaptureFile.Open(request.Paths[file], file, interruption.Token), request.Paths);

    // As short as they can be told apart by.
    IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        foreach (string path in request.Paths)
        {
            string name = Path.GetFileName(path);
            if (names.Contains(name)) return request.Paths;
            names.Add(name);
        }

        return names;
    }

    void Warn(ResetTuples tuples, List<VantageScan> scans)
    {
        if (tuples.LeftOut > 0)
        {
            _messages.Warning(
                $"{tuples.LeftOut} RST frames of more than {ResetTuples.Most} connections: judged "
                + "from one capture alone: compare fewer minutes at a time");
        }

        foreach (VantageScan scan in scans)
        {
            if (scan.SegmentsLeftOut == 0) continue;
            _messages.Warning(
                $"{request.Paths[scan.File]}: {scan.SegmentsLeftOut} segments of reset connections "
                + "found no room, so fewer resets are proven: compare fewer minutes at a time");
        }
    }
}

using RstTrace.Core.Kernel;

namespace RstTrace.Reports;

// What only the capturing host knows.
public sealed partial class NdjsonReport
{
    static bool KernelKnows(KernelWord? word)
        => word is { Answer: not KernelAnswer.None };

    void WriteKernel(KernelWord? word)
    {
        if (word?.Owner is { } owner) WriteProcess(owner);
        if (word is not { HasCounters: true }) return;

        _json.WriteStartObject("host"u8);
        _json.WriteStartObject("counters"u8);
        for (int i = 0; i < word.Counters.Count; i++)
            _json.WriteNumber(word.Counters[i].Name, word.Counters[i].By);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    void WriteProcess(SocketOwner owner)
    {
        _json.WriteStartObject("process"u8);
        if (owner.Id is { } id) _json.WriteNumber("pid"u8, id);
        WriteText("name"u8, owner.Name);
        _json.WriteString("tie"u8, ContractWords.Of(owner.Tie));
        if (owner.Container is { } container) WriteText("container"u8, container);
        if (owner.Unit is { } unit) WriteText("unit"u8, unit);
        _json.WriteEndObject();
    }
}

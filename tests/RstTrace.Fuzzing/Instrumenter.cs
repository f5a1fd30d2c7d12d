using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace RstTrace.Fuzzing;

/// <summary>Writes our assemblies anew with a count at the begin of each block of code.</summary>
/// <remarks>A block begins where a method or a handler does, where a branch leads, and behind a
/// branch (ECMA-335, III.1.7).</remarks>
sealed class Instrumenter
{
    /// <summary>Blocks so far.</summary>
    public int Blocks { get; private set; }

    /// <summary>Copies a program's folder; its assemblies of ours get counts.</summary>
    /// <param name="from">Where the program lies.</param>
    /// <param name="to">An empty folder.</param>
    public void Copy(string from, string to)
    {
        foreach (string folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));

        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            if (IsOurs(Path.GetFileName(file))) Rewrite(file, copy);
            else File.Copy(file, copy);
        }
    }

    static bool IsOurs(string name)
        => name.StartsWith("RstTrace.", System.StringComparison.Ordinal)
            && name.EndsWith(".dll", System.StringComparison.Ordinal)
            && !name.Contains("Fuzzing") && !name.Contains("Testing");

    void Rewrite(string file, string copy)
    {
        using var module = ModuleDefinition.ReadModule(file);
        MethodReference hit = module.ImportReference(typeof(Edges).GetMethod(nameof(Edges.Hit)));
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods)
                if (method.HasBody) Count(method.Body, hit);
        }

        module.Write(copy);
    }

    void Count(MethodBody body, MethodReference hit)
    {
        body.SimplifyMacros();
        ILProcessor writer = body.GetILProcessor();
        Dictionary<Instruction, Instruction> moved = [];
        foreach (Instruction begin in Begins(body))
        {
            if (Blocks == Edges.Most) break;

            Instruction number = writer.Create(OpCodes.Ldc_I4, Blocks++);
            writer.InsertBefore(begin, number);
            writer.InsertBefore(begin, writer.Create(OpCodes.Call, hit));
            moved[begin] = number;
        }

        foreach (Instruction instruction in body.Instructions) Redirect(instruction, moved);
        foreach (ExceptionHandler handler in body.ExceptionHandlers) Redirect(handler, moved);
        body.OptimizeMacros();
    }

    static Instruction[] Begins(MethodBody body)
    {
        HashSet<Instruction> begins = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target) begins.Add(target);
            if (instruction.Operand is Instruction[] targets) begins.UnionWith(targets);
            bool isBranch = instruction.OpCode.FlowControl == FlowControl.Cond_Branch;
            if (isBranch && instruction.Next is { } next) begins.Add(next);
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
            begins.Add(handler.HandlerStart);

        return [.. body.Instructions.Where(begins.Contains)];
    }

    static void Redirect(Instruction branch, Dictionary<Instruction, Instruction> moved)
    {
        if (branch.Operand is Instruction target && moved.TryGetValue(target, out var begin))
            branch.Operand = begin;
        if (branch.Operand is Instruction[] targets)
        {
            for (int index = 0; index < targets.Length; index++)
                targets[index] = moved.GetValueOrDefault(targets[index], targets[index]);
        }
    }

    static void Redirect(ExceptionHandler handler, Dictionary<Instruction, Instruction> moved)
    {
        handler.TryStart = Moved(handler.TryStart);
        handler.TryEnd = Moved(handler.TryEnd);
        handler.HandlerStart = Moved(handler.HandlerStart);
        handler.HandlerEnd = Moved(handler.HandlerEnd);
        handler.FilterStart = Moved(handler.FilterStart);

        Instruction? Moved(Instruction? at)
            => at is null ? null : moved.GetValueOrDefault(at, at);
    }
}

using System;
using System.IO;
using System.Threading;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>What the program says about itself, on standard error: a line each.</summary>
/// <param name="errors">Standard error.</param>
sealed class Messages(TextWriter errors)
{
    readonly Lock _gate = new(); // signals speak on threads of their own

    /// <summary>What failed, and what to type next.</summary>
    public void Error(string message, string hint)
        => Say($"rsttrace: {Plain(message)}\n  try: {Plain(hint)}");

    /// <summary>What failed, and what to type next.</summary>
    public void Error(CaptureException failure) => Error(failure.Message, failure.Hint);

    /// <summary>What weakens the report, and what to do about it.</summary>
    public void Warning(string message) => Say($"rsttrace: {Plain(message)}");

    /// <summary>A failure that is our own fault.</summary>
    public void Defect(Exception failure)
        => Error(
            $"a defect in rsttrace: {failure.GetType().Name}: {failure.Message}"
            + $" ({FirstPlace(failure)})",
            "report it with this line, the command and, if you may, the capture");

    /// <summary>Text for a program or a terminal, as it is.</summary>
    public void Say(string text)
    {
        try
        {
            lock (_gate)
            {
                errors.WriteLine(text);
                errors.Flush();
            }
        }
        catch (IOException)
        {
            // Nobody listens: the exit code still says it.
        }
    }

    // File names and what else comes from outside must not drive the terminal or forge a line.
    static string Plain(string text)
    {
        return string.Create(text.Length, text, static (plain, text) =>
        {
            for (int i = 0; i < text.Length; i++)
                plain[i] = char.IsControl(text[i]) ? '?' : text[i];
        });
    }

    static string FirstPlace(Exception failure)
    {
        string trace = failure.StackTrace ?? "";
        int end = trace.IndexOf('\n');
        return (end < 0 ? trace : trace[..end]).Trim();
    }
}

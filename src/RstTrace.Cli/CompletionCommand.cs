using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using RstTrace.Capture;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace completion</c>.</summary>
sealed class CompletionCommand : Command, IDocumented
{
    readonly Argument<string[]> _shells = new("SHELL")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when it is not one.
        Description = "bash, zsh, fish or powershell",
    };

    /// <param name="output">Where the script goes.</param>
    public CompletionCommand(Func<TextWriter> output)
        : base("completion", "a script for the shell, that completes words")
    {
        _shells.CompletionSources.Add(_ => CompletionScripts.Shells);
        Add(_shells);
        SetAction(words =>
        {
            TextWriter writer = output();
            writer.Write(CompletionScripts.For(Shell(Usage.Words(words, _shells))));
            writer.Flush();
            return (int)ExitCode.Finished;
        });
    }

    /// <inheritdoc/>
    public string Synopsis => "completion SHELL";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace completion fish > ~/.config/fish/completions/rsttrace.fish",
        "source <(rsttrace completion bash)    # in ~/.bashrc",
        "source <(rsttrace completion zsh)     # in ~/.zshrc, behind compinit",
        "rsttrace completion powershell | Out-String | Invoke-Expression  # in $PROFILE",
    ];

    static string Shell(IReadOnlyList<string> given)
    {
        if (given is not [string shell])
        {
            throw new UsageException(
                given.Count == 0
                    ? "completion needs a SHELL: bash, zsh, fish or powershell"
                    : $"completion takes one SHELL, not {given.Count}",
                "rsttrace completion bash");
        }

        return Array.IndexOf(CompletionScripts.Shells, shell) >= 0
            ? shell
            : throw new UsageException(
                $"completion takes bash, zsh, fish or powershell, not '{shell}'",
                $"rsttrace completion {Nearest(shell)}");
    }

    static string Nearest(string shell)
        => shell == "pwsh"
            ? "powershell"
            : Spelling.Nearest(shell, CompletionScripts.Shells) ?? "bash";
}

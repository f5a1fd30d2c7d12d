using System;

namespace RstTrace.Cli;

/// <summary>What makes a shell ask <see cref="CompleteCommand"/>, and complete file names where it
/// knows no word.</summary>
static class CompletionScripts
{
    /// <summary>The shells as they are typed.</summary>
    public static string[] Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>The script for one of them.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "powershell" => PowerShell,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, null),
    };

    // COMP_WORDS is cut at "=" and ":", so the line is cut at blanks instead; what readline
    // replaces is behind the last of those.
    const string Bash = """
        # rsttrace completion bash
        _rsttrace() {
            local -a words=()
            read -ra words <<< "${COMP_LINE:0:COMP_POINT}"
            [[ ${COMP_LINE:0:COMP_POINT} == *[[:blank:]] ]] && words+=("")
            local current=${words[${#words[@]}-1]} line
            local kept=${current%"${current##*[=:]}"}
            COMPREPLY=()
            while IFS= read -r line; do
                line=${line%%$'\t'*}
                COMPREPLY+=("${line#"$kept"}")
            done < <("${1/#\~/$HOME}" complete "--word=$current" -- \
                "${words[@]:1:${#words[@]}-2}" 2> /dev/null)
        }
        complete -o default -F _rsttrace rsttrace

        """;

    const string Zsh = """
        #compdef rsttrace
        # rsttrace completion zsh
        _rsttrace() {
            local line word meaning
            local -a described
            while IFS= read -r line; do
                word=${line%%$'\t'*} meaning=${line#"$word"}
                described+=("${word//:/\\:}:${meaning#$'\t'}")
            done < <("${(Q)words[1]}" complete "--word=$PREFIX" -- \
                "${(@Q)words[2,CURRENT-1]}" 2> /dev/null)
            if (( $#described )); then
                _describe -V rsttrace described
            else
                compset -P '--*='
                _files
            fi
        }
        if [[ $funcstack[1] == _rsttrace ]]; then
            _rsttrace "$@"
        else
            compdef _rsttrace rsttrace
        fi

        """;

    const string Fish = """
        # rsttrace completion fish
        function __rsttrace_found
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -g __rsttrace_words \
                ($words[1] complete "--word=$current" -- $words[2..] 2>/dev/null)
            test (count $__rsttrace_words) -gt 0
        end
        complete -c rsttrace -e
        complete -c rsttrace -f -k -n __rsttrace_found -a '$__rsttrace_words'

        """;

    // An empty word is not handed to a program by all of its versions: so "--word=" stands before.
    const string PowerShell = """
        # rsttrace completion powershell
        Register-ArgumentCompleter -Native -CommandName rsttrace -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements |
                Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
                ForEach-Object { "$_" })
            $before = @($words | Select-Object -Skip 1)
            & rsttrace complete "--word=$wordToComplete" -- @before 2>$null | ForEach-Object {
                $word, $meaning = $_ -split "`t", 2
                if (-not $meaning) { $meaning = $word }
                [System.Management.Automation.CompletionResult]::new(
                    $word, $word, 'ParameterValue', $meaning)
            }
        }

        """;
}

using System.Collections.Generic;

namespace RstTrace.Cli.Sidecar;

/// <summary>What <c>rsttrace sidecar</c> was asked to do.</summary>
/// <param name="File">The configuration's file; null for none.</param>
/// <param name="Settings">What options say, over the file and the environment.</param>
/// <param name="ChecksOnly">Whether to look at the configuration and do nothing else.</param>
sealed record SidecarRequest(
    string? File, IReadOnlyList<SidecarSetting> Settings, bool ChecksOnly);

/// <summary>What one option says.</summary>
/// <param name="Section">Whose key.</param>
/// <param name="Key">The key.</param>
/// <param name="Text">Its value.</param>
/// <param name="Option">The option's name.</param>
readonly record struct SidecarSetting(string Section, string Key, string Text, string Option);

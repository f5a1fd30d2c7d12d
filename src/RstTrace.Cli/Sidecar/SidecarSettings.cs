using System;
using System.IO;
using RstTrace.Sidecar;
using RstTrace.Sidecar.Configuration;

namespace RstTrace.Cli.Sidecar;

/// <summary>The configuration of <c>rsttrace sidecar</c>: the file, over it the environment, over
/// both the options.</summary>
static class SidecarSettings
{
    /// <summary>Reads and checks all of it.</summary>
    /// <exception cref="ConfigException">Something is wrong.</exception>
    public static SidecarConfig Read(SidecarRequest request)
    {
        var tree = ConfigTree.Read(request.File);
        tree.SetFrom(Environment.GetEnvironmentVariables());
        foreach (SidecarSetting setting in request.Settings)
            tree.Set(setting.Section, setting.Key, setting.Text, setting.Option);
        return SidecarConfig.Read(tree);
    }

    /// <summary>Says that nothing is wrong.</summary>
    public static ExitCode Approve()
    {
        using TextWriter output = StandardStream.WriterTo(StandardStream.OpenOutput());
        output.Write("the configuration is in order\n");
        return ExitCode.Finished;
    }

    /// <summary>Says all that is wrong, a line each with its remedy.</summary>
    public static ExitCode Refuse(ConfigException wrong, Messages messages)
    {
        foreach (ConfigProblem problem in wrong.Problems)
            messages.Error(problem.Message, problem.Hint);
        return ExitCode.Usage;
    }

    /// <summary>The same, for a service that goes on as it was.</summary>
    public static void Tell(ConfigException wrong, ServiceLog log)
    {
        foreach (ConfigProblem problem in wrong.Problems)
            log.Warn($"the configuration stays as it was: {problem.Message}", problem.Hint);
    }
}

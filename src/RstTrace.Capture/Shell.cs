namespace RstTrace.Capture;

/// <summary>Names as they are typed into a shell.</summary>
static class Shell
{
    const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-=@:,";

    /// <summary>The name, in quotes if the shell needs them.</summary>
    public static string Quote(string name)
    {
        foreach (char letter in name)
        {
            if (!Plain.Contains(letter))
                return "'" + name.Replace("'", @"'\''", System.StringComparison.Ordinal) + "'";
        }

        return name;
    }
}

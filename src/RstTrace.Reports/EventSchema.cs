using System.IO;

namespace RstTrace.Reports;

/// <summary>The JSON Schemas that the lines of <see cref="NdjsonReport"/> follow; its member
/// <c>schema</c> says which one a line does.</summary>
public static class EventSchema
{
    /// <summary>The octets of a reset's schema: JSON in UTF-8. The caller disposes of the
    /// stream.</summary>
    public static Stream Open() => Open("reset-event.schema.json");

    /// <summary>The same of an incident's.</summary>
    public static Stream OpenIncident() => Open("incident.schema.json");

    static Stream Open(string name)
        => typeof(EventSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException("The assembly lacks its schema.");
}

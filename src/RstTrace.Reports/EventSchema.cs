using System.IO;

namespace RstTrace.Reports;

/// <summary>The JSON Schema that every line of <see cref="NdjsonReport"/> follows.</summary>
public static class EventSchema
{
    /// <summary>The schema's octets: JSON in UTF-8. The caller disposes of the stream.</summary>
    public static Stream Open()
        => typeof(EventSchema).Assembly.GetManifestResourceStream("reset-event.schema.json")
            ?? throw new FileNotFoundException("The assembly lacks its schema.");
}

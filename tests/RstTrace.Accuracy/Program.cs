using System;
using System.IO;
using RstTrace.Accuracy;

// dotnet run -c Release --project tests/RstTrace.Accuracy > docs/accuracy.md
try
{
    Console.Out.Write(Page.Of(Lab.Judge()));
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException)
{
    Console.Error.WriteLine($"accuracy: {failure.Message}");
    return 1;
}

using System;
using System.Threading;

namespace RstTrace.Sidecar.Delivery;

/// <summary>A collector that speaks OTLP over HTTP with JSON (opentelemetry.io/docs/specs/otlp,
/// version 1).</summary>
/// <param name="url">Where, such as <c>http://localhost:4318/v1/logs</c>.</param>
/// <param name="encode">Makes a request of a batch.</param>
/// <param name="sender">Becomes ours.</param>
sealed class OtlpDestination(Uri url, Func<SpoolBatch, byte[]> encode, HttpSender sender)
    : IDestination
{
    const int MostRecords = 500, MostOctets = 2 << 20;

    /// <inheritdoc/>
    public BatchLimits Limits => new(MostRecords, MostOctets);

    /// <inheritdoc/>
    public TimeSpan Linger => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public uint GroupOf(byte[] line) => 0;

    // A 200 may say that some records were rejected: they must not be sent again, and what was
    // wrong with them is the collector's to log.
    /// <inheritdoc/>
    public SendAnswer Send(SpoolBatch batch, CancellationToken cancel)
    {
        HttpAnswer answer = sender.Post(url, encode(batch), "application/json", cancel);
        if (answer.IsGood) return SendAnswer.Delivered;

        // The specification has 500 not sent again. It is: a proxy before the collector says so
        // when that is down, and what is lost is lost for good.
        SendOutcome outcome = answer.Status switch
        {
            400 or 422 => SendOutcome.Refused,
            413 => SendOutcome.TooLarge,
            _ => SendOutcome.Later,
        };
        return new SendAnswer(outcome, $"{url}: {answer.Said}{Hint(answer.Status)}", answer.After);
    }

    /// <inheritdoc/>
    public void Dispose() => sender.Dispose();

    static string Hint(int status) => status switch
    {
        0 => ": is the collector there?",
        401 or 403 => ": otlp.headers",
        404 or 405 or 415 => ": otlp.endpoint, and OTLP over HTTP with JSON in the collector",
        _ => "",
    };
}

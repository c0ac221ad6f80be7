using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Transformers;

/// <summary>What <see cref="Log"/> writes, and where.</summary>
internal sealed class LogTransformerOptions
{
    /// <summary>
    /// The level of the entries: <c>trace</c>, <c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>. Default <c>info</c>, which is
    /// shown unless asked otherwise: who adds this transformer wants to see events.
    /// </summary>
    [AllowedValues("trace", "debug", "info", "warn", "error")]
    public string Level { get; set; } = "info";

    /// <summary>
    /// The end of the entries' category, after <c>Freshet.Transformers.Log.</c>, for filters to name. Default the transformer's name, so
    /// that two of them can be told apart.
    /// </summary>
    [MinLength(1)]
    [MaxLength(128)]
    public string? Target { get; set; }
}

/// <summary>
/// Logs every event, and hands it on as it is. Of headers only the names are logged, since their values may be secrets; of the body at
/// most 2 KiB.
/// </summary>
internal sealed class Log : ITransformer
{
    private const int MaxBytes = 2 * 1024;
    private const int MaxHeaderNames = 64;

    private readonly ILogger logger;
    private readonly LogLevel level;

    /// <param name="options">What to write; valid.</param>
    /// <param name="name">The transformer's name in the configuration.</param>
    /// <param name="loggers">Makes the logger.</param>
    public Log(LogTransformerOptions options, string name, ILoggerFactory loggers)
    {
        if (!LogFilter.TryParseLevel(options.Level, out level))
        {
            throw new ArgumentException("not a log level", nameof(options));
        }
        logger = loggers.CreateLogger($"{typeof(Log).FullName}.{options.Target ?? name}");
    }

    public Rejection? Transform(Event input, List<Event> output)
    {
        if (logger.IsEnabled(level))
        {
            Write(input);
        }
        output.Add(input);
        return null;
    }

    private void Write(Event input)
    {
        var names = string.Join(' ', input.Headers.Keys.Take(MaxHeaderNames));
        try
        {
            var body = input.ToJson().Span;
            logger.Log(
                level,
                "event of {Bytes} bytes with headers [{Headers}]: {Body}",
                body.Length,
                names,
                Text(body)
            );
        }
        catch (JsonException failure)
        {
            // Not ours to refuse: it is refused where it is encoded.
            logger.Log(
                level,
                "event without a JSON form with headers [{Headers}]: {Reason}",
                names,
                failure.Message
            );
        }
    }

    private static string Text(ReadOnlySpan<byte> body)
    {
        if (body.Length <= MaxBytes)
        {
            return Encoding.UTF8.GetString(body);
        }
        var end = MaxBytes;
        while ((body[end] & 0xc0) == 0x80 && end > MaxBytes - 4)
        {
            end--;
        }
        return Encoding.UTF8.GetString(body[..end]) + "...";
    }
}

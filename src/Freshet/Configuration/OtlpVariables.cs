using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Freshet.Telemetry.Otlp;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Reads <see cref="OtlpSettings"/> out of the variables that every OpenTelemetry SDK knows. They are looked at only where one of them names a collector: without, they are another program's. What is
/// wrong is told, and no value is shown, since it may be a secret.
/// </summary>
internal sealed class OtlpVariables(
    IReadOnlyDictionary<string, string> environment,
    ICollection<Diagnostic> diagnostics
)
{
    public const string Endpoint = Prefix + "ENDPOINT";
    public const string Disabled = "OTEL_SDK_DISABLED";

    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";
    private const string ResourceAttributes = "OTEL_RESOURCE_ATTRIBUTES";

    /// <summary>The port that collectors take gRPC at.</summary>
    private const int GrpcPort = 4317;

    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    private static readonly string[] Samplers =
    [
        "always_on",
        "always_off",
        "traceidratio",
        "parentbased_always_on",
        "parentbased_always_off",
        "parentbased_traceidratio",
    ];

    /// <summary>Numbers from 1: milliseconds, and lengths of queues.</summary>
    private static readonly string[] Counts =
    [
        Prefix + "TIMEOUT",
        .. Signals.Select(signal => $"{Prefix}{signal}_TIMEOUT"),
        "OTEL_METRIC_EXPORT_INTERVAL",
        "OTEL_METRIC_EXPORT_TIMEOUT",
        .. new[] { "BSP", "BLRP" }.SelectMany(queue =>
            new[]
            {
                $"OTEL_{queue}_SCHEDULE_DELAY",
                $"OTEL_{queue}_EXPORT_TIMEOUT",
                $"OTEL_{queue}_MAX_QUEUE_SIZE",
                $"OTEL_{queue}_MAX_EXPORT_BATCH_SIZE",
            }
        ),
    ];

    /// <summary>The settings; null where nothing is exported, or a variable is wrong.</summary>
    public static OtlpSettings? Read(
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics
    ) => new OtlpVariables(environment, diagnostics).Read();

    private OtlpSettings? Read()
    {
        var names = Signals.Select(signal => $"{Prefix}{signal}_ENDPOINT").Prepend(Endpoint);
        if (names.All(name => Get(name) is null) || IsDisabled())
        {
            return null;
        }
        var before = diagnostics.Count;
        var (traces, metrics, logs) = (Of("TRACES"), Of("METRICS"), Of("LOGS"));
        foreach (var name in Counts)
        {
            CheckCount(name);
        }
        CheckSampler();
        CheckPairs(ResourceAttributes, "a list of name=value, joined by commas");
        CheckCertificates();
        if (diagnostics.Skip(before).Any(found => found.Severity == Severity.Error))
        {
            return null;
        }
        var variables = environment
            .Where(pair => pair.Key.StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return traces is null && metrics is null && logs is null
            ? null
            : new(traces, metrics, logs, variables);
    }

    private bool IsDisabled()
    {
        var text = Get(Disabled);
        if (text is null || Is(text, "false"))
        {
            return false;
        }
        if (Is(text, "true"))
        {
            return true;
        }
        Warn(Disabled, "is neither true nor false, and counts as false", "write true or false");
        return false;
    }

    /// <summary>Where a signal goes: what its own variables say comes before what holds for all.</summary>
    private OtlpDestination? Of(string signal)
    {
        if (!IsExported($"OTEL_{signal}_EXPORTER"))
        {
            return null;
        }
        var own = $"{Prefix}{signal}_ENDPOINT";
        var (name, isOwn) = Get(own) is null ? (Endpoint, false) : (own, true);
        var address = ReadEndpoint(name);
        var isGrpc = IsGrpc(signal, address);
        var headers = First($"{Prefix}{signal}_HEADERS", Prefix + "HEADERS");
        CheckPairs(headers, "a list of name=value, joined by commas, each value URL-encoded");
        CheckOneOf(First($"{Prefix}{signal}_COMPRESSION", Prefix + "COMPRESSION"), "none", "gzip");
        if (address is null)
        {
            return null;
        }
        if (!isGrpc && !isOwn)
        {
            // The general one is a base, that of a signal the address itself.
            var path = $"{address.AbsolutePath.TrimEnd('/')}/v1/{signal.ToLowerInvariant()}";
            address = new UriBuilder(address) { Path = path }.Uri;
        }
        return new(address, isGrpc, Get(headers) ?? "");
    }

    private bool IsExported(string name)
    {
        var text = Get(name);
        if (text is not null && !Is(text, "otlp") && !Is(text, "none"))
        {
            Error(name, "names an exporter that there is not", "write otlp or none");
        }
        return text is null || !Is(text, "none");
    }

    private Uri? ReadEndpoint(string name)
    {
        if (Get(name) is not { } text)
        {
            return null;
        }
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.Host.Length == 0
        )
        {
            Error(
                name,
                "is no URL, http or https",
                "such as http://localhost:4318, or for gRPC http://localhost:4317"
            );
            return null;
        }
        if (address.UserInfo.Length > 0)
        {
            Error(
                name,
                "has a user or password in it, which is not sent",
                $"take it out, and set {Prefix}HEADERS=authorization=Basic%20…"
            );
            return null;
        }
        return address;
    }

    /// <summary>By its variable, and without one by the port: collectors take gRPC at 4317, and the specification's default is the other.</summary>
    private bool IsGrpc(string signal, Uri? address)
    {
        var name = First($"{Prefix}{signal}_PROTOCOL", Prefix + "PROTOCOL");
        CheckOneOf(name, "grpc", "http/protobuf");
        return Get(name) is { } text ? Is(text, "grpc") : address?.Port == GrpcPort;
    }

    private void CheckCount(string name)
    {
        if (
            Get(name) is { } text
            && (
                !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count < 1
            )
        )
        {
            Error(name, $"is no number from 1 to {int.MaxValue}", "take it out for the default");
        }
    }

    private void CheckSampler()
    {
        CheckOneOf(Sampler, Samplers);
        var isRatio = Get(Sampler)?.EndsWith("ratio", StringComparison.OrdinalIgnoreCase) ?? false;
        if (
            isRatio
            && Get(SamplerArgument) is { } text
            && (
                !double.TryParse(
                    text,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var ratio
                ) || ratio is not (>= 0 and <= 1)
            )
        )
        {
            Error(SamplerArgument, "is no number from 0 to 1", "such as 0.1 for one trace in ten");
        }
    }

    private void CheckPairs(string name, string wanted)
    {
        foreach (var pair in Get(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (
                equals < 1
                || pair.AsSpan(0, equals).Trim().ContainsAny(" \t\":/")
                || Uri.UnescapeDataString(pair).Any(letter => letter is < ' ' or > '~')
            )
            {
                Error(name, $"is not {wanted}", "such as team=payments,stage=test");
                return;
            }
        }
    }

    /// <summary>Looks into the files, as the SDK would only when it is too late to tell.</summary>
    private void CheckCertificates()
    {
        const string authority = Prefix + "CERTIFICATE";
        const string client = Prefix + "CLIENT_CERTIFICATE";
        const string key = Prefix + "CLIENT_KEY";
        TryRead(authority, path => new X509Certificate2Collection().ImportFromPemFile(path));
        if (Get(client) is not null && Get(key) is not null)
        {
            TryRead(client, path => X509Certificate2.CreateFromPemFile(path, Get(key)).Dispose());
        }
        else if (Get(client) is not null || Get(key) is not null)
        {
            Error(
                Get(client) is null ? client : key,
                "is not set, and a certificate and its key go together",
                $"set both {client} and {key}, or neither"
            );
        }
    }

    private void TryRead(string name, Action<string> read)
    {
        if (Get(name) is not { } path)
        {
            return;
        }
        try
        {
            read(path);
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or UnauthorizedAccessException
                        or CryptographicException
                        or ArgumentException
            )
        {
            Error(name, "names a file that cannot be read, or holds no PEM", "name a PEM file");
        }
    }

    private void CheckOneOf(string name, params string[] known)
    {
        if (Get(name) is { } text && !known.Any(one => Is(text, one)))
        {
            Error(name, "is none of what there is", $"there are: {string.Join(", ", known)}");
        }
    }

    /// <summary>The variable of the signal where it is set, else that of all.</summary>
    private string First(string own, string general) => Get(own) is null ? general : own;

    /// <summary>A variable that is empty counts as not set (OpenTelemetry specification, configuration by environment variables).</summary>
    private string? Get(string name) =>
        environment.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text ? text : null;

    private static bool Is(string text, string known) =>
        text.Equals(known, StringComparison.OrdinalIgnoreCase);

    private void Error(string name, string message, string hint) =>
        Tell(Severity.Error, name, message, hint);

    private void Warn(string name, string message, string hint) =>
        Tell(Severity.Warning, name, message, hint);

    /// <summary>Signals share variables: what is wrong with one is told once.</summary>
    private void Tell(Severity severity, string name, string message, string hint)
    {
        var told = new Diagnostic(severity, $"{name} {message}", null, hint);
        if (!diagnostics.Contains(told))
        {
            diagnostics.Add(told);
        }
    }
}

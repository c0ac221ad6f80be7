using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Telemetry;

/// <summary>No secret of a configuration gets out by any way on which Freshet tells of itself.</summary>
public sealed class SecretTests
{
    // Each has what URLs, Base64 and JSON write in another way, and is long enough to be no coincidence.
    private const string HookEquals = "hook-equals/s3cr3t+a=1";
    private const string HookVariable = "hook-variable/s3cr3t+b=2";
    private const string HookSignature = "hook-signature/s3cr3t+c=3";
    private const string StreamEquals = "stream-equals/s3cr3t+d=4";
    private const string SinkPassword = "sink-password-s3cr3t-e5";
    private const string SinkHeader = "sink-header/s3cr3t+f=6";
    private const string SinkVariable = "sink-variable/s3cr3t+g=7";
    private const string SinkSignature = "sink-signature/s3cr3t+h=8";
    private const string DbPassword = "db-password-s3cr3t-i9";
    private const string KafkaPassword = "kafka-password/s3cr3t+j=10";
    private const string LinkPassword = "link-password-s3cr3t-k11";
    private const string LinkHeader = "link-header/s3cr3t+l=12";
    private const string Management = "management/s3cr3t+m=13";
    private const string Otlp = "otlp/s3cr3t+n=14";
    private const string Unused = "unused/s3cr3t+o=15";
    private const string Wrong = "wrong/s3cr3t+p=16";

    private static readonly string[] Pages =
    [
        "/health",
        "/stats",
        "/metrics",
        "/openapi.json",
        "/api/v1/health",
        "/api/v1/events",
        "/api/v1/dashboard/state",
        "/api/v1/dashboard/clients",
        "/api/v1/dashboard/dead-letters",
        "/",
    ];

    [Fact]
    public async Task No_secret_is_in_any_log_page_command_or_telemetry()
    {
        await using var collector = await OtlpCollector.StartAsync();
        // A server that repeats what it was sent, as many do.
        await using var echo = await Receiver.StartAsync(
            (http, received, _) =>
                Receiver.Answer(
                    http,
                    401,
                    string.Join(
                        '\n',
                        received.Headers.Select(header => $"{header.Key}: {header.Value}")
                    )
                )
        );
        using var certificates = new TestCertificates();
        using var folder = new TemporaryFolder();
        var configuration = Write(folder, "freshet.toml", Toml(echo, certificates, folder));
        var variables = Write(
            folder,
            "variables",
            $"""
            HOOK_SECRET='{HookVariable}'
            SINK_SECRET='{SinkVariable}'
            UNUSED_PASSWORD='{Unused}'
            OTEL_EXPORTER_OTLP_ENDPOINT='{collector.Address}'
            OTEL_EXPORTER_OTLP_HEADERS='authorization={Uri.EscapeDataString($"Bearer {Otlp}")}'
            OTEL_BSP_SCHEDULE_DELAY=50
            OTEL_BLRP_SCHEDULE_DELAY=50
            OTEL_METRIC_EXPORT_INTERVAL=100
            """
        );
        var told = new Dictionary<string, string>();

        await using (
            var freshet = await FreshetProcess.StartAsync(
                "--config",
                configuration,
                "--env-file",
                variables
            )
        )
        {
            using var http = Client(freshet, certificates);
            await AskAsync(http, told);
            await freshet.Complains("out gives up event");
            await freshet.Complains("store could not deliver");
            await freshet.Complains("topic could not deliver");
            await freshet.Complains("401");
            await freshet.Complains("Microsoft.AspNetCore");
            foreach (var page in Pages)
            {
                told[page] = await GetAsync(http, page, $"Bearer {Management}");
                told[$"{page} for a stranger"] = await GetAsync(http, page, $"Bearer {Wrong}");
            }
            told["/api/v1/dashboard/dead-letters"].ShouldContain("401");
            freshet.Signal(FreshetProcess.Terminate);
            (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
            told["the log"] = freshet.Errors;
            told["the output"] = freshet.Output;
        }
        told["telemetry"] = collector.Everything;
        collector.Logs.Count.ShouldBeGreaterThan(10);
        collector.Spans.ShouldNotBeEmpty();
        collector.Points.ShouldNotBeEmpty();
        collector.Requests.ShouldAllBe(request => request["authorization"] == $"Bearer {Otlp}");
        var mistakes = Write(folder, "mistakes.toml", WithMistakes(configuration));
        foreach (
            string[] command in new string[][]
            {
                ["config", "--config", configuration],
                ["check", "--config", configuration],
                ["check", "--config", mistakes],
                ["config", "--config", mistakes],
                ["dead-letters", "list", "--config", configuration],
            }
        )
        {
            await using var process = FreshetProcess.Run([.. command, "--env-file", variables]);
            await process.ExitAsync();
            told[string.Join(' ', command)] = process.Output + process.Errors;
        }
        told[$"check --config {mistakes}"].ShouldContain("error:");
        told[$"config --config {configuration}"].ShouldContain("***");
        foreach (
            var file in Directory.GetFiles(
                $"{folder.Path}/letters",
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            told[file] = Encoding.Latin1.GetString(
                await File.ReadAllBytesAsync(file, Cancellation)
            );
        }

        told.SelectMany(pair =>
                Secrets(certificates)
                    .Where(pair.Value.Contains)
                    .Select(form => $"{form} in {pair.Key}: {Around(pair.Value, form)}")
            )
            .ShouldBeEmpty();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every secret, and every way of writing it.</summary>
    private static IEnumerable<string> Secrets(TestCertificates certificates) =>
        new[]
        {
            HookEquals,
            HookVariable,
            HookSignature,
            StreamEquals,
            SinkPassword,
            SinkHeader,
            SinkVariable,
            SinkSignature,
            DbPassword,
            KafkaPassword,
            LinkPassword,
            LinkHeader,
            Management,
            Otlp,
            Unused,
            Wrong,
            $"user:{SinkPassword}",
            $"user:{LinkPassword}",
            certificates.Key.Split('\n')[1],
        }
            .SelectMany(secret =>
                new[]
                {
                    secret,
                    Uri.EscapeDataString(secret),
                    secret.Replace("+", "\\u002B", StringComparison.Ordinal),
                    secret.Replace("+", "\\u002b", StringComparison.Ordinal),
                    Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='),
                }
            )
            .Distinct();

    private static string Toml(
        Receiver echo,
        TestCertificates certificates,
        TemporaryFolder folder
    ) =>
        $$"""
            [log]
            filter = "trace,Microsoft=trace,System=trace,Npgsql=trace"

            [dead_letters]
            path = '{{folder.Path}}/letters'

            [management]
            token = "{{Management}}"

            {{certificates.Configuration}}
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            [sources.hook.extractor.headers]
            X-Equals = { type = "equals", value = "{{HookEquals}}" }
            X-Variable = { type = "secret", value = "HOOK_SECRET", prefix = "Bearer " }
            X-Signature = { type = "signature", token = "{{HookSignature}}" }

            [sources.link.extractor]
            type = "sse"
            url = 'http://user:{{LinkPassword}}@{{echo.Address.Authority}}/sse/x'
            [sources.link.extractor.headers]
            X-Link = { type = "static", value = "{{LinkHeader}}" }

            [sinks.events]
            type = "sse"
            id = "events"
            [sinks.events.headers]
            X-Equals = { type = "equals", value = "{{StreamEquals}}" }

            [sinks.out]
            type = "http"
            destination = 'http://user:{{SinkPassword}}@{{echo.Address.Authority}}/in'
            [sinks.out.headers]
            X-Static = { type = "static", value = "{{SinkHeader}}" }
            X-Variable = { type = "secret", value = "SINK_SECRET", prefix = "Bearer " }
            X-Signature = { type = "signature", token = "{{SinkSignature}}" }

            [sinks.store]
            type = "db"
            url = "postgres://user:{{DbPassword}}@127.0.0.1:1/events"

            [sinks.topic]
            type = "kafka"
            brokers = "127.0.0.1:1"
            topic = "events"
            delivery_timeout = "1s"
            [sinks.topic.properties]
            "security.protocol" = "SASL_PLAINTEXT"
            "sasl.mechanism" = "PLAIN"
            "sasl.username" = "user"
            "sasl.password" = "{{KafkaPassword}}"

            """;

    /// <summary>The same with a mistake in each line that has a secret: the types of rules, the schemes of addresses and some quotes.</summary>
    private static string WithMistakes(string configuration) =>
        File.ReadAllText(configuration)
            .Replace("type = \"equals\"", "type = \"equal\"", StringComparison.Ordinal)
            .Replace(
                "type = \"static\", value",
                "type = \"static\", valeu",
                StringComparison.Ordinal
            )
            .Replace("token = \"management", "tokne = \"management", StringComparison.Ordinal)
            .Replace("token = \"sink", "token = 7, \"sink", StringComparison.Ordinal)
            .Replace("'http://user", "'htp://user", StringComparison.Ordinal)
            .Replace("postgres://", "mysql://", StringComparison.Ordinal);

    /// <summary>Requests that are right, and others that are wrong in every way.</summary>
    private static async Task AskAsync(HttpClient http, Dictionary<string, string> told)
    {
        const string body = """{"n":1}""";
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(HookSignature), Encoding.UTF8.GetBytes(body))
        );
        (string, string)[] right =
        [
            ("X-Equals", HookEquals),
            ("X-Variable", $"Bearer {HookVariable}"),
            ("X-Signature", signature),
        ];
        var accepted = await PostAsync(http, body, right);
        ((int)accepted.Status).ShouldBe(201, accepted.Body);
        foreach (var (name, _) in right)
        {
            var wrong = right.Select(header => header.Item1 == name ? (name, Wrong) : header);
            var refused = await PostAsync(http, body, [.. wrong]);
            ((int)refused.Status).ShouldBe(403, refused.Body);
            told[$"the answer to a wrong {name}"] = refused.Body;
        }
        told["the answer to no JSON"] = (await PostAsync(http, "no JSON", right)).Body;
        foreach (var value in new[] { StreamEquals, Wrong })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sse/events");
            request.Headers.Add("X-Equals", value);
            using var answer = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                Cancellation
            );
            told[$"the head of {value}"[..15] + told.Count] = answer.ToString();
        }
    }

    private static Task<Answer> PostAsync(
        HttpClient http,
        string body,
        (string, string)[] headers
    ) =>
        Answer.ReadAsync(
            http,
            new HttpRequestMessage(HttpMethod.Post, "/webhook/hook")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            },
            headers
        );

    private static async Task<string> GetAsync(HttpClient http, string path, string authorization)
    {
        var answer = await Answer.ReadAsync(
            http,
            new HttpRequestMessage(HttpMethod.Get, path),
            ("Authorization", authorization)
        );
        return $"{answer.Status} {string.Join(' ', answer.Headers)} {answer.Body}";
    }

    private static HttpClient Client(FreshetProcess freshet, TestCertificates certificates)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(certificates.Authority.Certificate);
        var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return new HttpClient(new SocketsHttpHandler { SslOptions = tls, UseCookies = false })
        {
            BaseAddress = freshet.Address,
            Timeout = Eventually.Limit,
        };
    }

    private static string Write(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Around(string text, string form)
    {
        var at = text.IndexOf(form, StringComparison.Ordinal);
        var start = Math.Max(0, at - 200);
        return text[start..Math.Min(text.Length, at + form.Length + 50)];
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Management;

/// <summary>The clients of gRPC that others wrote.</summary>
public enum ClientKind
{
    /// <summary>npm's <c>@grpc/grpc-js</c>, which reads the proto files with <c>@grpc/proto-loader</c>: <c>tests/clients/call.mjs</c>.</summary>
    Node,

    /// <summary>Debian's <c>python3-grpcio</c>, which knows what the server's reflection says: <c>tests/clients/call.py</c>.</summary>
    Python,
}

/// <summary>What came of calls by a real client.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Code">The status.</param>
/// <param name="Details">What the status says.</param>
internal sealed record CallResult(IReadOnlyList<JsonNode> Messages, int Code, string Details)
{
    /// <summary>The only message of a call that went well.</summary>
    public JsonNode Message
    {
        get
        {
            Code.ShouldBe(0, Details);
            return Messages.ShouldHaveSingleItem();
        }
    }
}

/// <summary>A process of such a client.</summary>
internal sealed class RealClient : IAsyncDisposable
{
    private readonly ChildProcess process;

    private RealClient(ChildProcess process) => this.process = process;

    private IReadOnlyList<JsonNode> Lines =>
        [
            .. process
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!),
        ];

    /// <summary>Starts a call.</summary>
    /// <param name="kind">The client.</param>
    /// <param name="address">Where the server listens for gRPC.</param>
    /// <param name="method"><c>service/method</c>.</param>
    /// <param name="options">What <c>call.mjs</c> describes.</param>
    public static RealClient Start(
        ClientKind kind,
        Uri address,
        string method,
        object? options = null
    )
    {
        var folder = Repository.At("tests", "clients");
        // By name, so that the certificates of TLS hold.
        var target = $"localhost:{address.Port}";
        var given = JsonSerializer.Serialize(options ?? new { });
        if (kind == ClientKind.Python)
        {
            return new(
                ChildProcess.Start(
                    // Debian's own, which is where Debian's packages are.
                    "/usr/bin/python3",
                    "apt-get install python3-grpcio python3-protobuf",
                    [Path.Combine(folder, "call.py"), target, method, given]
                )
            );
        }
        var protos = Repository.At("src", "Freshet", "Management", "Grpc", "Protos");
        return new(
            ChildProcess.Start(
                "node",
                "apt-get install nodejs npm",
                [Path.Combine(folder, "call.mjs"), protos, FileOf(method), target, method, given]
            )
        );
    }

    /// <summary>What came of one call, once it has ended.</summary>
    public static async Task<CallResult> CallAsync(
        ClientKind kind,
        Uri address,
        string method,
        object? options = null
    )
    {
        await using var client = Start(kind, address, method, options);
        return await client.EndsAsync();
    }

    /// <summary>How many of many calls ended with each status.</summary>
    public static async Task<IReadOnlyDictionary<int, int>> CallOftenAsync(
        ClientKind kind,
        Uri address,
        string method,
        object options
    )
    {
        await using var client = Start(kind, address, method, options);
        await client.process.ExitAsync();
        client.process.Errors.ShouldBeEmpty();
        return client.Lines.ShouldHaveSingleItem()["codes"]!
            .AsObject()
            .ToDictionary(pair => int.Parse(pair.Key), pair => (int)pair.Value!);
    }

    /// <summary>Returns once so many messages have come.</summary>
    public Task Hears(int messages) =>
        Eventually.Holds(
            () => Lines.Count(line => line["message"] is not null) >= messages,
            () => $"{process.Output}\n{process.Errors}"
        );

    /// <summary>What came, once the call has ended.</summary>
    public async Task<CallResult> EndsAsync()
    {
        (await process.ExitAsync()).ShouldBe(0, process.Errors);
        var lines = Lines;
        var status = lines[^1]["status"].ShouldNotBeNull(process.Output);
        return new(
            [.. lines.SkipLast(1).Select(line => line["message"]!)],
            (int)status["code"]!,
            (string?)status["details"] ?? ""
        );
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string FileOf(string method) =>
        method.Split('/')[0] switch
        {
            "grpc.health.v1.Health" => "grpc/health/v1/health.proto",
            "grpc.reflection.v1.ServerReflection" => "grpc/reflection/v1/reflection.proto",
            "grpc.reflection.v1alpha.ServerReflection" =>
                "grpc/reflection/v1alpha/reflection.proto",
            _ => "sse.proto",
        };
}

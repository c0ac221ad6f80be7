using Freshet.IntegrationTests.Running;

namespace Freshet.IntegrationTests.Management;

/// <summary>Configurations with a port for gRPC.</summary>
internal static class Configurations
{
    public const string Port = """
        [management.grpc]
        port = 0

        """;

    /// <summary>One webhook, one stream, gRPC.</summary>
    public const string WithGrpc = FreshetServer.WebhookAndStream + Port;

    public const string Token = "tell-me-who-is-there";

    /// <summary>The same, and a token that callers need.</summary>
    public const string WithToken = $"""
        {WithGrpc}
        [management]
        token = "{Token}"

        """;
}

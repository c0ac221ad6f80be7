using Shouldly;
using Xunit;
using static Freshet.Tests.Http.Headers.RulesText;

namespace Freshet.Tests.Http.Headers;

/// <summary>The header rules of the documented collector, which must run unchanged.</summary>
public sealed class DocumentedRulesTests
{
    [Theory]
    [InlineData("Bearer secret-token-123", 200)]
    [InlineData("bearer secret-token-123", 403)]
    [InlineData(null, 401)]
    public void Token_based_authentication(string? authorization, int status) =>
        Status(
                """
                [sinks.api_events]
                enabled = true
                type = "sse"
                id = "api"

                # Require specific bearer token
                [[sinks.api_events.headers]]
                header = "Authorization"
                rule = { type = "equals", value = "Bearer secret-token-123", case_sensitive = true }
                """,
                ("Authorization", authorization)
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("0123456789abcdefghijABCDEFGHIJ01", "Bearer a-b_c", 200)]
    [InlineData("0123456789abcdefghijABCDEFGHIJ0", "Bearer a-b_c", 403)]
    [InlineData("0123456789abcdefghijABCDEFGHIJ01", "Bearer a b", 403)]
    [InlineData("0123456789abcdefghijABCDEFGHIJ01", null, 401)]
    [InlineData(null, null, 401)]
    public void Pattern_matching(string? key, string? authorization, int status) =>
        Status(
                """
                [sinks.validated_events]
                enabled = true
                type = "sse"
                id = "validated"

                # Validate API key format
                [[sinks.validated_events.headers]]
                header = "X-API-Key"
                rule = { type = "matches", pattern = "^[a-zA-Z0-9]{32}$" }

                # Require Bearer token format
                [[sinks.validated_events.headers]]
                header = "Authorization"
                rule = { type = "matches", pattern = "^Bearer [\\w-]+$" }
                """,
                ("X-API-Key", key),
                ("Authorization", authorization)
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("sha256=9bc77b4e52b3a3d9c4b5d1f1f8e2c9de", 403)]
    [InlineData(null, 401)]
    public void Signature_validation(string? signature, int status) =>
        Status(
                """
                [sinks.webhook_events]
                enabled = true
                type = "sse"
                id = "webhooks"

                # Validate webhook signature
                [[sinks.webhook_events.headers]]
                header = "X-Hub-Signature-256"
                rule = { type = "signature", token = "webhook-secret", signature_prefix = "sha256=" }
                """,
                ("X-Hub-Signature-256", signature)
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("k", "client-7", "MyApp/1.0", 200)]
    [InlineData("k", "client-", "MyApp/1.0", 403)]
    [InlineData("k", "client-7", "curl MyApp/", 403)]
    [InlineData(null, "client-7", "MyApp/1.0", 401)]
    public void Multiple_validation_rules(string? key, string client, string agent, int status) =>
        Status(
                """
                [sinks.enterprise_events]
                enabled = true
                type = "sse"
                id = "enterprise"

                # Require API key
                [[sinks.enterprise_events.headers]]
                header = "X-API-Key"
                rule = { type = "exists" }

                # Validate client ID format
                [[sinks.enterprise_events.headers]]
                header = "X-Client-ID"
                rule = { type = "matches", pattern = "^client-[0-9]+$" }

                # Require specific user agent
                [[sinks.enterprise_events.headers]]
                header = "User-Agent"
                rule = { type = "matches", pattern = "^MyApp/" }
                """,
                ("X-API-Key", key),
                ("X-Client-ID", client),
                ("User-Agent", agent)
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("Bearer admin-secret-key", "super-admin", 200)]
    [InlineData("Bearer admin-secret-key", "admins", 403)]
    [InlineData("Bearer other", "admin", 403)]
    public void Rules_as_a_map(string authorization, string role, int status) =>
        Status(
                """
                # Admin events (strict authentication)
                [sinks.admin_events]
                enabled = true
                type = "sse"
                id = "admin"

                [sinks.admin_events.headers]
                "Authorization" = { type = "equals", value = "Bearer admin-secret-key", case_sensitive = true }
                "X-Admin-Role" = { type = "matches", pattern = "^(super-admin|admin)$" }
                """,
                ("Authorization", authorization),
                ("X-Admin-Role", role)
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("the value of INTERNAL_BRIDGE_TOKEN", "vpn-1", "CN=internal-collector-3, O=x", 200)]
    [InlineData("INTERNAL_BRIDGE_TOKEN", "vpn-1", "CN=internal-collector-3, O=x", 403)]
    [InlineData("the value of INTERNAL_BRIDGE_TOKEN", "dmz-1", "CN=internal-collector", 403)]
    [InlineData("the value of INTERNAL_BRIDGE_TOKEN", "internal-1", "O=y, CN=internal", 403)]
    [InlineData("the value of INTERNAL_BRIDGE_TOKEN", "internal-1", null, 401)]
    public void Public_to_internal_bridge(
        string authorization,
        string network,
        string? subject,
        int status
    ) =>
        Status(
                """
                # Public DMZ collector streaming to internal networks
                [sinks.internal_bridge]
                enabled = true
                type = "sse"
                id = "public"

                # Authenticate internal collectors only
                [sinks.internal_bridge.headers]
                "Authorization" = { type = "secret", value = "INTERNAL_BRIDGE_TOKEN" }
                "X-Internal-Network" = { type = "matches", pattern = "^(vpn|internal)-.*" }
                # Additional security: Require client certificate validation
                "X-Client-Certificate-Subject" = { type = "matches", pattern = "^CN=internal-collector.*" }
                """,
                ("Authorization", authorization),
                ("X-Internal-Network", network),
                ("X-Client-Certificate-Subject", subject)
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("Bearer 0123456789012345678901234567890123456789+/", 200)]
    [InlineData("Bearer 012345678901234567890123456789012345678", 403)]
    public void Multi_layer_authentication(string authorization, int status) =>
        Status(
                """
                [sinks.secure_stream]
                enabled = true
                type = "sse"
                id = "secure"

                # Multi-layer authentication
                [sinks.secure_stream.headers]
                "Authorization" = { type = "matches", pattern = "^Bearer [A-Za-z0-9+/]{40,}$" }
                "X-Client-Certificate" = { type = "exists" }
                "User-Agent" = { type = "matches", pattern = "^MySecureClient/" }
                """,
                ("Authorization", authorization),
                ("X-Client-Certificate", "yes"),
                ("User-Agent", "MySecureClient/2")
            )
            .ShouldBe(status);

    [Theory]
    [InlineData("staging", 200)]
    [InlineData("Staging", 403)]
    public void Environment_mirroring(string target, int status) =>
        Status(
                """
                [sinks.staging_mirror.headers]
                "Authorization" = { type = "secret", value = "STAGING_MIRROR_TOKEN" }
                "X-Environment-Target" = { type = "equals", value = "staging", case_sensitive = true }
                """,
                ("Authorization", "the value of STAGING_MIRROR_TOKEN"),
                ("X-Environment-Target", target)
            )
            .ShouldBe(status);

    [Fact]
    public void No_rules_at_all() =>
        Status(
                """
                [sinks.dev_stream]
                enabled = true
                type = "sse"
                id = "dev"

                # No authentication for development
                # headers = []  # Empty - no validation
                """
            )
            .ShouldBe(200);

    private static int Status(string toml, params (string Name, string? Value)[] headers) =>
        Good(toml, name => $"the value of {name}")
            .Check(
                Sent([
                    .. headers
                        .Where(header => header.Value is not null)
                        .Select(header => (header.Name, header.Value!)),
                ]),
                []
            )
            .StatusCode;
}

using System.Text.Json.Nodes;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Http.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Management.OpenApi;

/// <summary>
/// Writes an OpenAPI 3.1 document of endpoints. Paths and methods are the routes' own, what they mean is their <see cref="Operation"/>, and what stands
/// before them, the rate limit, the time that a request may take, client certificates, is known by the server's options and the endpoints' metadata.
/// </summary>
/// <param name="options">The server's options.</param>
/// <param name="version">The program's version.</param>
internal sealed class ApiDocument(HttpOptions options, string version)
{
    private const string ProblemSchema = """
        {"type":"object","description":"Problem details (RFC 9457).","required":["title","status","detail"],"properties":{
          "type":{"type":"string"},"title":{"type":"string","description":"The status' name."},"status":{"type":"integer"},
          "detail":{"type":"string","description":"What is wrong."},
          "index":{"type":"integer","description":"Which of several events is refused, counted from 0."}}}
        """;

    private readonly JsonObject schemes = [];

    /// <summary>The document of these endpoints. One that has no <see cref="Operation"/> is a fault of its author.</summary>
    public JsonObject Write(IEnumerable<Endpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (
            var endpoint in endpoints
                .OfType<RouteEndpoint>()
                .OrderBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal)
        )
        {
            var path = endpoint.RoutePattern.RawText!;
            var operation =
                endpoint.Metadata.GetMetadata<Operation>()
                ?? throw new InvalidOperationException($"{path} does not describe itself");
            if (paths[path] is not JsonObject item)
            {
                paths[path] = item = new()
                {
                    ["description"] =
                        "Any other method is answered with 405, and `Allow` says which there are.",
                };
            }
            foreach (
                var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            )
            {
                item[method.ToLowerInvariant()] = Write(operation, endpoint, method);
            }
        }
        var components = new JsonObject
        {
            ["schemas"] = new JsonObject { ["Problem"] = JsonNode.Parse(ProblemSchema) },
        };
        if (schemes.Count > 0)
        {
            components["securitySchemes"] = schemes;
        }
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Freshet",
                ["version"] = version,
                ["description"] = "What this server answers over HTTP, as it is configured.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = options.EffectiveRootUrl() }),
            ["paths"] = paths,
            ["components"] = components,
        };
    }

    private JsonObject Write(Operation operation, Endpoint endpoint, string method)
    {
        var isHead = HttpMethods.IsHead(method);
        var written = new JsonObject
        {
            ["operationId"] = isHead ? $"head.{operation.Id}" : operation.Id,
            ["summary"] = isHead ? $"{operation.Summary}: the head alone" : operation.Summary,
        };
        var description = string.Join("\n\n", Descriptions(operation));
        if (description.Length > 0)
        {
            written["description"] = description;
        }
        var parameters = Parameters(operation);
        if (parameters.Count > 0)
        {
            written["parameters"] = parameters;
        }
        if (operation.Bodies.Count > 0)
        {
            var content = new JsonObject();
            foreach (var (type, schema) in operation.Bodies)
            {
                content[type] = Media(schema);
            }
            written["requestBody"] = new JsonObject { ["required"] = true, ["content"] = content };
        }
        var responses = new JsonObject();
        foreach (
            var answer in operation
                .Answers.Concat(ServerAnswers(operation, endpoint))
                .Where(answer => !isHead || answer.IsForHead)
                .OrderBy(answer => answer.Status)
        )
        {
            responses[$"{answer.Status}"] = Write(answer, isHead);
        }
        written["responses"] = responses;
        var security = Security(operation);
        if (security.Count > 0)
        {
            written["security"] = security;
        }
        return written;
    }

    private static IEnumerable<string> Descriptions(Operation operation)
    {
        if (operation.Description.Length > 0)
        {
            // Where the code breaks a line, the text goes on.
            yield return operation.Description.ReplaceLineEndings(" ");
        }
        foreach (var rule in operation.Rules.Rules)
        {
            yield return $"The header `{rule.Header}` {RuleDescription.Words(rule)}.";
        }
    }

    private static JsonArray Parameters(Operation operation)
    {
        var required = operation
            .Rules.Rules.SelectMany(RuleDescription.RequiredHeaders)
            .Select(name => name.ToLowerInvariant())
            .Distinct(StringComparer.Ordinal)
            .Select(name =>
                Parameter.Header(name, "A rule asks for it.", isRequired: operation.Cookie is null)
            );
        var parameters = new JsonArray();
        // A rule may be on a header that the endpoint takes anyway.
        foreach (
            var parameter in required
                .Concat(operation.Parameters)
                .DistinctBy(
                    one => $"{one.Place} {one.Name.ToLowerInvariant()}",
                    StringComparer.Ordinal
                )
        )
        {
            parameters.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["name"] = parameter.Name,
                        ["in"] = parameter.Place,
                        ["required"] = parameter.IsRequired,
                        ["description"] = parameter.Description,
                        ["schema"] = JsonNode.Parse(parameter.Schema),
                    }
            );
        }
        return parameters;
    }

    /// <summary>What is answered before an endpoint has its turn, where it does not say that itself.</summary>
    private IEnumerable<Reply> ServerAnswers(Operation operation, Endpoint endpoint)
    {
        if (
            endpoint.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is null
            && operation.Answers.All(answer => answer.Status != StatusCodes.Status408RequestTimeout)
        )
        {
            yield return Reply.Problem(
                StatusCodes.Status408RequestTimeout,
                "The request took too long."
            );
        }
        if (
            options.RateLimit.Enabled
            && endpoint.Metadata.GetMetadata<RateLimitMiddleware.Unlimited>() is null
        )
        {
            yield return new(
                StatusCodes.Status429TooManyRequests,
                $"More than {options.RateLimit.RequestsPerMinute} requests a minute, or {options.RateLimit.Burst} at once."
            )
            {
                MediaType = "text/plain",
                Schema = """{"type":"string"}""",
                Headers = { ["Retry-After"] = "When to come back, in seconds." },
            };
        }
    }

    private static JsonObject Write(Reply answer, bool isHead)
    {
        var written = new JsonObject { ["description"] = answer.Description };
        if (answer.Headers.Count > 0)
        {
            var headers = new JsonObject();
            foreach (var (name, description) in answer.Headers)
            {
                headers[name] = new JsonObject
                {
                    ["description"] = description,
                    ["schema"] = new JsonObject { ["type"] = "string" },
                };
            }
            written["headers"] = headers;
        }
        if (answer.MediaType is { } type && !isHead)
        {
            written["content"] = new JsonObject { [type] = Media(answer.Schema) };
        }
        return written;
    }

    private static JsonObject Media(string? schema) =>
        schema is null ? [] : new() { ["schema"] = JsonNode.Parse(schema) };

    /// <summary>
    /// All that a rule or a certificate asks for together, or a cookie in place of the rules; where the management token opens it, that, or for some nothing.
    /// </summary>
    private JsonArray Security(Operation operation)
    {
        SecurityScheme[] server = options.Tls is { AsksClients: true }
            ? [SecurityScheme.ClientCertificate]
            : [];
        var all = operation
            .Rules.Rules.Select(RuleDescription.Scheme)
            .OfType<SecurityScheme>()
            .Concat(server)
            .ToHashSet();
        var choices = new JsonArray();
        if (operation.NeedsToken)
        {
            choices.Add((JsonNode)Requirement([.. all, SecurityScheme.Http("bearer")]));
        }
        var hasOther =
            operation.Cookie is not null || operation is { NeedsToken: true, IsFreeToSome: true };
        if (all.Count > 0 || hasOther)
        {
            choices.Add((JsonNode)Requirement(all));
        }
        if (operation.Cookie is { } cookie)
        {
            choices.Add((JsonNode)Requirement([SecurityScheme.Cookie(cookie), .. server]));
        }
        return choices;
    }

    private JsonObject Requirement(IEnumerable<SecurityScheme> needed)
    {
        var requirement = new JsonObject();
        foreach (var scheme in needed)
        {
            schemes.TryAdd(scheme.Name, scheme.ToJson());
            requirement[scheme.Name] = new JsonArray();
        }
        return requirement;
    }
}

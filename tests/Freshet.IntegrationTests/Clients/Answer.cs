using System.Net;
using System.Text.Json.Nodes;
using Shouldly;

namespace Freshet.IntegrationTests.Clients;

/// <summary>A whole answer to a request.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers, those of its content among them.</param>
/// <param name="Body">Its body.</param>
internal sealed record Answer(
    HttpStatusCode Status,
    IReadOnlyDictionary<string, string> Headers,
    string Body
)
{
    public JsonNode Json => JsonNode.Parse(Body).ShouldNotBeNull();

    /// <summary>The ids of a webhook's answer.</summary>
    public IReadOnlyList<string> Ids =>
        [.. Json["ids"].ShouldNotBeNull().AsArray().Select(id => id!.GetValue<string>())];

    /// <summary>A header's value, several joined by a comma; null where it is absent.</summary>
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>What is wrong, as problem details say it (RFC 9457).</summary>
    public string Problem(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body);
        this["Content-Type"].ShouldBe("application/problem+json");
        Json["status"]!.GetValue<int>().ShouldBe((int)status);
        Json["title"]!.GetValue<string>().ShouldNotBeEmpty();
        return Json["detail"]!.GetValue<string>();
    }

    public static async Task<Answer> ReadAsync(
        HttpClient http,
        HttpRequestMessage request,
        params (string Name, string Value)[] headers
    )
    {
        using (request)
        {
            Add(request, headers);
            // The head alone is awaited, so that the answer to a HEAD of a stream is no different.
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead
            );
            return new(
                response.StatusCode,
                HeadersOf(response),
                await response.Content.ReadAsStringAsync()
            );
        }
    }

    public static void Add(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.ShouldNotBeNull();
                request.Content.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
            }
        }
    }

    public static Dictionary<string, string> HeadersOf(HttpResponseMessage response) =>
        response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(
                pair => pair.Key,
                pair => string.Join(", ", pair.Value),
                StringComparer.OrdinalIgnoreCase
            );
}

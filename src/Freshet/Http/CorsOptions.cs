using Freshet.Configuration;
using Freshet.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Freshet.Http;

/// <summary>
/// Which pages of other origins may read the answers (the Fetch standard's CORS protocol). An endpoint's table stands in place of the server's
/// as a whole; the two are not mixed.
/// </summary>
internal sealed class CorsOptions : ICheckOptions
{
    private const string Everything = "*";

    /// <summary>What a browser's <c>EventSource</c> sends of itself when it comes back; a page that may read a stream may resume it.</summary>
    private const string LastEventId = "Last-Event-ID";

    private static readonly string[] ReadMethods = ["GET", "HEAD", "OPTIONS"];

    /// <summary>
    /// The origins whose pages may read; every one by default, since a cookie opens nothing to a page of another origin unless <c>allow_credentials</c> says so.
    /// </summary>
    public List<CorsOrigin> AllowedOrigins { get; set; } = [CorsOrigin.Any];

    /// <summary>
    /// The request headers that a page may send, <c>*</c> for whichever it asks for: the rules decide what a header must be. <c>Last-Event-ID</c>
    /// may always be sent.
    /// </summary>
    public List<string> AllowedHeaders { get; set; } = [Everything];

    /// <summary>
    /// Whether a browser may send cookies, such as that of a stream's session, and client certificates along; only for origins that are named.
    /// </summary>
    public bool AllowCredentials { get; set; }

    /// <summary>How long a browser may remember the answer to a preflight; Chromium caps it at two hours.</summary>
    [DurationRange("0s", "1d")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    private bool IsForAll => AllowedOrigins.Exists(origin => origin.IsAny);

    public void Check(OptionsScope scope)
    {
        if (AllowCredentials && IsForAll)
        {
            scope.Error(
                "allow_credentials",
                "credentials are allowed to every origin",
                "name the origins: allowed_origins = [\"https://app.example.com\"]"
            );
        }
        else if (IsForAll && AllowedOrigins.Count > 1)
        {
            scope.Reader.Warn(
                scope.At("allowed_origins"),
                "\"*\" allows every origin, so naming others changes nothing"
            );
        }
        foreach (var header in AllowedHeaders.Where(header => header != Everything))
        {
            HeaderName.Check(header, scope.At("allowed_headers"), scope.Reader);
        }
    }

    /// <summary>The same as ASP.NET Core knows it.</summary>
    /// <param name="methods">The methods that a page may use; those that only read where none are given.</param>
    public CorsPolicy ToPolicy(params IReadOnlyCollection<string> methods)
    {
        var policy = new CorsPolicyBuilder()
            .WithMethods([.. methods.Count == 0 ? ReadMethods : methods])
            // A page that is told to come back later may know when.
            .WithExposedHeaders(HeaderNames.RetryAfter)
            .SetPreflightMaxAge(MaxAge);
        if (AllowedHeaders.Contains(Everything, StringComparer.Ordinal))
        {
            policy.AllowAnyHeader();
        }
        else
        {
            policy.WithHeaders([
                .. AllowedHeaders.Append(LastEventId).Distinct(StringComparer.OrdinalIgnoreCase),
            ]);
        }
        if (AllowCredentials)
        {
            policy.AllowCredentials();
        }
        if (IsForAll)
        {
            return policy.AllowAnyOrigin().Build();
        }
        var known = AllowedOrigins
            .Select(origin => origin.Value)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A predicate, rather than WithOrigins, makes the middleware add "Vary: Origin" for a single origin too.
        return policy.SetIsOriginAllowed(known.Contains).Build();
    }
}

/// <summary>Puts the options on endpoints; <c>UseCors</c> does the rest, preflights included.</summary>
internal static class CorsEndpoints
{
    /// <summary>Registers the server's own options, for endpoints that have none of theirs, and those that say nothing of CORS.</summary>
    public static IServiceCollection AddCors(
        this IServiceCollection services,
        CorsOptions options
    ) => services.AddSingleton(options).AddCors(cors => cors.AddDefaultPolicy(options.ToPolicy()));

    /// <summary>Lets pages read the endpoint as the options say, or as the server's do where there are none.</summary>
    public static TBuilder WithCors<TBuilder>(
        this TBuilder endpoint,
        CorsOptions? options,
        params IReadOnlyCollection<string> methods
    )
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built =>
        {
            var known = options ?? built.ApplicationServices.GetRequiredService<CorsOptions>();
            built.Metadata.Add(new CorsPolicyMetadata(known.ToPolicy(methods)));
        });
        return endpoint;
    }
}

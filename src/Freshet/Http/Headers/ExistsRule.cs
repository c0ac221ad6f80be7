using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary><c>exists</c>: the header is there and not empty. It may come more than once.</summary>
internal sealed class ExistsRule : HeaderRule
{
    public const string Name = "exists";

    public override string Type => Name;

    public override IEnumerable<string> Terms => [];

    public override HeaderVerdict Check(IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        headers[Header].Any(value => !string.IsNullOrWhiteSpace(value))
            ? HeaderVerdict.Accepted
            : Missing(Header);

    protected override bool Holds(
        string value,
        IHeaderDictionary headers,
        ReadOnlySpan<byte> body
    ) => true;
}

using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Headers;

/// <summary>What a signature covers: <c>"body"</c>, or <c>{ headers_then_body = { headers, separator } }</c>.</summary>
internal sealed class SignedContent : IReadFromToml<SignedContent>
{
    private const string Body = "body";
    private const string HeadersThenBody = "headers_then_body";

    private static readonly string[] Known = [Body, HeadersThenBody];

    public static SignedContent BodyAlone { get; } = new([], "");

    private SignedContent(IReadOnlyList<string> headers, string separator)
    {
        Headers = headers;
        Separator = separator;
    }

    public static string Shape => "\"body\" or { headers_then_body = { headers, separator } }";

    /// <summary>The headers whose values stand before the body, in this order.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>What follows each header's value.</summary>
    public string Separator { get; }

    public static SignedContent? Read(TomlValue value, OptionsReader reader)
    {
        const string name = "signature_on";
        if (value is TomlTable table)
        {
            return Read(table, reader);
        }
        if (value is not (TomlString or TomlText))
        {
            reader.Mismatch(value, name, Shape);
            return null;
        }
        var text = reader.ReadText(value, name)!;
        if (text == Body)
        {
            return BodyAlone;
        }
        reader.Error(
            value.Location,
            $"{name} must be {Shape}, not \"{text}\"",
            text == HeadersThenBody
                ? "write { headers_then_body = { headers = [\"…\"], separator = \".\" } }"
                : NearestName.Hint(text, Known)
        );
        return null;
    }

    private static SignedContent? Read(TomlTable table, OptionsReader reader)
    {
        var keys = reader.Read<Choice>(table, "signature_on");
        return keys.HeadersThenBody is { Headers: { } headers, Separator: { } separator }
            ? new(headers, separator)
            : null;
    }

    private sealed class Choice
    {
        [Required(ErrorMessage = "for the body alone write signature_on = \"body\"")]
        public Parts? HeadersThenBody { get; set; }
    }

    private sealed class Parts : ICheckOptions
    {
        [Required(ErrorMessage = "name the headers in the order in which they are signed")]
        [MinLength(1)]
        public List<string>? Headers { get; set; }

        [Required(ErrorMessage = "give what stands between the parts: \".\" for Svix")]
        public string? Separator { get; set; }

        public void Check(OptionsScope scope)
        {
            foreach (var header in Headers ?? [])
            {
                HeaderName.Check(header, scope.At("headers"), scope.Reader);
            }
        }
    }
}

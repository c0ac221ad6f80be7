using System.Text;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Transformers.Vrl;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Freshet.Tests.Transformers.Vrl;

/// <summary>Runs programs of transformers as a pipeline would.</summary>
internal static class Programs
{
    public static VrlTransformer Compile(string source, bool strict = false)
    {
        var options = new VrlOptions { Template = source };
        options
            .Compile(EventProgram.Options with { Strict = strict })
            .Errors.Select(error => $"E{error.Code} {error.Message}")
            .ShouldBeEmpty();
        return new(options, "test", NullLoggerFactory.Instance, TimeProvider.System);
    }

    public static Event Event(string body, string metadata = "{}") =>
        new(Encoding.UTF8.GetBytes(body), Encoding.UTF8.GetBytes(metadata));

    /// <summary>What becomes of an event: the bodies.</summary>
    public static IReadOnlyList<string> Run(string source, string body) =>
        [.. Run(source, Event(body)).Select(BodyOf)];

    /// <summary>What becomes of an event.</summary>
    public static List<Event> Run(string source, Event input)
    {
        var output = new List<Event>();
        Compile(source).Transform(input, output).ShouldBeNull();
        return output;
    }

    /// <summary>Why a program rejects an event.</summary>
    public static string Reject(string source, string body = "{}")
    {
        var output = new List<Event>();
        var rejection = Compile(source).Transform(Event(body), output).ShouldNotBeNull();
        rejection.Kind.ShouldBe(RejectionKind.Transformer);
        output.ShouldBeEmpty();
        return rejection.Reason;
    }

    public static string BodyOf(Event output) => Encoding.UTF8.GetString(output.ToJson().Span);

    public static string MetadataOf(Event output) =>
        Encoding.UTF8.GetString(output.MetadataToJson().Span);
}

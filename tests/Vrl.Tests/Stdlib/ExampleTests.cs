using System.Text;
using Freshet.Vrl;
using Freshet.Vrl.Compilation;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib;

/// <summary>Runs the examples of every function: they are its documentation, so they must be true.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string, string> Examples { get; } =
    [
        .. FunctionRegistry.Language.SelectMany(function =>
            function.Examples.Select(example => (function.Signature.Name, example.Title))
        ),
    ];

    public static TheoryData<string> Functions { get; } =
    [.. FunctionRegistry.Language.Select(function => function.Signature.Name)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_gives_what_it_says(string function, string title)
    {
        var example = Find(function).Examples.Single(example => example.Title == title);
        var compiled = VrlCompiler.Compile(
            example.Source,
            new CompileOptions
            {
                EnableAllFunctions = true,
                BaseFolder = Path.Combine(AppContext.BaseDirectory, "data", "vrl"),
            }
        );
        compiled
            .Errors.Select(error =>
                $"E{error.Code} {error.Message}: {string.Join("; ", error.Labels.Select(label => label.Text))}"
            )
            .ShouldBeEmpty();

        var @event = Json(example.Event);
        var metadata = Value.From(new VrlObject());
        var result = compiled.Program!.Run(ref @event, ref metadata);

        if (example.Result is null)
        {
            result.Failure.ShouldNotBeNull();
            if (example.Error is not null)
            {
                Unlocated(result.Failure.Message).ShouldBe(example.Error);
            }
            return;
        }
        result.Failure?.Message.ShouldBeNull();
        if (!example.IsDifferentEachTime)
        {
            VrlJson.Write(result.Value).ShouldBe(VrlJson.Write(Json(example.Result)));
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_documented(string name)
    {
        var function = Find(name);
        function.Examples.ShouldNotBeEmpty();
        function.Examples.Select(example => example.Title).ShouldBeUnique();
        function.Signature.Summary.ShouldEndWith(".");
        foreach (var parameter in function.Signature.Parameters)
        {
            parameter.Summary.ShouldEndWith(".", customMessage: parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_looks_as_the_language_has_it(string name)
    {
        var fact = FunctionFacts.Of(name).ShouldNotBeNull();
        var signature = Find(name).Signature;

        signature.Category.ShouldBe(fact.Category);
        (signature.Closure is not null).ShouldBe(fact.HasClosure);
        signature
            .Parameters.Select(parameter => parameter.Name)
            .ShouldBe(fact.Parameters.Select(parameter => parameter.Name));
        foreach (
            var (parameter, expected) in signature
                .Parameters.Select(ParameterFacts.Of)
                .Zip(fact.Parameters)
        )
        {
            parameter.IsRequired.ShouldBe(expected.IsRequired, parameter.Name);
            parameter.Kinds.ShouldBe(expected.Kinds, parameter.Name);
            if (expected.HasPlainDefault && parameter.Default is not null)
            {
                parameter.Default.ShouldBe(expected.Default, parameter.Name);
            }
            if (parameter.Variants is not null && expected.Variants is not null)
            {
                parameter.Variants.ShouldBe(expected.Variants, parameter.Name);
            }
        }
        if (fact.IsFallible is { } isFallible && signature.Returns.IsFallible)
        {
            isFallible.ShouldBeTrue();
        }
    }

    private static Function Find(string name) =>
        FunctionRegistry.Language.Single(function => function.Signature.Name == name);

    private static Value Json(string text)
    {
        VrlJson
            .TryParse(Encoding.UTF8.GetBytes(text), out var value, out var error)
            .ShouldBeTrue(error);
        return value;
    }

    /// <summary>The message without the part that says where.</summary>
    private static string? Unlocated(string? message)
    {
        const string Prefix = "function call error for ";
        while (message is not null && message.StartsWith(Prefix, StringComparison.Ordinal))
        {
            message = message[(message.IndexOf("): ", StringComparison.Ordinal) + 3)..];
        }
        return message;
    }
}

using System.Text;
using Freshet.Configuration;
using Freshet.Programs.Purl;
using Freshet.Vrl;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Vrl;

/// <summary>What functions programs can call, from what the functions say of themselves: for the terminal, and as the page <c>docs/vrl-functions.md</c>.</summary>
internal static class FunctionReference
{
    private static readonly IReadOnlyList<Function> functions =
    [
        .. VrlCompiler
            .Functions.Concat(PurlFunctions.All)
            .OrderBy(function => function.Signature.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<IGrouping<string, Function>> Categories =>
        functions
            .GroupBy(function => function.Signature.Category)
            .OrderBy(category => category.Key, StringComparer.Ordinal);

    /// <summary>Writes a list of all functions, or all about one; the result is the exit code.</summary>
    public static int Write(string? name, TextWriter output, TextWriter errors)
    {
        if (name is null)
        {
            WriteList(output);
            return 0;
        }
        if (functions.FirstOrDefault(function => function.Signature.Name == name) is { } found)
        {
            WriteOne(found, output);
            return 0;
        }
        var names = functions.Select(function => function.Signature.Name);
        errors.WriteLine($"error: there is no function {name}");
        errors.WriteLine(
            NearestName.Find(name, names) is { } near
                ? $"   = help: did you mean {near}?"
                : "   = help: freshet vrl functions lists them"
        );
        return 1;
    }

    private static void WriteList(TextWriter output)
    {
        var width = functions.Max(function => function.Signature.Name.Length);
        foreach (var category in Categories)
        {
            output.WriteLine(category.Key);
            foreach (var function in category)
            {
                var signature = function.Signature;
                output.WriteLine($"  {signature.Name.PadRight(width)}  {signature.Summary}");
            }
            output.WriteLine();
        }
    }

    private static void WriteOne(Function function, TextWriter output)
    {
        var signature = function.Signature;
        output.WriteLine(Call(signature));
        output.WriteLine();
        output.WriteLine(signature.Summary);
        foreach (var note in Notes(signature))
        {
            output.WriteLine(note);
        }
        if (signature.Parameters.Count > 0)
        {
            output.WriteLine();
            foreach (var parameter in signature.Parameters)
            {
                output.WriteLine($"  {parameter.Name}: {Kinds(parameter)}");
                output.WriteLine($"      {About(parameter)}");
            }
        }
        foreach (var example in function.Examples)
        {
            output.WriteLine();
            output.WriteLine($"# {example.Title.TrimEnd('.')}");
            if (example.Event != "{}")
            {
                output.WriteLine($"# on {example.Event}");
            }
            output.WriteLine(example.Source.Trim());
            output.WriteLine($"# => {Result(example)}");
        }
    }

    /// <summary>The page.</summary>
    public static string Page()
    {
        var page = new StringBuilder(
            """
            # Functions of the Vector Remap Language

            <!-- Printed from the code by ./do docs; a test compares. -->

            `freshet vrl functions NAME` prints the same in the terminal. A call that may fail is handled with `??`, with `ok, err =`, or with `!`,
            which ends the program. Functions that reach out of the process are called only where the configuration enables them.


            """
        );
        foreach (var category in Categories)
        {
            page.Append($"- {category.Key}: ");
            page.AppendJoin(
                ", ",
                category.Select(function =>
                    $"[{function.Signature.Name}](#{function.Signature.Name})"
                )
            );
            page.Append('\n');
        }
        foreach (var category in Categories)
        {
            page.Append($"\n## {category.Key}\n");
            foreach (var function in category)
            {
                Append(page, function);
            }
        }
        return page.ToString();
    }

    private static void Append(StringBuilder page, Function function)
    {
        var signature = function.Signature;
        page.Append($"\n### {signature.Name}\n\n`{Call(signature)}`\n\n{signature.Summary}\n");
        foreach (var note in Notes(signature))
        {
            page.Append($"{note}\n");
        }
        if (signature.Parameters.Count > 0)
        {
            page.Append('\n');
            foreach (var parameter in signature.Parameters)
            {
                page.Append($"- `{parameter.Name}` ({Kinds(parameter)}): {About(parameter)}\n");
            }
        }
        foreach (var example in function.Examples)
        {
            // A program may hold the fence's own mark.
            var fence = example.Source.Contains("```", StringComparison.Ordinal) ? "````" : "```";
            page.Append($"\n{example.Title.TrimEnd('.')}:\n\n{fence}coffee\n");
            if (example.Event != "{}")
            {
                page.Append($"# on {example.Event}\n");
            }
            page.Append($"{example.Source.Trim()}\n# => {Result(example)}\n{fence}\n");
        }
    }

    /// <summary><c>parse_json(value: string, max_depth?: integer) -> any, may fail</c></summary>
    private static string Call(Signature signature)
    {
        var parameters = signature.Parameters.Select(parameter =>
            $"{parameter.Name}{(parameter.IsRequired ? "" : "?")}: {Kinds(parameter)}"
        );
        var closure = signature.Closure is { } given
            ? $" -> |{string.Join(", ", given.Parameters.Select(parameter => parameter.ToString().ToLowerInvariant()))}| {{ … }}"
            : "";
        return $"{signature.Name}({string.Join(", ", parameters)}){closure} → {Kind.Of(signature.Returns.Kind.Kinds)}{(signature.Returns.IsFallible ? ", may fail" : "")}";
    }

    private static IEnumerable<string> Notes(Signature signature)
    {
        if (signature.IsOptIn)
        {
            yield return "It reaches out of the process, so it must be enabled by name.";
        }
    }

    private static string Kinds(Parameter parameter) => Kind.Of(parameter.Kinds).ToString();

    private static string About(Parameter parameter)
    {
        var about = new StringBuilder(parameter.Summary);
        if (parameter.Form == ArgumentForm.Query)
        {
            about.Append(" It is a path.");
        }
        if (parameter.Form == ArgumentForm.Static)
        {
            about.Append(" It must be known when the program is compiled.");
        }
        if (parameter.Form == ArgumentForm.Written)
        {
            about.Append(
                " It must be written in the call itself, and known when the program is compiled."
            );
        }
        if (parameter.Variants.Count > 0)
        {
            about.Append($" One of: {string.Join(", ", parameter.Variants)}.");
        }
        if (!parameter.IsRequired && !parameter.Default.IsMissing && !parameter.Default.IsNull)
        {
            about.Append($" Default: {VrlJson.Write(parameter.Default)}.");
        }
        return about.ToString();
    }

    private static string Result(Example example) =>
        example.Result is null ? $"error: {example.Error ?? "it fails"}"
        : example.IsDifferentEachTime ? $"{example.Result}, for example"
        : example.Result;
}

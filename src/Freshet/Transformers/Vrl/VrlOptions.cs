using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Pipelines;
using Freshet.Toml;
using Freshet.Vrl;
using Freshet.Vrl.Runtime.Time;

namespace Freshet.Transformers.Vrl;

/// <summary>
/// The program of a <see cref="VrlTransformer"/>, in the Vector Remap Language: exactly one of <c>template</c> (mostly from a file, by
/// <c>template_file</c>) and <c>script</c>. <c>docs/vrl.md</c> says what a program sees and what it gives.
/// </summary>
internal sealed class VrlOptions : ICheckOptions
{
    /// <summary>The program.</summary>
    public string? Template { get; set; }

    /// <summary>The same; the older name of the key.</summary>
    public string? Script { get; set; }

    /// <summary>
    /// Whether every expression that may fail must be handled, as the language has it; else it is a warning, and where such an expression
    /// fails, the event is rejected. Default what <c>vrl_strict</c> of <c>[pipeline]</c> says.
    /// </summary>
    public bool? Strict { get; set; }

    /// <summary>
    /// The zone of times that name none, by its name in the tz database, as <c>Europe/Berlin</c>; <c>local</c> for the machine's own.
    /// Default <c>UTC</c>, so that a program gives the same wherever it runs.
    /// </summary>
    [MinLength(1)]
    [MaxLength(64)]
    public string Timezone { get; set; } = "UTC";

    /// <summary>
    /// Functions to enable that reach out of the process, as <c>get_env_var</c> or <c>dns_lookup</c>. None by default; those that wait for
    /// an answer hold up the events behind.
    /// </summary>
    public List<Reference> Functions { get; set; } = [];

    /// <summary>Of cdviz-collector: the program as a file of a Git host.</summary>
    [Foreign(
        Severity.Error,
        "is not available: files of a Git host are not fetched",
        "fetch the file when you deploy, and name it with template_file"
    )]
    public string? TemplateRfile { get; set; }

    /// <summary>The program as compiled; null before <see cref="Check"/> and where that told an error.</summary>
    internal CompileResult? Compiled { get; private set; }

    public void Check(OptionsScope scope)
    {
        CheckFunctions(scope);
        if (!TimeZones.TryFind(Timezone, out var zone))
        {
            scope.Error("timezone", $"there is no time zone \"{Timezone}\" on this machine");
        }
        switch (scope.IsGiven("template"), scope.IsGiven("script"))
        {
            case (true, true):
                scope.Error("script", "both template and script are given", "remove one");
                break;
            // Of the other key it was told why it gives none.
            case (false, false) when scope.Written("template_rfile") is null:
                scope.Error(
                    "type",
                    "a vrl transformer needs a program",
                    "add template or template_file"
                );
                break;
            // What is given may be no string, or a file that is not there: then that was told.
            case var (isTemplate, _) when (Template ?? Script) is { } source:
                Compile(scope, isTemplate ? "template" : "script", source, zone);
                break;
        }
    }

    /// <summary>Compiles the program without a configuration around it, for who has its text alone.</summary>
    internal CompileResult Compile(CompileOptions options) =>
        Compiled = VrlCompiler.Compile(Template ?? Script ?? "", options);

    private void Compile(OptionsScope scope, string key, string source, TimeZoneInfo zone) =>
        Compiled = ConfiguredProgram.Compile(
            scope,
            key,
            source,
            EventProgram.Options with
            {
                TimeZone = zone,
                Strict = Strict ?? scope.Reader.Shared<PipelineOptions>().VrlStrict,
                EnabledFunctions = Functions.Select(function => function.Name).ToHashSet(),
            }
        );

    private void CheckFunctions(OptionsScope scope)
    {
        var known = VrlCompiler
            .Functions.Where(function => function.Signature.IsOptIn)
            .Select(function => function.Signature.Name)
            .ToHashSet();
        var unknown = Functions.Where(function => !known.Contains(function.Name)).ToList();
        foreach (var function in unknown)
        {
            scope.Reader.Error(
                function.Location,
                $"there is no function \"{function.Name}\" to enable",
                NearestName.Hint(function.Name, known)
            );
        }
    }
}

using System.ComponentModel.DataAnnotations;
using System.IO.Enumeration;
using Freshet.Configuration;
using Freshet.Pipelines;
using Freshet.Terraform.Drift;
using Freshet.Terraform.Mapping;
using Freshet.Toml;

namespace Freshet.Transformers.Drift;

/// <summary>
/// Tells of changes to cloud resources that did not come by way of Terraform (or OpenTofu). It reads what audit logs say: alerts of Falco from <c>aws_cloudtrail</c>, <c>gcpaudit</c> and
/// <c>azure_activity</c>, and records of CloudTrail, Cloud Audit Logs and the Azure activity log as those write them. Each such event passes, and beside it goes an event <c>drift</c>
/// for each attribute that is not any more what the state has; <c>docs/drift.md</c> shows it. What <c>docs/cloud-calls.md</c> lists is read attribute by attribute; any other call that is not known to
/// read alone is told without an attribute. Calls that failed, and those that leave everything as the state has it, are no drift. Values that the state marks as
/// sensitive are <c>"(sensitive value)"</c>. A transformer of sources alone; those after it in <c>transformer_refs</c> see its events too.
/// </summary>
internal sealed class DriftOptions : ICheckOptions, ICheckBlueprint
{
    private const string StateType = "terraform_state";

    /// <summary>The name of the <c>terraform_state</c> source whose states are compared with.</summary>
    [Required(ErrorMessage = "add state = \"NAME\", with the name of a terraform_state source")]
    public Reference? State { get; set; }

    /// <summary>
    /// How long after a call a new serial of the state may arrive that accounts for it, and the call is no drift: Terraform writes the state after it called. A drift is told once that time is
    /// over, counted from the call, not from when it was heard of: audit logs come minutes late, and then nothing waits. Meanwhile the journal has an event <c>drift_pending</c> in its place, so
    /// that a restart loses none. A serial that shows the attribute as it was accounts for nothing. <c>"0s"</c> waits for no serial and heeds none.
    /// </summary>
    [DurationRange("0s", "1h")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What user agents of Terraform look like, in which <c>*</c> stands for any characters and case makes no difference; their calls are no drift. A caller may say anything here: with
    /// <c>[]</c> only <c>terraform_principals</c> and the state are believed.
    /// </summary>
    public List<string> TerraformUserAgents { get; set; } = ["*terraform*", "*opentofu*"];

    /// <summary>
    /// Who runs Terraform: user names, principal ids and ARNs, of the role too that was assumed, in which <c>*</c> stands for any characters, as
    /// <c>arn:aws:iam::123456789012:role/terraform-*</c>. Their calls are no drift. None by default.
    /// </summary>
    public List<string> TerraformPrincipals { get; set; } = [];

    /// <summary>
    /// How bad which changes are. All that match are named in <c>matched_rules</c>; the worst severity of them counts, and <c>medium</c> where none matches.
    /// </summary>
    public List<DriftRule> Rules { get; set; } = [];

    /// <summary>
    /// Files that say what calls change, in the form of <c>data/cloudtrail.toml</c>, relative to the configuration's folder. Their calls are added to those that are built in, or take their place.
    /// </summary>
    public List<Reference> Mappings { get; set; } = [];

    /// <summary>The longest <see cref="Grace"/> that can be configured.</summary>
    internal static readonly TimeSpan LongestGrace = TimeSpan.FromHours(1);

    /// <summary>What calls change; read when the options are checked.</summary>
    internal ApiCallMap Map { get; private set; } = ApiCallMap.BuiltIn;

    IEnumerable<string> ICheckBlueprint.FoundSources => State is { } state ? [state.Name] : [];

    public void Check(OptionsScope scope)
    {
        if (Mappings.Count > 0)
        {
            var diagnostics = new List<Diagnostic>();
            var paths = Mappings.ConvertAll(PathOf);
            paths.ForEach(scope.Reader.NoteFile);
            Map = ApiCallMap.Load(paths, diagnostics);
            diagnostics.ForEach(scope.Reader.Tell);
        }
    }

    public void Check(string name, Blueprint blueprint, OptionsScope scope)
    {
        if (State is { } state)
        {
            CheckState(state, blueprint, scope);
        }
        foreach (var sink in blueprint.Sinks.Where(sink => sink.TransformerRefs.Contains(name)))
        {
            scope.Reader.Error(
                sink.Table.Location,
                $"sinks.{sink.Name} refers to {name}, and a terraform_drift transformer is one of sources: what is read later would be held against a later state",
                $"put it into the transformer_refs of the source of the audit events"
            );
        }
    }

    /// <summary>Whether the call is one of Terraform's own.</summary>
    internal bool IsTerraforms(AuditRecord record) =>
        TerraformUserAgents.Exists(pattern =>
            FileSystemName.MatchesSimpleExpression(pattern, record.UserAgent, ignoreCase: true)
        )
        || TerraformPrincipals.Exists(pattern =>
            record.By.Names.Any(name =>
                FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)
            )
        );

    private static void CheckState(Reference state, Blueprint blueprint, OptionsScope scope)
    {
        var followed = blueprint
            .Sources.Where(source => source.Type.Name == StateType)
            .Select(source => source.Name)
            .ToList();
        if (followed.Contains(state.Name))
        {
            return;
        }
        var source = blueprint.Sources.Find(source => source.Name == state.Name);
        var isDisabled = blueprint.Disabled.Contains($"sources.{state.Name}");
        scope.Reader.Error(
            state.Location,
            source is not null
                    ? $"the source \"{state.Name}\" is of type {source.Type.Name}, and not {StateType}"
                : isDisabled ? $"the source \"{state.Name}\" is switched off"
                : $"there is no source \"{state.Name}\"",
            isDisabled ? "set enabled = true"
                : followed.Count > 0 ? NearestName.Hint(state.Name, followed)
                : $"add [sources.{state.Name}.extractor] with type = \"{StateType}\" and path"
        );
    }

    private static string PathOf(Reference file) =>
        file.Location.Line > 0
        && Path.GetDirectoryName(file.Location.Origin) is { Length: > 0 } folder
            ? Path.Combine(folder, file.Name)
            : file.Name;
}

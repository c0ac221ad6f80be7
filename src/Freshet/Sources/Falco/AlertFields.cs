using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Sources.Falco;

/// <summary>What the output fields tell of a container and of who did it, under the names that Falco's event sources give them.</summary>
/// <param name="Fields">The fields of an alert; undefined for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AlertFields(JsonElement Fields)
{
    /// <summary>How Falco prints a value that there is none of.</summary>
    private const string NotAvailable = "<NA>";

    /// <summary>The container of what runs in none.</summary>
    private const string Host = "host";

    /// <summary>
    /// The members of an identity, and the fields that tell them, the first that does: of the plugins cloudtrail, k8saudit, gcpaudit, okta, github and json (with the activity log of Azure), and of system calls.
    /// </summary>
    private static readonly (string Member, string[] Names)[] IdentityMembers =
    [
        ("type", ["ct.user.identitytype", "okta.actor.Type"]),
        (
            "user_name",
            [
                "ct.user",
                "ka.user.name",
                "gcp.user",
                "okta.actor.alternateid",
                "okta.actor.name",
                "github.user",
                "json.value[/caller]",
                "user.name",
            ]
        ),
        ("arn", ["ct.user.arn"]),
        ("account_id", ["ct.user.accountid"]),
        ("principal_id", ["ct.user.principalid", "okta.actor.id"]),
    ];

    /// <summary>The container's id, a string; null where it ran in none, or nobody knows.</summary>
    public JsonElement? ContainerId =>
        Find("container.id") is { } id && !id.ValueEquals(Host) ? id : null;

    /// <summary>Who did it: those of the members that the fields tell; none where they do not.</summary>
    public IReadOnlyList<(string Member, JsonElement Value)> Identity()
    {
        var identity = new List<(string, JsonElement)>();
        foreach (var (member, names) in IdentityMembers)
        {
            foreach (var name in names)
            {
                if (Find(name) is { } value)
                {
                    identity.Add((member, value));
                    break;
                }
            }
        }
        return identity;
    }

    /// <summary>A field that is a string and says something.</summary>
    private JsonElement? Find(string name) =>
        Fields.ValueKind == JsonValueKind.Object
        && Fields.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && !value.ValueEquals("")
        && !value.ValueEquals(NotAvailable)
            ? value
            : null;
}

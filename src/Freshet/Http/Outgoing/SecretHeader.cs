using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Http.Outgoing;

/// <summary><c>secret</c>: the header is <c>prefix + the value of an environment variable + suffix</c>.</summary>
internal sealed class SecretHeader : FixedHeader, ICheckOptions
{
    public const string Name = "secret";

    /// <summary>The environment variable's name, not the secret itself; which is what a file holds that <c>value_file</c> names.</summary>
    [Required(ErrorMessage = "give the name of the environment variable that holds the secret")]
    [MinLength(1)]
    public string Value { get; set; } = "";

    public void Check(OptionsScope scope)
    {
        if (Value.Length == 0)
        {
            return;
        }
        var secret = scope.ReadSecret("value", Value);
        if (secret is null)
        {
            return;
        }
        if (secret.Length == 0)
        {
            scope.Error("value", "the secret is empty");
            return;
        }
        Keep(secret, scope, "the header with the secret");
    }
}

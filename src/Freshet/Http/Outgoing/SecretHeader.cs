using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Http.Outgoing;

/// <summary><c>secret</c>: the header is <c>prefix + the value of an environment variable + suffix</c>.</summary>
internal sealed class SecretHeader : FixedHeader, ICheckOptions
{
    public const string Name = "secret";

    /// <summary>The environment variable's name; not the secret itself.</summary>
    [Required(ErrorMessage = "give the name of the environment variable that holds the secret")]
    [MinLength(1)]
    public string Value { get; set; } = "";

    public void Check(OptionsScope scope)
    {
        if (Value.Length == 0)
        {
            return;
        }
        // A secret that was mounted from a file often ends with a line feed, which no header can hold.
        var secret = scope.Reader.ReadEnvironment(Value, scope.At("value"))?.TrimEnd('\r', '\n');
        if (secret is null)
        {
            return;
        }
        if (secret.Length == 0)
        {
            scope.Error("value", $"the environment variable {Value} is empty");
            return;
        }
        Keep(secret, scope, $"the header with the value of {Value}");
    }
}

using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// A key that configurations of another system have, and that means nothing here. Its value is not read, whatever it is; that is told, so that nobody who brings
/// such a configuration believes it counts.
/// </summary>
/// <param name="severity">A warning where everything works as it would with the key; an error where something would be missing.</param>
/// <param name="reason">Why, in one sentence without a full stop, to go on after the key's name.</param>
/// <param name="hint">What to do.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ForeignAttribute(Severity severity, string reason, string hint) : Attribute
{
    public Severity Severity => severity;

    public string Reason => reason;

    public string Hint => hint;
}

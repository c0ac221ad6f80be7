using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Systems;

internal sealed class GetEnvVar : Function
{
    public override Signature Signature { get; } =
        new(
            "get_env_var",
            "System",
            "The value of an environment variable of the host's process.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("name", Kinds.Bytes, "The variable's name.")
        )
        {
            IsOptIn = true,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A variable that is set", """get_env_var!("PATH")""", "\"/usr/bin:/bin\"")
        {
            IsDifferentEachTime = true,
        },
        new(
            "A variable that is not",
            """get_env_var!("A_VARIABLE_THAT_NOBODY_SETS")""",
            null,
            "environment variable not found"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var name = arguments[0].Text;
        // No variable has such a name, and the framework throws at some of them.
        var isName = name.Length > 0 && !name.AsSpan().ContainsAny('=', '\0');
        return isName && Environment.GetEnvironmentVariable(name) is { } value
            ? value
            : Value.Fail("environment variable not found");
    }
}

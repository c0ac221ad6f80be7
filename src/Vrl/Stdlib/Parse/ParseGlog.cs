using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_glog</c></summary>
internal sealed class ParseGlog : Function
{
    private static readonly Signature signature = new(
        "parse_glog",
        "Parse",
        "Reads a line of glog, the logger of Google's C++ programs.",
        GoogleLog.Type,
        new Parameter("value", Kinds.Bytes, "The line.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line is read",
            """parse_glog!("I20210131 14:48:54.411655 15520 main.c++:9] Hello world!")""",
            """{"file": "main.c++", "id": 15520, "level": "info", "line": 9, "message": "Hello world!", "timestamp": "2021-01-31T14:48:54.411655Z"}"""
        ),
        new(
            "The line is none of the logger",
            """parse_glog!("not a line")""",
            Result: null,
            "failed parsing glog message"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        GoogleLog.ReadGlog(arguments[0].Text);
}

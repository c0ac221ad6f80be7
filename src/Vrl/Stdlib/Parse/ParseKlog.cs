using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_klog</c></summary>
internal sealed class ParseKlog : Function
{
    private static readonly Signature signature = new(
        "parse_klog",
        "Parse",
        "Reads a line of klog, the logger of Kubernetes; the year, which it does not say, is this one, or the last one in January for December.",
        GoogleLog.Type,
        new Parameter("value", Kinds.Bytes, "The line.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line is read",
            """
            line = parse_klog!("I0505 17:59:40.692994   28133 klog.go:70] hello from klog")
            del(line.timestamp)
            line
            """,
            """{"file": "klog.go", "id": 28133, "level": "info", "line": 70, "message": "hello from klog"}"""
        ),
        new(
            "The line is none of the logger",
            """parse_klog!("not a line")""",
            Result: null,
            "failed parsing klog message"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        GoogleLog.ReadKlog(arguments[0].Text, arguments.Run.Now());
}

using System.Buffers;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <content>Literals, templates, arrays and objects.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileRegex(RegexLiteralNode node) =>
        RustRegex.TryTranslate(node.Pattern, out var regex, out var error)
            ? Compiled.Of(Value.From(regex))
            : Error(Complaints.InvalidRegex(node.Span, error));

    private Compiled? CompileTimestamp(TimestampLiteralNode node) =>
        TimestampText.TryParse(node.Text, out var timestamp, out var error)
            ? Compiled.Of(Value.From(timestamp))
            : Error(Complaints.InvalidTimestamp(node.Span, error));

    /// <summary>A template is the sum of its pieces, from left to right.</summary>
    private Compiled? CompileTemplate(TemplateNode node)
    {
        Compiled? sum = null;
        var pieces = new List<Evaluator>();
        foreach (var part in node.Parts)
        {
            var piece = part.IsVariable
                ? CompileVariable(part.Text, part.Span)
                : Compiled.Of(Value.From(part.Text));
            if (piece is null)
            {
                return null;
            }
            pieces.Add(piece.Evaluate);
            sum = sum is null
                ? piece
                : new(OperatorTypes.Of(BinaryOperator.Add, sum, piece).Type, piece.Evaluate);
        }
        Evaluator[] all = [.. pieces];
        return sum is null ? Compiled.Of(Value.EmptyString)
            : all.Length == 1 ? sum
            : new(sum.Type, run => Sum(run, all));
    }

    private static Value Sum(RunState run, Evaluator[] pieces)
    {
        // Text is gathered; only where something else is among it, as an operand it gives the same or fails.
        var text = new ArrayBufferWriter<byte>();
        foreach (var evaluate in pieces)
        {
            var piece = evaluate(run);
            if (piece.IsBytes)
            {
                text.Write(piece.Bytes.Span);
            }
            else if (!piece.IsNull)
            {
                return piece.IsFailure
                    ? piece
                    : pieces
                        .Skip(1)
                        .Aggregate(
                            pieces[0](run),
                            (sum, next) => sum.IsFailure ? sum : Operators.Add(sum, next(run))
                        );
            }
        }
        return Value.From(text.WrittenMemory);
    }

    private Compiled? CompileArray(ArrayNode node)
    {
        var items = new List<Compiled>(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (Compile(item) is not { } compiled)
            {
                return null;
            }
            items.Add(compiled);
        }
        var type = ContainerType(items, kinds => Kind.ArrayOf(kinds));
        if (type.Kind.IsSmall && items.All(item => item.Constant is not null))
        {
            return Compiled.Of(
                Value.From(new VrlArray(items.Select(item => item.Constant!.Value))),
                type
            );
        }
        var evaluators = items.Select(item => item.Evaluate).ToArray();
        return new(
            type,
            run =>
            {
                var array = new VrlArray(evaluators.Length);
                foreach (var evaluate in evaluators)
                {
                    var value = evaluate(run);
                    if (value.IsFailure)
                    {
                        return value;
                    }
                    array.Add(value);
                }
                return Value.From(array);
            }
        );
    }

    private Compiled? CompileObject(ObjectNode node)
    {
        // Members are compiled as written, and an error in one keeps the others from being told nothing of.
        var compiled = node
            .Members.Select(member => (member.Key, Value: Compile(member.Value)))
            .ToList();
        if (compiled.Exists(member => member.Value is null))
        {
            return null;
        }
        var members = new SortedDictionary<string, Compiled>(KeyOrder.Comparer);
        foreach (var (key, value) in compiled)
        {
            members[key] = value!;
        }
        var keys = members.Keys.ToArray();
        var type = ContainerType(
            members.Values,
            kinds => Kind.ObjectOf(keys.Zip(kinds, KeyValuePair.Create))
        );
        if (type.Kind.IsSmall && members.Values.All(member => member.Constant is not null))
        {
            var constant = new VrlObject(members.Count);
            foreach (var (key, value) in members)
            {
                constant.Set(key, value.Constant!.Value);
            }
            return Compiled.Of(Value.From(constant), type);
        }
        var evaluators = members.Values.Select(member => member.Evaluate).ToArray();
        return new(
            type,
            run =>
            {
                var @object = new VrlObject(keys.Length);
                for (var i = 0; i < keys.Length; i++)
                {
                    var value = evaluators[i](run);
                    if (value.IsFailure)
                    {
                        return value;
                    }
                    @object.Set(keys[i], value);
                }
                return Value.From(@object);
            }
        );
    }

    private static TypeDef ContainerType(
        IReadOnlyCollection<Compiled> parts,
        Func<IEnumerable<Kind>, Kind> kind
    )
    {
        TypeDef whole = Kind.Never;
        foreach (var part in parts)
        {
            whole = whole
                .FallibleIf(whole.IsFallible || part.Type.IsFallible)
                .AlsoReturning(part.Type.Returns);
            if (part.Type.Kind.IsNever)
            {
                // Where one part is never there, the container is not.
                return whole;
            }
        }
        return whole.With(kind(parts.Select(part => part.Type.Kind.UndefinedAsNull())));
    }
}

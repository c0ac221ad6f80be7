using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <summary>
/// Checks a program and makes delegates of it, in one walk over its expressions in the order in which they run. Each expression is checked with what is
/// known where it begins (<see cref="state"/>) and leaves what is known behind it.
/// </summary>
/// <remarks>
/// A method that compiles an expression gives null where it told an error; what contains the expression is given up then as well, up to the expression of the
/// program itself, so that one mistake is told once. That something may fail and was not handled is no error at once, for what contains it may
/// handle it: such complaints wait in <see cref="unhandled"/>, and whoever handles what is below drops those that came since.
/// </remarks>
internal sealed partial class ProgramCompiler
{
    private readonly FunctionRegistry functions;
    private readonly CompileOptions options;
    private readonly ReadOnlyPaths readOnly;
    private readonly List<Diagnostic> diagnostics = [];
    private readonly List<Diagnostic> unhandled = [];
    private readonly HashSet<(TargetRoot Root, string Variable, string Path)> failedTargets = [];
    private readonly HashSet<string> eventFields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> slots = new(StringComparer.Ordinal);
    private readonly SourceBytes source;
    private TypeState state;

    private ProgramCompiler(string source, CompileOptions options, TypeState before)
    {
        this.source = new(source);
        this.options = options;
        functions = FunctionRegistry.For(options);
        readOnly = new(options.ReadOnlyPaths);
        state = before;
    }

    /// <summary>Compiles what was parsed; what the parser complained of takes its place among the complaints of the program's expressions.</summary>
    /// <param name="source">The program.</param>
    /// <param name="program">What the parser made of it.</param>
    /// <param name="syntax">What it complained of.</param>
    /// <param name="options">What the host allows.</param>
    /// <param name="before">What is known before the program runs.</param>
    public static CompileResult Compile(
        string source,
        BlockNode program,
        IReadOnlyList<Diagnostic> syntax,
        CompileOptions options,
        TypeState before
    )
    {
        var compiler = new ProgramCompiler(source, options, before);
        var body = compiler.CompileRoot(program, syntax);
        var errors = compiler
            .diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)
            .ToList();
        if (errors.Count > 0)
        {
            return new(null, errors, [], source);
        }
        var warnings = compiler.diagnostics;
        warnings.AddRange(UnusedExpressions.Find(program, compiler.source));
        return new(
            new VrlProgram(
                body.Evaluate,
                compiler.slots,
                options.TimeZone,
                body.Type,
                compiler.state,
                compiler.eventFields
            ),
            [],
            warnings,
            source
        );
    }

    private Compiled CompileRoot(BlockNode program, IReadOnlyList<Diagnostic> syntax)
    {
        var parts = new List<Compiled>();
        foreach (var expression in program.Expressions)
        {
            if (Compile(expression) is { } compiled)
            {
                parts.Add(compiled);
            }
            diagnostics.AddRange(unhandled);
            unhandled.Clear();
        }
        // What is wrong in an expression that was given up for something else.
        diagnostics.AddRange(syntax.Except(diagnostics));
        return Sequence(parts);
    }

    /// <summary>Compiles an expression. If it may fail, and no part of it was complained of for that, there is a complaint of it now.</summary>
    private Compiled? Compile(Node node)
    {
        var before = unhandled.Count;
        var compiled = CompileKind(node);
        if (compiled is { Type.IsFallible: true } && unhandled.Count == before)
        {
            unhandled.Add(Soft(Complaints.Unhandled(node.Span)));
        }
        return compiled;
    }

    private Compiled? CompileKind(Node node) =>
        node switch
        {
            LiteralNode literal => Compiled.Of(literal.Value),
            RegexLiteralNode regex => CompileRegex(regex),
            TimestampLiteralNode timestamp => CompileTimestamp(timestamp),
            TemplateNode template => Placed(CompileTemplate(template), template.Span),
            ArrayNode array => CompileArray(array),
            ObjectNode @object => CompileObject(@object),
            GroupNode group => CompileGroup(group),
            BlockNode block => CompileBlock(block),
            IfNode conditional => CompileIf(conditional),
            AssignmentNode assignment => CompileAssignment(assignment),
            FallibleAssignmentNode assignment => CompileFallibleAssignment(assignment),
            BinaryNode binary => Placed(CompileBinary(binary), binary.Span),
            NotNode not => Placed(CompileNot(not), not.Span),
            VariableNode variable => CompileVariable(variable.Name, variable.Span),
            QueryNode query => CompileQuery(query),
            PathNode path => CompilePath(path),
            CallNode call => CompileCall(call),
            AbortNode abort => CompileAbort(abort),
            ReturnNode @return => CompileReturn(@return),
            ErrorNode error => error.Diagnostic is null ? null : Error(error.Diagnostic),
            _ => throw new ArgumentException($"no expression: {node.GetType().Name}", nameof(node)),
        };

    /// <summary>Compiles an expression whose failures are seen to by the caller.</summary>
    private Compiled? CompileHandled(Node node)
    {
        var before = unhandled.Count;
        var compiled = Compile(node);
        Handle(before);
        return compiled;
    }

    /// <summary>Drops the complaints about unhandled failures that came since.</summary>
    private void Handle(int since) => unhandled.RemoveRange(since, unhandled.Count - since);

    private Compiled? Error(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        return null;
    }

    /// <summary>The expression, whose own failures say where it stands.</summary>
    private static Compiled? Placed(Compiled? compiled, Span span)
    {
        if (compiled is not { Type.IsFallible: true, Evaluate: var evaluate })
        {
            return compiled;
        }
        return compiled with
        {
            Evaluate = run =>
            {
                var value = evaluate(run);
                return
                    value.IsFailure
                    && value.Failure is { Kind: FailureKind.Error, Start: < 0 } failure
                    ? Value.Fail(failure with { Start = span.Start, End = span.End })
                    : value;
            },
        };
    }

    /// <summary>A complaint that a host may take for a warning, since the program can run and fail where it fails.</summary>
    private Diagnostic Soft(Diagnostic diagnostic) =>
        options.Strict ? diagnostic : diagnostic with { Severity = Severity.Warning };

    /// <summary>Tells a complaint that a host may take for a warning. Gives whether compiling goes on.</summary>
    private bool GoesOn(Diagnostic diagnostic)
    {
        diagnostics.Add(Soft(diagnostic));
        return !options.Strict;
    }

    private int SlotOf(string variable)
    {
        if (!slots.TryGetValue(variable, out var slot))
        {
            slot = slots.Count;
            slots.Add(variable, slot);
        }
        return slot;
    }

    /// <summary>The source of an expression, for messages.</summary>
    private string Text(Span span) => source[span];

    /// <summary>Runs one after the other; the last one's value is the value.</summary>
    private static Compiled Sequence(List<Compiled> parts)
    {
        var type = TypeOf(parts);
        if (parts.Count == 0)
        {
            return new(type, static _ => Value.Null);
        }
        if (parts.Count == 1)
        {
            return new(type, parts[0].Evaluate) { Effect = parts[0].Effect };
        }
        var first = parts
            .Take(parts.Count - 1)
            .Select(part => part.Effect ?? part.Evaluate)
            .ToArray();
        var last = parts[^1].Evaluate;
        var lastEffect = parts[^1].Effect;
        return new(type, run => Run(run, first, last))
        {
            Effect = lastEffect is null ? null : run => Run(run, first, lastEffect),
        };
    }

    private static Value Run(RunState run, Evaluator[] first, Evaluator last)
    {
        foreach (var part in first)
        {
            var value = part(run);
            if (value.IsFailure)
            {
                return value;
            }
        }
        return last(run);
    }

    private static TypeDef TypeOf(List<Compiled> parts)
    {
        TypeDef result = Kind.Null;
        var isFallible = false;
        var isReached = true;
        Kind? returns = null;
        foreach (var part in parts)
        {
            result = part.Type;
            isFallible |= isReached && result.IsFallible;
            isReached &= !result.Kind.IsNever;
            returns = new TypeDef(Kind.Never, Returns: returns)
                .AlsoReturning(result.Returns)
                .Returns;
        }
        return new(result.Kind, isFallible, returns);
    }
}

using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Compilation;

/// <content>Calls of functions.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileCall(CallNode node)
    {
        var before = unhandled.Count;
        var arguments = CompileArguments(node, out var function);
        // What is unhandled in an argument is told as such (E630).
        Handle(before);
        if (arguments is null || function is null)
        {
            return null;
        }
        var signature = function.Signature;
        var afterArguments = state;
        CompiledClosure? closure = null;
        if (node.Closure is not null || signature.Closure is not null)
        {
            closure = CompileClosure(node, signature, arguments);
            if (closure is null)
            {
                return null;
            }
            afterArguments = closure.After;
        }
        state = afterArguments;
        return FinishCall(node, function, arguments, closure);
    }

    /// <summary>Checks and prepares the call as a whole, its parts being compiled.</summary>
    private Compiled? FinishCall(
        CallNode node,
        Function function,
        CompiledArguments arguments,
        CompiledClosure? closure
    )
    {
        var signature = function.Signature;
        Diagnostic? refused = null;
        var place = arguments.Place;
        var call = new CallSite(
            signature,
            arguments.Described,
            closure?.Type,
            options,
            (code, message, _) => refused ??= Complaints.NotCompiled(node.Span, code, message)
        )
        {
            Place = place?.Place,
            IsReadOnly =
                place?.Place is { Root: TargetRoot.Event or TargetRoot.Metadata } where
                && readOnly.Contains(where.Root, where.Path.ToArray()),
        };
        CheckForms(call, signature, arguments);
        var prepared = refused is null ? function.Prepare(call) : null;
        if (refused is not null)
        {
            return Error(refused);
        }
        var own = function.TypeOf(call);
        state = function.Change(call, place?.Variable, state);
        var mayMismatch = arguments.Mismatch is not null;
        if (node.Aborts && !mayMismatch && !own.IsFallible)
        {
            diagnostics.Add(Complaints.UnnecessaryAbort(node.NameSpan));
        }
        if (arguments.Mismatch is not null && !node.Aborts)
        {
            unhandled.Add(Soft(arguments.Mismatch));
        }
        var isFallible =
            !node.Aborts
            && (
                own.IsFallible
                || mayMismatch
                || closure is { Type.IsFallible: true }
                // Only where the host is not strict: an argument that may fail is no error then.
                || arguments.MayFail
            );
        var evaluate = new CallEvaluator(
            function,
            arguments.Evaluators,
            arguments.Expected,
            prepared,
            closure?.Closure,
            place?.Place,
            node.Span
        );
        return new(own.FallibleIf(isFallible), evaluate.Evaluate)
        {
            Constant = function.ConstantOf(call),
        };
    }

    private static void CheckForms(CallSite call, Signature signature, CompiledArguments arguments)
    {
        for (var i = 0; i < signature.Parameters.Count; i++)
        {
            var parameter = signature.Parameters[i];
            if (arguments.Described[i] is not { } argument)
            {
                continue;
            }
            if (parameter.Form == ArgumentForm.Query && arguments.Place is null)
            {
                call.Error(400, "unexpected expression type", parameter.Name);
            }
            else if (parameter.Form == ArgumentForm.Written && !argument.IsWritten)
            {
                call.Error(400, "unexpected expression type", parameter.Name);
            }
            else if (
                parameter.Form is ArgumentForm.Static or ArgumentForm.Written
                && argument.Constant is null
            )
            {
                call.Error(402, "this argument must be a static expression", parameter.Name);
            }
            else if (parameter.Variants.Count > 0 && argument.Constant is null)
            {
                call.Error(400, "unexpected expression type", parameter.Name);
            }
            else if (
                parameter.Variants.Count > 0
                && argument.Constant is { } constant
                && !(constant.IsBytes && parameter.Variants.Contains(constant.Text))
            )
            {
                call.Error(401, "invalid enum variant", parameter.Name);
            }
        }
    }
}

using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>What a program sees of a failure that it takes as text.</summary>
internal static class FailureText
{
    public static string Of(Failure failure) =>
        failure.Kind switch
        {
            FailureKind.Abort => failure.Message ?? "aborted",
            FailureKind.Return => "return",
            _ => failure.Message ?? "",
        };
}

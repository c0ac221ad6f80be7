using Freshet.Vrl.Values;
using Shouldly;

namespace Vrl.Tests.Stdlib;

/// <summary>Values of tests, as JSON.</summary>
internal static class Json
{
    public static Value Read(string json)
    {
        VrlJson.TryParse(json, out var value, out var error).ShouldBeTrue(error);
        return value;
    }

    /// <summary>The value as JSON, or the message of the failure that it is.</summary>
    public static string Write(Value value) =>
        value.IsFailure ? value.Failure.Message! : VrlJson.Write(value);

    /// <summary>An array in an array in an array …</summary>
    public static Value Nested(int depth)
    {
        var value = Value.Null;
        for (var i = 0; i < depth; i++)
        {
            value = Value.From(new VrlArray([value]));
        }
        return value;
    }
}

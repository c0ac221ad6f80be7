using System.Buffers;
using Freshet.Configuration;

namespace Freshet.Http;

/// <summary>Paths as configuration may give them: plain characters of RFC 3986 without escapes, so that a path is one text and no pattern.</summary>
internal static class HttpPath
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()+,;=:@/"
    );

    /// <summary>Tells what is wrong with a path that the key made.</summary>
    public static void Check(OptionsScope scope, string key, string path)
    {
        var wrong = path.AsSpan().IndexOfAnyExcept(Allowed);
        if (wrong >= 0)
        {
            scope.Error(
                key,
                $"the path {path} has the character '{path[wrong]}', which a path here may not have",
                "use letters, digits, - . _ ~ and /"
            );
        }
        else if (!path.StartsWith('/') || path.Contains("//", StringComparison.Ordinal))
        {
            scope.Error(key, $"the path {path} must start with one / and have no empty part");
        }
    }
}

namespace Freshet.LoadTest.Servers;

/// <summary>Where the programs of opponents are, which <c>./do load</c> builds or unpacks and tells by environment variables.</summary>
internal static class Programs
{
    /// <summary>The value of the variable.</summary>
    /// <exception cref="InvalidOperationException">It is not set.</exception>
    public static string Find(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path
            ? path
            : throw new InvalidOperationException($"{variable} is not set: run ./do load");
}

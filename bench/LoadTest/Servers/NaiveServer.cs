namespace Freshet.LoadTest.Servers;

/// <summary>ASP.NET as one would write it: bench/Naive.</summary>
internal sealed class NaiveServer : IContender
{
    public string Name => "naive";

    public Recipe Prepare(string folder, int port) =>
        new(
            ["dotnet", Programs.Find("LOAD_NAIVE"), "--port", $"{port}"],
            "/publish",
            "",
            "/stream",
            "",
            ""
        );
}

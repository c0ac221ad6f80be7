namespace Freshet.LoadTest.Servers;

/// <summary>A handler of ASP.NET that does nothing: what a POST costs before anybody looks at it. It has no stream.</summary>
internal sealed class EmptyHandler : IContender
{
    private readonly NaiveServer server = new();

    public string Name => "empty handler";

    public Recipe Prepare(string folder, int port) =>
        server.Prepare(folder, port) with
        {
            PublishPath = "/empty",
            StreamPath = "",
        };
}

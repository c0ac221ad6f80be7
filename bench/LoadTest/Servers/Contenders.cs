namespace Freshet.LoadTest.Servers;

/// <summary>The servers that were asked for, Freshet first.</summary>
internal static class Contenders
{
    public static List<IContender> All(Arguments arguments) =>
        [
            new FreshetServer(inMemory: false, arguments.Settings),
            .. arguments.Against.Select(Named),
        ];

    private static IContender Named(string name) =>
        name switch
        {
            "nchan" => new NchanServer(),
            "naive" => new NaiveServer(),
            "c" => new BroadcasterServer(inBatches: false),
            _ => new BroadcasterServer(inBatches: true),
        };
}

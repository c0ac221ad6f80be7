namespace Freshet.LoadTest.Servers;

/// <summary>The servers that were asked for.</summary>
internal static class Contenders
{
    /// <summary>Freshet, and then its opponents.</summary>
    public static List<IContender> All(Arguments arguments) =>
        [Freshet(arguments), .. Opponents(arguments)];

    public static IContender Freshet(Arguments arguments, bool inMemory = false) =>
        new FreshetServer(inMemory, arguments.Settings);

    public static IEnumerable<IContender> Opponents(Arguments arguments) =>
        arguments.Against.Select(Named);

    private static IContender Named(string name) =>
        name switch
        {
            "nchan" => new NchanServer(),
            "naive" => new NaiveServer(),
            "c" => new BroadcasterServer(inBatches: false),
            _ => new BroadcasterServer(inBatches: true),
        };
}

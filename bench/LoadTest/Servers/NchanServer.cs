using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Servers;

/// <summary>nginx with nchan, as Debian ships them, with one worker: bench/nchan.</summary>
internal sealed class NchanServer : IContender
{
    public string Name => "nchan";

    public Recipe Prepare(string folder, int port)
    {
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(
            file,
            File.ReadAllText(Programs.Find("LOAD_NCHAN_TEMPLATE"))
                .Replace("@PORT@", $"{port}", StringComparison.Ordinal)
                .Replace("@FILES@", $"{Libc.RaiseOpenFiles()}", StringComparison.Ordinal)
                .Replace("@FOLDER@", folder, StringComparison.Ordinal)
                .Replace("@MODULE@", Programs.Find("LOAD_NCHAN_MODULE"), StringComparison.Ordinal)
        );
        return new Recipe(
            [Programs.Find("LOAD_NGINX"), "-p", folder, "-e", "stderr", "-c", file],
            "/publish",
            "",
            "/stream",
            "",
            ""
        );
    }
}

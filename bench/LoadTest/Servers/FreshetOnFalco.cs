namespace Freshet.LoadTest.Servers;

/// <summary>Freshet as the stream of drift, alerts and changes of the state: with the profile <c>tfdrift</c> as it is.</summary>
/// <param name="settings">Settings to change, as <c>freshet connect --set</c> takes them.</param>
internal sealed class FreshetOnFalco(IReadOnlyList<string> settings) : IContender
{
    public string Name => "freshet";

    /// <summary>Where the server started last looks for its state; there is none yet.</summary>
    public string State { get; private set; } = "";

    public Recipe Prepare(string folder, int port)
    {
        State = Path.Combine(folder, "terraform.tfstate");
        return new Recipe(
            [
                "env",
                "HTTP_HOST=127.0.0.1",
                $"HTTP_PORT={port}",
                $"TERRAFORM_STATE={State}",
                $"JOURNAL_PATH={folder}/journal",
                .. FreshetServer.Command(["--profile", "tfdrift"], settings),
            ],
            "/falco",
            "",
            "/api/v1/stream",
            "",
            "Origin: http://localhost:3000\r\n"
        );
    }
}

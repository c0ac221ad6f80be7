using Freshet.IntegrationTests.Running;

namespace Freshet.IntegrationTests.Clients;

/// <summary><c>curl</c>, as the documents tell people to use it.</summary>
internal static class CurlClient
{
    public static ChildProcess Start(params string[] arguments) =>
        ChildProcess.Start("curl", "apt-get install curl", ["--silent", .. arguments]);
}

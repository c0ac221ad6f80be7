namespace Freshet.LoadTest.Servers;

/// <summary>A server that can be measured.</summary>
internal interface IContender
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>Writes what it needs into a folder of its own.</summary>
    Recipe Prepare(string folder, int port);
}

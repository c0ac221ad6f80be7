using Freshet.Sinks.Sse.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Sessions;

public sealed class SessionKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_kept_for_its_owner_alone()
    {
        var path = PathOf("events");

        var key = Open(path);

        key.Length.ShouldBe(32);
        Open(path).ShouldBe(key);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Each_is_another()
    {
        Open(null).ShouldNotBe(Open(null));
        Open(PathOf("one")).ShouldNotBe(Open(PathOf("two")));
    }

    [Fact]
    public void No_name_of_a_sink_leads_out_of_the_folder_or_to_another_file()
    {
        string[] names = ["..", "../..", "a/b", "a%2Fb", "a", "A b", ""];
        var paths = names.Select(PathOf).ToList();

        paths.ShouldBeUnique();
        paths.ShouldAllBe(path => Path.GetDirectoryName(Path.GetFullPath(path)) == folder.Path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void What_is_no_key_is_replaced(int length)
    {
        var path = PathOf("events");
        File.WriteAllBytes(path, new byte[length]);

        var key = Open(path);

        File.ReadAllBytes(path).ShouldBe(key);
    }

    [Fact]
    public void Where_it_cannot_be_kept_there_is_one_all_the_same()
    {
        // A file stands where the folder should be.
        var path = Path.Combine(folder.Write("cursors", ""), "sessions-events.key");

        Open(path).Length.ShouldBe(32);
    }

    private string PathOf(string sink) => SessionKey.PathOf(folder.Path, sink).ShouldNotBeNull();

    private static byte[] Open(string? path) => SessionKey.Open(path, NullLogger.Instance);
}

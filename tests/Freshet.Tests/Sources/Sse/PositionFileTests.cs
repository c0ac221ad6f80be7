using Freshet.Sources.Sse;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Sse;

public sealed class PositionFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TimerTime time = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("with space/../and \"quotes\" ✓")]
    [InlineData("")]
    public async Task A_place_outlives_the_process(string id)
    {
        await SaveAsync(new StreamPosition(id));

        NewFile().Load().ShouldBe(new StreamPosition(id));
    }

    [Fact]
    public async Task A_time_is_a_place_too()
    {
        var since = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        await SaveAsync(new StreamPosition(null, since));

        NewFile().Load().ShouldBe(new StreamPosition(null, since));
    }

    [Fact]
    public async Task The_last_place_is_saved_however_many_come_at_once()
    {
        await SaveAsync([.. Enumerable.Range(0, 1000).Select(n => new StreamPosition($"{n}"))]);

        NewFile().Load().ShouldBe(new StreamPosition("999"));
        Directory.GetFiles(folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void Where_nothing_was_saved_there_is_no_place() => NewFile().Load().ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":\"a")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"id\":7}")]
    [InlineData("{\"id\":null,\"since\":\"yesterday\"}")]
    public void A_broken_file_asks_for_the_oldest_rather_than_skip_anything(string text)
    {
        folder.Write("source-link.json", text);

        NewFile().Load().ShouldBe(new StreamPosition(null, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task What_cannot_be_saved_stops_nothing()
    {
        folder.Write("taken", "");
        var file = new PositionFile(
            PositionFile.PathOf(Path.Combine(folder.Path, "taken"), "link"),
            new(),
            time,
            NullLogger.Instance
        );

        file.MoveTo(new("1"));
        file.Complete();

        await file.RunAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public void No_name_leads_out_of_the_folder_or_to_another_sources_file()
    {
        string[] names = ["a", "A.b", "a/b", "a%2Fb", "..", "../a", "a\\b", "a:b", "", "a b"];

        var paths = names.Select(name => PositionFile.PathOf(folder.Path, name)!).ToList();

        paths.Distinct().Count().ShouldBe(names.Length);
        paths.ShouldAllBe(path => Path.GetDirectoryName(Path.GetFullPath(path)) == folder.Path);
    }

    private PositionFile NewFile() =>
        new(PositionFile.PathOf(folder.Path, "link"), new(), time, NullLogger.Instance);

    private async Task SaveAsync(params StreamPosition[] positions)
    {
        var file = NewFile();
        foreach (var position in positions)
        {
            file.MoveTo(position);
        }
        file.Complete();
        await file.RunAsync(new CancellationToken(canceled: true));
    }
}

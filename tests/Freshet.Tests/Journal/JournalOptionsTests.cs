using Freshet.Configuration;
using Freshet.Journal;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class JournalOptionsTests
{
    [Fact]
    public void Events_are_kept_in_files_for_a_week_by_default()
    {
        var options = new JournalOptions();
        options.Type.ShouldBe(JournalType.File);
        var settings = new FileJournalSettings(options);
        settings.Path.ShouldBe(".freshet/journal");
        settings.Sync.ShouldBe(SyncPolicy.Always);
        settings.MaxAge.ShouldBe(TimeSpan.FromDays(7));
        settings.MaxBytes.ShouldBe(1L << 30);
        settings.MaxEvents.ShouldBe(100_000_000);
        settings.SegmentBytes.ShouldBe(64L << 20);
    }

    [Theory]
    [InlineData("1KiB", 257)]
    [InlineData("1MiB", (1 << 18) + 1)]
    [InlineData("16MiB", 1 << 20)]
    [InlineData("1GiB", 64 << 20)]
    [InlineData("1TiB", 512 << 20)]
    public void Segments_are_a_part_of_what_is_kept(string maxBytes, long segmentBytes)
    {
        ByteSize.TryParse(maxBytes, out var size).ShouldBeTrue();
        var options = new JournalOptions { Retention = { MaxBytes = size } };
        new FileJournalSettings(options).SegmentBytes.ShouldBe(segmentBytes);
    }

    [Theory]
    [InlineData("always", 0)]
    [InlineData("interval:100ms", 100)]
    [InlineData("interval:1h", 3_600_000)]
    [InlineData("never", null)]
    public void Policy_of_syncing_is_read(string text, int? milliseconds)
    {
        var (options, errors) = Read($"fsync = \"{text}\"");
        errors.ShouldBeEmpty();
        options.Fsync.Interval?.TotalMilliseconds.ShouldBe(milliseconds!.Value);
        (options.Fsync.Interval is null).ShouldBe(milliseconds is null);
    }

    [Theory]
    [InlineData("sometimes")]
    [InlineData("interval")]
    [InlineData("interval:")]
    [InlineData("interval:0s")]
    [InlineData("interval:61m")]
    public void Policy_that_is_none_is_told(string text)
    {
        var (_, errors) = Read($"fsync = \"{text}\"");
        errors
            .ShouldHaveSingleItem()
            .ShouldBe(
                $"fsync must be \"always\", \"never\" or \"interval:\" and a duration from 1ms to 1h, not \"{text}\""
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    public void Path_that_is_none_is_told(string path) =>
        Read($"path = \"{path}\"")
            .Errors.ShouldHaveSingleItem()
            .ShouldBe("journal.path must name a folder");

    [Fact]
    public void Limits_of_retention_are_read()
    {
        var (options, errors) = Read(
            "retention = { max_age = \"1h\", max_bytes = \"2GiB\", max_events = 5 }"
        );
        errors.ShouldBeEmpty();
        var settings = new FileJournalSettings(options);
        settings.MaxAge.ShouldBe(TimeSpan.FromHours(1));
        settings.MaxBytes.ShouldBe(2L << 30);
        settings.MaxEvents.ShouldBe(5);
        Read("retention = { max_events = 0 }").Errors.ShouldHaveSingleItem();
    }

    private static (JournalOptions Options, IReadOnlyList<string> Errors) Read(string toml)
    {
        var loaded = Loaded.From(toml);
        var options = loaded.Reader.Read<JournalOptions>(loaded.Root, "journal");
        return (options, [.. loaded.Diagnostics.Select(diagnostic => diagnostic.Message)]);
    }
}

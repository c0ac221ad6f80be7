using Freshet.Pipelines;
using Freshet.Sources.Files;
using Freshet.Tests.Sources.Kafka;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed class FileLedgerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KeptLog log = new();

    private string Kept => Path.Combine(folder.Path, "cursors", "files-a.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_noted_and_saved_is_known_afterwards()
    {
        var ledger = New();
        ledger.Take("a/b \"ü\n.json", Version(1));
        ledger.Take("gone", Version(2));
        ledger.Save();
        ledger.Take("later", Version(3));
        ledger.Take("a/b \"ü\n.json", Version(4));
        ledger.Forget("gone");
        ledger.Save();
        ledger.Take("never saved", Version(5));

        Contents(New()).ShouldBe([("a/b \"ü\n.json", Version(4)), ("later", Version(3))]);
        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_becomes_of_files_and_wherever_it_is_saved_the_file_says_the_same()
    {
        Prop.ForAll(
                Gen.Choose(0, 99).ListOf().ToArbitrary(),
                steps =>
                {
                    if (File.Exists(Kept))
                    {
                        File.Delete(Kept);
                    }
                    var model = new Dictionary<string, FileVersion>();
                    var ledger = New();
                    foreach (var step in steps)
                    {
                        var name = $"f{step % 7}";
                        switch (step / 10)
                        {
                            case < 5:
                                ledger.Take(name, Version(step));
                                model[name] = Version(step);
                                break;
                            case < 7:
                                ledger.Forget(name);
                                model.Remove(name);
                                break;
                            case 7:
                                ledger.ForgetContents();
                                foreach (var (key, version) in model)
                                {
                                    model[key] = version with { Digest = 0 };
                                }
                                break;
                            case 8:
                                ledger.Save();
                                break;
                            default:
                                ledger.Save();
                                ledger = New();
                                break;
                        }
                    }
                    ledger.Save();
                    Contents(New())
                        .ShouldBe(
                            model
                                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                                .Select(pair => (pair.Key, pair.Value))
                        );
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Cut_off_anywhere_it_has_every_file_whose_line_is_whole_and_goes_on()
    {
        var ledger = New();
        for (var i = 0; i < 3; i++)
        {
            ledger.Take($"f{i}", Version(i + 1));
        }
        ledger.Save();
        var whole = File.ReadAllBytes(Kept);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Kept, whole[..length]);
            var lines = whole[..length].Count(letter => letter == '\n');

            var cut = New();
            cut.Count.ShouldBe(lines);
            cut.Take("new", Version(9));
            cut.Save();

            New().Count.ShouldBe(lines + 1);
        }
        log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[\"a\",1]")]
    [InlineData("[\"a\",\"1\",2,\"0\"]")]
    [InlineData("[\"a\",1,-2,\"0\"]")]
    [InlineData("[\"a\",1,9223372036854775807,\"0\"]")]
    [InlineData("[\"a\",1,2,\"x\"]")]
    [InlineData("[\"a\",1,2,null]")]
    public void A_broken_line_is_told_and_costs_nothing_but_itself(string broken)
    {
        folder.Write("cursors/files-a.jsonl", $"{broken}\n[\"b\",1,2,\"{3:x32}\"]\n");

        Contents(New()).ShouldBe([("b", new(new(1, 2), 3))]);

        log.Lines.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Error);
    }

    [Fact]
    public void A_file_more_costs_a_line_and_what_is_out_of_date_goes_in_the_end()
    {
        var ledger = New();
        for (var i = 0; i < 100; i++)
        {
            ledger.Take($"f{i}", Version(i + 1));
        }
        ledger.Save();
        var before = new FileInfo(Kept).Length;
        ledger.Take("f0", Version(1000));
        ledger.Save();
        var line = new FileInfo(Kept).Length - before;
        line.ShouldBeInRange(1, 100);

        for (var i = 0; i < 5000; i++)
        {
            ledger.Take("f0", Version(i + 1));
            if (i % 100 == 0)
            {
                ledger.Save();
            }
        }

        ledger.Save();
        new FileInfo(Kept).Length.ShouldBeLessThan(100 * line * 15);
        New().Count.ShouldBe(100);
    }

    [Fact]
    public void What_cannot_be_written_is_told_once_and_written_when_it_can_be()
    {
        var blocked = Path.Combine(folder.Path, "cursors");
        File.WriteAllText(blocked, "no folder");
        var ledger = New();
        ledger.Take("a", Version(1));
        ledger.Save();
        ledger.Take("b", Version(2));
        ledger.Save();
        log.Lines.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Warning);

        File.Delete(blocked);
        ledger.Save();

        New().Count.ShouldBe(2);
    }

    [Fact]
    public void Without_a_folder_it_is_in_memory_alone()
    {
        var handover = new Handover();
        var ledger = new FileLedger(null, handover, log);
        ledger.Load();
        ledger.Take("a", Version(1));
        ledger.Save();

        Contents(ledger).ShouldBe([("a", Version(1))]);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();

        ledger.Leave();
        var next = new FileLedger(null, handover, log);
        next.Load();
        Contents(next).ShouldBe([("a", Version(1))]);
    }

    private static FileVersion Version(int number) =>
        new(new(number, 639_000_000_000_000_000 + number), (UInt128)number << 70);

    private static IEnumerable<(string, FileVersion)> Contents(FileLedger ledger) =>
        [
            .. ledger
                .Paths.Order(StringComparer.Ordinal)
                .Select(path =>
                {
                    ledger.TryFind(path, out _, out var version).ShouldBeTrue();
                    return (path, version);
                }),
        ];

    private FileLedger New()
    {
        var ledger = new FileLedger(Kept, new(), log);
        ledger.Load();
        return ledger;
    }
}

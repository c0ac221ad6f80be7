using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Transformers;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers;

public sealed class DeduplicateTests
{
    [Fact]
    public void An_event_that_says_the_same_as_one_before_is_dropped()
    {
        var transformer = Make();

        Kept(transformer, """{"a":1,"b":[true]}""").ShouldBeTrue();
        Kept(transformer, """{"b":[true],"a":1.0}""").ShouldBeFalse();
        Kept(transformer, """{"b":[true],"a":2}""").ShouldBeTrue();
    }

    [Fact]
    public void A_retry_of_what_the_journal_refused_passes()
    {
        var transformer = Make();

        Pass(transformer.Begin(), "1").ShouldBeTrue();
        Kept(transformer, "1").ShouldBeTrue();
        Kept(transformer, "1").ShouldBeFalse();
    }

    [Fact]
    public void Of_two_writes_at_the_same_time_both_pass_since_either_may_fail()
    {
        var transformer = Make();
        var first = transformer.Begin();
        var second = transformer.Begin();

        Pass(first, "1").ShouldBeTrue();
        Pass(second, "1").ShouldBeTrue();
        first.Commit();
        Pass(second, "1").ShouldBeFalse();
        second.Commit();
        Kept(transformer, "1").ShouldBeFalse();
    }

    [Fact]
    public void Within_one_write_the_second_is_dropped()
    {
        var write = Make().Begin();

        Pass(write, "1").ShouldBeTrue();
        Pass(write, "1").ShouldBeFalse();
        Pass(write, "2").ShouldBeTrue();
    }

    [Fact]
    public void Outside_a_write_nothing_is_remembered()
    {
        var transformer = Make();

        Pass(transformer, "1").ShouldBeTrue();
        Pass(transformer, "1").ShouldBeTrue();
        Kept(transformer, "1").ShouldBeTrue();
        Pass(transformer, "1").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/body/id", """{"id":1,"x":1}""", """{"id":1,"x":2}""")]
    [InlineData("/body/items/0", """{"items":[1,2]}""", """{"items":[1,3]}""")]
    [InlineData("/body/a~1b", """{"a/b":null,"x":1}""", """{"a/b":null,"x":2}""")]
    [InlineData("/context/id", """{"context":{"id":1},"x":1}""", """{"context":{"id":1},"x":2}""")]
    [InlineData("/metadata/run", "1", "2")]
    [InlineData("/headers/x-delivery", "1", "2")]
    public void The_key_path_says_what_is_compared(string path, string first, string second)
    {
        var transformer = Make(path);

        Kept(transformer, first).ShouldBeTrue();
        Kept(transformer, second).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/body/id", """{"x":1}""")]
    [InlineData("/body/id", "1")]
    [InlineData("/metadata/other", "1")]
    [InlineData("/headers/other", "1")]
    public void An_event_without_the_key_always_passes(string path, string body)
    {
        var transformer = Make(path);

        Kept(transformer, body).ShouldBeTrue();
        Kept(transformer, body).ShouldBeTrue();
    }

    [Fact]
    public void The_event_leaves_as_it_came()
    {
        byte[] json = [.. """{"b":1.0,"a":"\u00e9"}"""u8];
        var output = new List<Event>();

        Make().Begin().Transform(new Event(json), output).ShouldBeNull();

        output.ShouldHaveSingleItem().ToJson().ToArray().ShouldBe(json);
    }

    [Fact]
    public void An_event_without_a_json_form_is_a_bad_event()
    {
        var output = new List<Event>();

        var rejection = Make().Begin().Transform(new Event(Formless.Node(out _)), output);

        rejection.ShouldNotBeNull().Kind.ShouldBe(RejectionKind.BadEvent);
        output.ShouldBeEmpty();
    }

    [Fact]
    public void The_key_not_seen_for_longest_is_forgotten()
    {
        var transformer = Make(capacity: 2);

        Kept(transformer, "1").ShouldBeTrue();
        Kept(transformer, "2").ShouldBeTrue();
        Kept(transformer, "1").ShouldBeFalse();
        Kept(transformer, "3").ShouldBeTrue();
        Kept(transformer, "1").ShouldBeFalse();
        Kept(transformer, "2").ShouldBeTrue();
    }

    [Fact]
    public void Writes_of_one_event_behave_as_a_list_of_the_keys_seen_last()
    {
        var keys = Gen.ListOf(Gen.Choose(0, 6));
        var commits = ArbMap.Default.ArbFor<bool[]>();
        Prop.ForAll(
                Gen.Choose(1, 5).ToArbitrary(),
                keys.ToArbitrary(),
                commits,
                (capacity, sequence, settled) =>
                {
                    var transformer = Make(capacity: capacity);
                    var model = new List<int>();
                    foreach (var (index, key) in sequence.Index())
                    {
                        var write = transformer.Begin();
                        Pass(write, key.ToString()).ShouldBe(!model.Contains(key));
                        if (index >= settled.Length || settled[index])
                        {
                            write.Commit();
                            model.Remove(key);
                            model.Add(key);
                            model.RemoveRange(0, Math.Max(0, model.Count - capacity));
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_key_is_lost_when_many_threads_write_and_some_writes_fail()
    {
        const int keys = 200;
        var transformer = Make();
        var journal = new ConcurrentDictionary<int, int>();
        var threads = Enumerable
            .Range(0, 4)
            .Select(seed => new Thread(() =>
            {
                foreach (
                    var key in Enumerable.Range(0, keys).Select(key => (key * 7 + seed) % keys)
                )
                {
                    // As a sender does: again until it is taken.
                    for (var attempt = 0; ; attempt++)
                    {
                        var write = transformer.Begin();
                        var passed = Pass(write, key.ToString());
                        if (attempt == 0 && (key + seed) % 3 == 0)
                        {
                            continue;
                        }
                        if (passed)
                        {
                            journal.AddOrUpdate(key, 1, (_, count) => count + 1);
                        }
                        write.Commit();
                        break;
                    }
                }
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        journal.Keys.Order().ShouldBe(Enumerable.Range(0, keys));
        Enumerable.Range(0, keys).ShouldAllBe(key => !Kept(transformer, key.ToString()));
    }

    [Theory]
    [InlineData("/body")]
    [InlineData("/body/a~0b/~1/0")]
    [InlineData("/body/")]
    [InlineData("/metadata")]
    [InlineData("/headers/X-Id")]
    [InlineData("/headersid")]
    [InlineData("/bodyid")]
    [InlineData("/context/id")]
    public void These_options_are_valid_and_understood(string path)
    {
        Validate(new DeduplicateOptions { KeyPath = path }).ShouldBeEmpty();
        Should.NotThrow(() => Make(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("body/id")]
    [InlineData("/headers")]
    [InlineData("/headers/")]
    [InlineData("/headers/a/b")]
    [InlineData("/body/a~2")]
    [InlineData("/body/a~")]
    public void These_key_paths_are_refused(string path) =>
        Validate(new DeduplicateOptions { KeyPath = path }).ShouldNotBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void These_capacities_are_refused(int capacity) =>
        Validate(new DeduplicateOptions { Capacity = capacity }).ShouldNotBeEmpty();

    private static List<ValidationResult> Validate(DeduplicateOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(
            options,
            new ValidationContext(options),
            results,
            validateAllProperties: true
        );
        return results;
    }

    private static Deduplicate Make(string path = "/body", int capacity = 1_000) =>
        new(new DeduplicateOptions { KeyPath = path, Capacity = capacity });

    private static bool Kept(Deduplicate transformer, string body)
    {
        var write = transformer.Begin();
        var passed = Pass(write, body);
        write.Commit();
        return passed;
    }

    private static bool Pass(ITransformer transformer, string body)
    {
        var input = new Event(Encoding.UTF8.GetBytes(body))
        {
            Metadata = new() { ["run"] = 7 },
            Headers = { ["X-Delivery"] = "d-1" },
        };
        var output = new List<Event>();
        transformer.Transform(input, output).ShouldBeNull();
        output.ShouldAllBe(kept => ReferenceEquals(kept, input));
        return output.Count == 1;
    }
}

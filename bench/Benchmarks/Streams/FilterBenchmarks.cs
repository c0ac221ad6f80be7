using BenchmarkDotNet.Attributes;
using Freshet.Sinks.Sse.Filtering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Freshet.Benchmarks.Streams;

/// <summary>What a filter costs for an event: the first of its type and source, the later ones, and one at the limits of names and texts.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private const string Type = "twitchbot.message.created";
    private const string Source = "twitchbot-service";

    private readonly TopicTable topics = new();
    private QueryCollection query = null!;
    private EventFilter filter = null!;
    private Topic known = null!;
    private Topic fresh = null!;

    [Params("1 name", "10 patterns", "32 worst")]
    public string Filter { get; set; } = "";

    [GlobalSetup]
    public void Begin()
    {
        // None of the ten matches, so all are looked at. The worst nearly match at every other place of the longest
        // source, and are as many as a request line of 8 KiB holds.
        var (asked, source) = Filter switch
        {
            "1 name" => ($"event_types={Type}", Source),
            "10 patterns" => ($"event_types={Names(10, Common)}", Source),
            _ => ($"sources={Names(32, Worst)}", Times(512)),
        };
        query = new(QueryHelpers.ParseQuery($"?{asked}"));
        filter = Read();
        known = topics.Of(Type, Source);
        fresh = new(Type, source, Topic.Unnumbered);
        filter.Matches(known);
    }

    [Benchmark]
    public bool FirstLook() => filter.Matches(fresh);

    [Benchmark]
    public bool Remembered() => filter.Matches(known);

    /// <summary>What a client that joins costs.</summary>
    [Benchmark]
    public int ReadQuery() => Read().EventTypes.Count;

    private EventFilter Read() =>
        EventFilter.TryRead(query, out var read, out var reason)
            ? read
            : throw new InvalidOperationException(reason);

    private static string Names(int count, Func<int, string> name) =>
        string.Join(',', Enumerable.Range(0, count).Select(name));

    private static string Common(int number) =>
        number % 2 == 0 ? $"twitchbot{number}.*" : $"*.message{number}.*";

    private static string Worst(int number) => $"*{Times(80 + number)}aa{Times(40 - number)}*";

    private static string Times(int count) => string.Concat(Enumerable.Repeat("ab", count));
}

using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;

namespace Freshet.Tests.Pipelines;

/// <summary>A transformer out of a function.</summary>
internal sealed class Function(Func<Event, List<Event>, Rejection?> transform) : ITransformer
{
    public Rejection? Transform(Event input, List<Event> output) => transform(input, output);

    /// <summary>Appends a letter to the text <c>trace</c> of the body.</summary>
    public static Function Mark(string letter) =>
        new(
            (input, output) =>
            {
                var body = input.Body!.AsObject();
                body["trace"] = $"{body["trace"]}{letter}";
                output.Add(input);
                return null;
            }
        );

    /// <summary>Makes so many of each.</summary>
    public static Function Multiply(int times) =>
        new(
            (input, output) =>
            {
                for (var i = 0; i < times; i++)
                {
                    var copy = new JsonObject { ["trace"] = $"{input.Body!["trace"]}{i}" };
                    output.Add(new Event(copy) { Metadata = input.Metadata });
                }
                return null;
            }
        );

    public static Function Drop() => new((_, _) => null);

    public static Function Reject(string reason) =>
        new(
            (input, output) =>
            {
                output.Add(input);
                return new Rejection(RejectionKind.Transformer, reason);
            }
        );
}

/// <summary>Lets an event go whose <c>key</c> it remembers.</summary>
internal sealed class Remembering : IRememberingTransformer
{
    public HashSet<string> Known { get; } = [];

    public IRememberingWrite Begin() => new Write(Known);

    public IRememberingTransformer Anew() => new Remembering();

    public Rejection? Transform(Event input, List<Event> output) =>
        Begin().Transform(input, output);

    private sealed class Write(HashSet<string> known) : IRememberingWrite
    {
        private readonly HashSet<string> mine = [];

        public Rejection? Transform(Event input, List<Event> output)
        {
            var key = (string)input.Body!["key"]!;
            if (!known.Contains(key) && mine.Add(key))
            {
                output.Add(input);
            }
            return null;
        }

        public void Commit() => known.UnionWith(mine);
    }
}

using System.Text;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Events that are told apart by a number: <c>n1</c>, <c>n2</c> and so on.</summary>
internal static class Numbered
{
    /// <summary>Sends the events with these numbers as one batch.</summary>
    public static async Task PostAsync(FreshetServer server, int first, int last)
    {
        var lines = new StringBuilder();
        for (var n = first; n <= last; n++)
        {
            lines.Append($$"""{"id":"n{{n}}","type":"t","source":"s","data":{{n}}}""").Append('\n');
        }
        var answer = await server.PostAsync(lines.ToString(), mediaType: "application/x-ndjson");
        answer.Ids.Count.ShouldBe(last - first + 1);
    }
}

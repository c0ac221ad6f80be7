using System.Text;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Http.Headers;
using Freshet.Http.Outgoing;
using Freshet.Programs;
using Freshet.Telemetry;
using Freshet.Vrl.Values;

namespace Freshet.Sources.HttpPolling;

/// <summary>Reads requests out of what a program left: <c>.requests</c> and <c>.state</c>. One mistake makes all of it a fault, since nobody knows what else is meant.</summary>
/// <param name="mostRequests">How many there may be.</param>
/// <param name="depth">How many answers they came of.</param>
internal sealed class RequestReader(int mostRequests, int depth)
{
    /// <summary>How large all requests together, and a state, may be: a few lines of a program can make texts of any size.</summary>
    private const int MostBytes = 16 << 20;
    private const int LongestState = 1 << 20;

    /// <summary>Servers refuse longer ones.</summary>
    private const int LongestUrl = 16 << 10;

    private const int LongestShownKey = 32;

    private static readonly HashSet<string> Keys =
    [
        "url",
        "method",
        "headers",
        "query",
        "body",
        "route",
        "parser",
    ];

    private static readonly HashSet<string> Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
    ];

    public DriverAnswer Read(Value left)
    {
        if (!left.IsObject || !left.Object.TryGet("requests", out var given) || !given.IsArray)
        {
            return DriverAnswer.Failed("driver_vrl must set .requests to an array");
        }
        var state = left.Object.TryGet("state", out var kept) ? kept : Value.Null;
        if (!new OutputSize(LongestState, JsonText.MaxDepth).TryAdd(state, out _))
        {
            return DriverAnswer.Failed($".state is larger than {LongestState >> 20} MiB");
        }
        if (!new OutputSize(MostBytes, JsonText.MaxDepth).TryAdd(given, out _))
        {
            return DriverAnswer.Failed($".requests is larger than {MostBytes >> 20} MiB");
        }
        if (given.Array.Count > mostRequests)
        {
            return DriverAnswer.Failed(
                $".requests has {given.Array.Count} items, and max_requests is {mostRequests}"
            );
        }
        var requests = new List<PolledRequest>(given.Array.Count);
        for (var i = 0; i < given.Array.Count; i++)
        {
            if (!TryRead(given.Array[i], state.Share(), out var request, out var fault))
            {
                return DriverAnswer.Failed($".requests[{i}]{fault}");
            }
            requests.Add(request);
        }
        return new(requests);
    }

    /// <summary>Reads one; what is wrong with it shows nothing of what it holds, which may be secret.</summary>
    private bool TryRead(Value item, Value state, out PolledRequest request, out string fault)
    {
        (request, fault) = (null!, " must be an object with a url");
        if (!item.IsObject)
        {
            return false;
        }
        if (item.Object.Keys.FirstOrDefault(key => !Keys.Contains(key)) is { } unknown)
        {
            var called =
                unknown.Length <= LongestShownKey
                    ? $"the key \"{LogText.Escape(unknown)}\""
                    : "a key";
            fault = $" has {called}, which is none of {string.Join(", ", Keys)}";
            return false;
        }
        var query = new List<KeyValuePair<string, string>>();
        var headers = new List<KeyValuePair<string, string>>();
        if (
            !TryReadTexts(item, out var texts, out fault)
            || !TryReadMap(item, "query", query, out fault)
            || !TryReadMap(item, "headers", headers, out fault)
        )
        {
            return false;
        }
        if (!headers.All(CanBeSent))
        {
            fault = ".headers has one that cannot be sent";
            return false;
        }
        var written = texts.GetValueOrDefault("url", "");
        if (!TryMakeUrl(written, query, out var url))
        {
            fault = ".url must be an absolute URL of http or https";
            return false;
        }
        var method = texts.GetValueOrDefault("method", "GET").ToUpperInvariant();
        if (!Methods.Contains(method))
        {
            fault = $".method must be one of {string.Join(", ", Methods)}";
            return false;
        }
        if (
            !TryReadName<PollRoute>(texts, "route", out var route, out fault)
            || !TryReadName<ContentFormat>(texts, "parser", out var parser, out fault)
        )
        {
            return false;
        }
        request = new()
        {
            Url = url,
            Written = written,
            Method = method,
            Headers = headers,
            Body =
                texts.ContainsKey("body") && item.Object.TryGet("body", out var body)
                    ? body.Bytes.Memory
                    // Untyped, null would be an empty body.
                    : default(ReadOnlyMemory<byte>?),
            Route = route ?? PollRoute.Pipeline,
            Parser = parser,
            State = state,
            Depth = depth,
        };
        return true;
    }

    /// <summary>A header of a program may hold what a server said: nothing in it ends it, and none says where a message ends.</summary>
    private static bool CanBeSent(KeyValuePair<string, string> header) =>
        HeaderName.IsToken(header.Key)
        && HeaderValue.IsValid(header.Value)
        && !OutgoingHeaders.IsFraming(header.Key);

    /// <summary>What is a string, by its key; null is as if it were not there.</summary>
    private static bool TryReadTexts(
        Value item,
        out Dictionary<string, string> texts,
        out string fault
    )
    {
        (texts, fault) = (new(StringComparer.Ordinal), "");
        foreach (var (key, value) in item.Object)
        {
            if (key is "query" or "headers" || value.IsNull)
            {
                continue;
            }
            if (!value.IsBytes)
            {
                fault = $".{key} must be a string";
                return false;
            }
            texts.Add(key, value.Text);
        }
        return true;
    }

    /// <summary>Names and texts; numbers and booleans become the text that they are written as, and null leaves one out.</summary>
    private static bool TryReadMap(
        Value item,
        string key,
        List<KeyValuePair<string, string>> read,
        out string fault
    )
    {
        fault = "";
        if (!item.Object.TryGet(key, out var given) || given.IsNull)
        {
            return true;
        }
        if (!given.IsObject)
        {
            fault = $".{key} must be an object";
            return false;
        }
        foreach (var (name, value) in given.Object)
        {
            if (value.IsBytes)
            {
                read.Add(new(name, value.Text));
            }
            else if (value.IsInteger || value.IsFloat || value.IsBoolean)
            {
                read.Add(new(name, VrlJson.Write(value)));
            }
            else if (!value.IsNull)
            {
                fault = $".{key} has a value that is no string";
                return false;
            }
        }
        return true;
    }

    private static bool TryMakeUrl(
        string written,
        List<KeyValuePair<string, string>> query,
        out Uri url
    )
    {
        url = null!;
        if (written.Length > LongestUrl || !OutgoingUrl.TryRead(written, out var read))
        {
            return false;
        }
        var all = new StringBuilder(read.Query.TrimStart('?'));
        foreach (var (name, value) in query)
        {
            all.Append(all.Length > 0 ? "&" : "")
                .Append(Uri.EscapeDataString(name))
                .Append('=')
                .Append(Uri.EscapeDataString(value));
        }
        if (all.Length > LongestUrl)
        {
            return false;
        }
        var text =
            query.Count == 0 ? written : new UriBuilder(read) { Query = all.ToString() }.ToString();
        return OutgoingUrl.TryRead(text, out url!);
    }

    /// <summary>One of an enumeration's names, as configurations have them; null where there is none.</summary>
    private static bool TryReadName<T>(
        Dictionary<string, string> texts,
        string key,
        out T? read,
        out string fault
    )
        where T : struct, Enum
    {
        (read, fault) = (null, "");
        if (!texts.TryGetValue(key, out var text))
        {
            return true;
        }
        var names = OptionProperty.EnumNames(typeof(T));
        if (names.TryGetValue(text, out var member))
        {
            read = (T)member;
            return true;
        }
        fault = $".{key} must be one of {string.Join(", ", names.Keys)}";
        return false;
    }
}

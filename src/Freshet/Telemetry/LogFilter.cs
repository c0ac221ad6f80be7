using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.Telemetry;

/// <summary>
/// Which log entries are written, as <c>FRESHET_LOG</c> and <c>--log</c> say it: parts joined by commas, each a level (<c>debug</c>) or
/// a category with its level (<c>Freshet.Sinks.Sse=debug</c>).
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A category means itself and what is below it: <c>Freshet.Sinks</c> covers <c>Freshet.Sinks.Sse</c>, not <c>Freshet.SinksX</c>.
/// The longest that fits decides. Letters' case does not matter.</item>
/// <item>A level on its own is that of <c>Freshet</c>, <c>info</c> unless said. Everything else (<c>Microsoft</c>, <c>System</c>) stays at
/// <c>warn</c>, so that <c>debug</c> shows our work and not the server's; a stricter level on its own (<c>error</c>, <c>off</c>) holds for
/// everything.</item>
/// <item>Of two parts about the same thing the later counts; empty parts are passed over.</item>
/// </list>
/// </remarks>
internal sealed class LogFilter
{
    private const string OwnCategory = "Freshet";

    /// <summary>The host logs, with its stack, each fault that it then throws: whoever catches it says it in words.</summary>
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private const string LevelNames = "trace, debug, info, warn, error, critical, off";

    // Far beyond any filter written by hand.
    private const int MaxLength = 4096;

    private readonly LogLevel own;
    private readonly LogLevel others;
    private readonly Rule[] longestFirst;

    private LogFilter(LogLevel own, IEnumerable<KeyValuePair<string, LogLevel>> levels)
    {
        this.own = own;
        others = own > LogLevel.Warning ? own : LogLevel.Warning;
        longestFirst =
        [
            .. levels
                .Select(pair => new Rule(pair.Key, pair.Value))
                .OrderByDescending(rule => rule.Category.Length)
                .ThenBy(rule => rule.Category, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary><c>info</c> for Freshet, <c>warn</c> for everything else.</summary>
    public static LogFilter Default { get; } = new(LogLevel.Information, []);

    /// <summary>That level for Freshet, and for everything else if it is stricter than <c>warn</c>.</summary>
    public static LogFilter Of(LogLevel level) => new(level, []);

    /// <summary>Reads a filter; text without any part is the default.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="filter">The filter; the default where the text is wrong.</param>
    /// <param name="error">One sentence without a full stop that names the wrong part and what is allowed; safe to print.</param>
    public static bool TryParse(
        string text,
        out LogFilter filter,
        [NotNullWhen(false)] out string? error
    )
    {
        filter = Default;
        error = null;
        if (text.Length > MaxLength)
        {
            error = $"a log filter has at most {MaxLength} characters";
            return false;
        }
        var level = LogLevel.Information;
        var levels = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0)
            {
                continue;
            }
            var equals = part.LastIndexOf('=');
            if (equals < 0)
            {
                if (!TryParseLevel(part, out level))
                {
                    error =
                        $"{Quote(part)} is not a log level; levels are {LevelNames}, and a category is written with its level, as {OwnCategory}.Sinks=debug";
                    return false;
                }
                continue;
            }
            var category = part[..equals].TrimEnd();
            if (!IsCategory(category))
            {
                error =
                    $"{Quote(category)} in {Quote(part)} is not a log category; one is names joined by dots, as {OwnCategory}.Sinks.Sse";
                return false;
            }
            if (!TryParseLevel(part.AsSpan(equals + 1).Trim(), out var categoryLevel))
            {
                error =
                    $"{Quote(part[(equals + 1)..].Trim())} in {Quote(part)} is not a log level; levels are {LevelNames}";
                return false;
            }
            levels[category] = categoryLevel;
        }
        filter = new LogFilter(level, levels);
        return true;
    }

    /// <summary>Reads one level's name, in any case; <c>warning</c> is <c>warn</c>, <c>off</c> is <see cref="LogLevel.None"/>.</summary>
    public static bool TryParseLevel(ReadOnlySpan<char> text, out LogLevel level)
    {
        // The longest name is "critical"; what is longer need not be copied.
        Span<char> lower = stackalloc char[8];
        var length = text.Length <= lower.Length ? text.ToLowerInvariant(lower) : 0;
        LogLevel? found = lower[..length] switch
        {
            "trace" => LogLevel.Trace,
            "debug" => LogLevel.Debug,
            "info" => LogLevel.Information,
            "warn" or "warning" => LogLevel.Warning,
            "error" => LogLevel.Error,
            "critical" => LogLevel.Critical,
            "off" => LogLevel.None,
            _ => null,
        };
        level = found ?? LogLevel.None;
        return found is not null;
    }

    /// <summary>The level's name as it is written in filters and in log lines.</summary>
    public static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            LogLevel.Critical => "critical",
            _ => "off",
        };

    /// <summary>Whether an entry of that category and level is written.</summary>
    public bool Allows(string? category, LogLevel level) =>
        level != LogLevel.None && level >= LevelOf(category ?? "") && category != HostCategory;

    /// <summary>Makes this the only filter of the builder's loggers, whatever was configured before or is later.</summary>
    public void Apply(ILoggingBuilder logging) => Apply(logging, () => this);

    /// <summary>The same for a filter that may be another later: it is asked for with each entry.</summary>
    public static void Apply(ILoggingBuilder logging, Func<LogFilter> current) =>
        // The framework's own prefixes do not stop at dots, so the one rule left asks us.
        logging.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            options.MinLevel = LogLevel.Trace;
            options.Rules.Clear();
            options.Rules.Add(
                new LoggerFilterRule(
                    null,
                    null,
                    null,
                    (_, category, level) => current().Allows(category, level)
                )
            );
        });

    /// <summary>The filter in the form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        string.Join(
            ',',
            longestFirst.Reverse().Select(rule => rule.ToString()).Prepend(NameOf(own))
        );

    private LogLevel LevelOf(string category)
    {
        foreach (var rule in longestFirst)
        {
            if (Covers(rule.Category, category))
            {
                return rule.Level;
            }
        }
        return Covers(OwnCategory, category) ? own : others;
    }

    private static bool Covers(string prefix, string category) =>
        category.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        && (category.Length == prefix.Length || category[prefix.Length] == '.');

    private static bool IsCategory(string text) =>
        Array.TrueForAll(text.Split('.'), name => name.Length > 0)
        && !text.Any(letter => char.IsControl(letter) || letter == '*');

    private static string Quote(string text)
    {
        const int shown = 64;
        return text.Length <= shown
            ? $"`{LogText.Escape(text)}`"
            : $"`{LogText.Escape(text.AsSpan(0, shown))}...`";
    }

    private sealed record Rule(string Category, LogLevel Level)
    {
        public override string ToString() => $"{Category}={NameOf(Level)}";
    }
}

using System.IO.Enumeration;
using Freshet.Pipelines;
using Freshet.Terraform;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Terraform;

/// <summary>Follows a state, or those of a folder, and tells what changes.</summary>
internal sealed partial class TerraformStateSource : ISource, IReporting, IFollowsStates
{
    /// <summary>The most states of one folder.</summary>
    private const int MostStates = 1000;

    /// <summary>When to look again at what was half-written.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);

    /// <summary>How far the time between looks at a server that fails grows.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>How long a write may take once the source is to stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private readonly TerraformStateOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly ChangeEvents events;
    private readonly Dictionary<string, StateFollower> followers = new(StringComparer.Ordinal);

    /// <summary>Why states of the folder may be missing; null where none are.</summary>
    private string? missing;
    private volatile string? trouble;

    public TerraformStateSource(TerraformStateOptions options, SourceContext context)
    {
        (this.options, this.context) = (options, context);
        logger = context.Loggers.CreateLogger<TerraformStateSource>();
        events = new(context.CompleteMetadata(options.Metadata));
        Live = new(context.Name);
    }

    public LiveState Live { get; }

    public string? Trouble => trouble;

    /// <summary>What is to come of a state is known when it comes.</summary>
    public long? Lag => null;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
        await using var registration = stopping.UnsafeRegister(
            _ => ending.CancelAfter(EndingTime),
            null
        );
        using var backend = options.Url.Length > 0 ? new StateBackend(options, context.Time) : null;
        using var notices = new FileNotices(
            backend is null ? [options.Path] : [],
            "*.tfstate",
            options.Recursive,
            context.Time
        );
        var backoff = new Backoff(options.Interval, LongestWait, Random.Shared.NextDouble);
        while (true)
        {
            var isUnfinished = false;
            var places = backend is null ? Files() : [FollowerOf("", backend)];
            var hindrance = missing;
            foreach (var follower in places)
            {
                await follower.LookAsync(stopping, ending.Token);
                hindrance ??= follower.Trouble;
                isUnfinished |= follower.IsUnfinished;
            }
            Live.HasLooked();
            trouble = hindrance;
            var wait = options.Interval;
            if (backend is not null && hindrance is not null)
            {
                wait = backoff.Fail();
            }
            else
            {
                backoff.Reset();
            }
            await notices.WaitAsync(isUnfinished && Soon < wait ? Soon : wait, stopping);
        }
    }

    /// <summary>One for each file that there is now, and for those that were there before.</summary>
    private List<StateFollower> Files()
    {
        if (!Directory.Exists(options.Path))
        {
            if (followers.Count == 0 || followers.ContainsKey(""))
            {
                return [FileFollower("", options.Path)];
            }
            return [.. followers.Values];
        }
        // Nobody knew yet that it would be a folder.
        followers.Remove("");
        try
        {
            var hasMore = false;
            foreach (var name in Names().Order(StringComparer.Ordinal))
            {
                // Those that went may come back: they count too.
                if (followers.ContainsKey(name) || followers.Count < MostStates)
                {
                    FileFollower(name, Path.Combine(options.Path, name));
                }
                else
                {
                    hasMore = true;
                }
            }
            Miss(hasMore ? $"there are more than {MostStates} states in it, or were" : null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It went away in the midst, or may not be read.
            Miss(fault.Message);
        }
        return [.. followers.Values];
    }

    private void Miss(string? reason)
    {
        var now = reason is null ? null : $"{options.Path}: {reason}";
        if (now is not null && now != missing)
        {
            Missing(logger, context.Name, options.Path, reason!);
        }
        missing = now;
    }

    /// <summary>The states in the folder, by their names from there; links to files are followed, links to folders are not, as they may lead round in a ring.</summary>
    private IEnumerable<string> Names() =>
        new FileSystemEnumerable<string>(
            options.Path,
            (ref FileSystemEntry entry) => Path.GetRelativePath(options.Path, entry.ToFullPath()),
            new EnumerationOptions
            {
                RecurseSubdirectories = options.Recursive,
                IgnoreInaccessible = true,
            }
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".tfstate", StringComparison.Ordinal),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.Take(MostStates + 1);

    private StateFollower FileFollower(string name, string path) =>
        followers.TryGetValue(name, out var follower)
            ? follower
            : FollowerOf(name, new StateFile(path, options.MaxBytes, context.Time));

    private StateFollower FollowerOf(string name, IStatePlace place)
    {
        if (!followers.TryGetValue(name, out var follower))
        {
            var kept = new KeptState(
                KeptState.PathOf(context.CursorFolder, context.Name, name),
                context.Handover,
                name,
                logger
            );
            follower = new(place, kept, Live, events, options.Start, context, logger);
            followers.Add(name, follower);
        }
        return follower;
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: {Path}: {Reason}; some of its states are not followed"
    )]
    private static partial void Missing(ILogger logger, string source, string path, string reason);
}

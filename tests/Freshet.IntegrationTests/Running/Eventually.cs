using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shouldly;

namespace Freshet.IntegrationTests.Running;

/// <summary>Waits for what other threads, processes and machines' queues bring about: as short as it takes, and never for good.</summary>
internal static class Eventually
{
    /// <summary>Far longer than anything takes on a busy machine; reached only where a test fails.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns once the condition holds.</summary>
    public static async Task Holds(
        Func<bool> condition,
        Func<string>? state = null,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    )
    {
        await Holds(() => Task.FromResult(condition()), state, what);
    }

    /// <inheritdoc cref="Holds(Func{bool}, Func{string}?, string)"/>
    public static async Task Holds(
        Func<Task<bool>> condition,
        Func<string>? state = null,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    )
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (watch.Elapsed > Limit)
            {
                throw new ShouldAssertException(
                    $"This did not come true within {Limit}: {what}\n{state?.Invoke()}"
                );
            }
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>The task's result, or a failure that says what was awaited in vain.</summary>
    public static async Task<T> Comes<T>(
        Task<T> task,
        [CallerArgumentExpression(nameof(task))] string what = "",
        TimeSpan? limit = null
    )
    {
        var patience = limit ?? Limit;
        try
        {
            return await task.WaitAsync(patience);
        }
        catch (TimeoutException fault)
        {
            throw new ShouldAssertException($"This did not come within {patience}: {what}", fault);
        }
    }

    /// <inheritdoc cref="Comes{T}"/>
    public static Task Comes(
        Task task,
        [CallerArgumentExpression(nameof(task))] string what = "",
        TimeSpan? limit = null
    ) => Comes(WithResult(task), what, limit);

    private static async Task<bool> WithResult(Task task)
    {
        await task;
        return true;
    }
}

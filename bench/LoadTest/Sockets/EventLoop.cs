using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Freshet.LoadTest.Sockets;

/// <summary>
/// One thread, one epoll, one buffer for all that is received. Points are written as plain code that runs the loop until something is so; whatever
/// arrives meanwhile is handled inside.
/// </summary>
/// <param name="stopping">Ends the loop, whatever it waits for.</param>
internal sealed unsafe class EventLoop(CancellationToken stopping) : IDisposable
{
    /// <summary>The size of <see cref="Buffer"/>. More at once is fewer calls; beyond this it no longer fits the processor's cache.</summary>
    public const int BufferBytes = 256 * 1024;

    private const int EventsAtOnce = 256;
    private const int LongestWait = 100;

    /// <summary>After how many others those are looked for that are urgent.</summary>
    private const int BetweenUrgent = 4;

    /// <summary>In place of a member's: some of the urgent ones are ready.</summary>
    private const int Urgent = -1;

    // Packed on x86, and on no other processor.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture
        is Architecture.X64
            or Architecture.X86
        ? 4
        : 8;

    private static readonly int EventBytes = DataOffset + sizeof(ulong);

    private readonly int epoll = Libc.CreateEpoll();
    private readonly int urgent = Libc.CreateEpoll();
    private readonly byte* events = (byte*)NativeMemory.Alloc((nuint)(EventsAtOnce * EventBytes));
    private readonly byte* urgentEvents = (byte*)
        NativeMemory.Alloc((nuint)(EventsAtOnce * EventBytes));
    private readonly List<IReady?> members = [];
    private readonly List<int> epolls = [];
    private bool hasUrgent;
    private readonly Stack<int> free = [];
    private readonly List<IActivity> activities = [];

    /// <summary>Where every member receives into; what is in it holds until the next is asked.</summary>
    public byte* Buffer { get; } = (byte*)NativeMemory.AlignedAlloc(BufferBytes, 64);

    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Takes a socket in.</summary>
    /// <returns>Its place, for the other calls.</returns>
    public int Add(int socket, uint interest, IReady member)
    {
        if (!free.TryPop(out var place))
        {
            place = members.Count;
            members.Add(null);
            epolls.Add(epoll);
        }
        members[place] = member;
        epolls[place] = member.IsUrgent ? urgent : epoll;
        if (member.IsUrgent && !hasUrgent)
        {
            hasUrgent = true;
            Control(epoll, Libc.Add, urgent, Libc.Readable, Urgent);
        }
        Control(epolls[place], Libc.Add, socket, interest, place);
        return place;
    }

    /// <summary>What the socket is to be told from now on.</summary>
    public void Change(int socket, uint interest, int place) =>
        Control(epolls[place], Libc.Modify, socket, interest, place);

    /// <summary>Lets go of a socket, before it is closed.</summary>
    public void Remove(int socket, int place)
    {
        Control(epolls[place], Libc.Remove, socket, 0, place);
        members[place] = null;
        free.Push(place);
    }

    public void Begin(IActivity activity) => activities.Add(activity);

    public void End(IActivity activity) => activities.Remove(activity);

    /// <summary>Runs until it is so, or the time is over; whether it is so.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        var end = Now + Ticks(limit);
        while (!done())
        {
            stopping.ThrowIfCancellationRequested();
            var now = Now;
            if (now >= end)
            {
                return false;
            }
            var due = end;
            // From the end, since an activity may end itself.
            for (var i = activities.Count - 1; i >= 0; i--)
            {
                due = Math.Min(due, activities[i].Turn(now));
            }
            Wait(due);
        }
        return true;
    }

    public void RunFor(TimeSpan span) => RunUntil(static () => false, span);

    public void Dispose()
    {
        _ = Libc.Close(epoll);
        _ = Libc.Close(urgent);
        NativeMemory.Free(events);
        NativeMemory.Free(urgentEvents);
        NativeMemory.AlignedFree(Buffer);
    }

    public static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    private void Wait(long due)
    {
        // Up to a millisecond late rather than a millisecond of spinning: schedules are absolute, so that no lateness adds up.
        var left = Math.Max(0, due - Now);
        var milliseconds = Math.Min(
            LongestWait,
            (left * 1000 + Stopwatch.Frequency - 1) / Stopwatch.Frequency
        );
        var count = Libc.EpollWait(epoll, events, EventsAtOnce, (int)milliseconds);
        if (count < 0 && Libc.Error != Libc.Interrupted)
        {
            Libc.Check(count, "epoll_wait");
        }
        for (var i = 0; i < count; i++)
        {
            if (hasUrgent && i % BetweenUrgent == 0)
            {
                TellUrgent();
            }
            Tell(events + (i * EventBytes));
        }
    }

    private void TellUrgent()
    {
        var count = Libc.EpollWait(urgent, urgentEvents, EventsAtOnce, 0);
        for (var i = 0; i < count; i++)
        {
            Tell(urgentEvents + (i * EventBytes));
        }
    }

    private void Tell(byte* at)
    {
        var place = (int)Marshal.ReadInt64((nint)(at + DataOffset));
        if (place != Urgent)
        {
            // An earlier event of the same wait may have removed it.
            members[place]?.Ready(*(uint*)at);
        }
    }

    private static void Control(int epoll, int operation, int socket, uint interest, int place)
    {
        var change = stackalloc byte[16];
        *(uint*)change = interest;
        *(ulong*)(change + DataOffset) = (ulong)place;
        Libc.Check(Libc.EpollControl(epoll, operation, socket, change), "epoll_ctl");
    }
}

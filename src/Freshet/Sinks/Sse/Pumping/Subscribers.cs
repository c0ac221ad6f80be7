namespace Freshet.Sinks.Sse.Pumping;

/// <summary>Whether a client may come in.</summary>
internal enum Entrance
{
    Open,

    /// <summary>As many as are allowed are there.</summary>
    Full,

    /// <summary>The endpoint is closing.</summary>
    Closed,
}

/// <summary>Counts the clients of one endpoint. Pumps come here only when a client has gone.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class Subscribers(int most)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource emptied = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int count;
    private bool isClosed;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>Counts a client in; where it answers <see cref="Entrance.Open"/>, <see cref="Leave"/> must follow.</summary>
    public Entrance Enter()
    {
        lock (gate)
        {
            if (isClosed)
            {
                return Entrance.Closed;
            }
            if (count == most)
            {
                return Entrance.Full;
            }
            count++;
            return Entrance.Open;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            count--;
            if (isClosed && count == 0)
            {
                emptied.TrySetResult();
            }
        }
    }

    /// <summary>Takes in no more, and returns once the last one is gone.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            isClosed = true;
            if (count == 0)
            {
                emptied.TrySetResult();
            }
            return emptied.Task;
        }
    }
}

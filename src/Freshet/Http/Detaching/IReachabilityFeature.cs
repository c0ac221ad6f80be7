namespace Freshet.Http.Detaching;

/// <summary>A feature of a connection, whatever is spoken on it: notices a client that has silently vanished.</summary>
internal interface IReachabilityFeature
{
    /// <summary>How the client went; to be asked once it has.</summary>
    Departure Departure { get; }

    /// <summary>From now on it ends once what was sent is not acknowledged for that long; see <see cref="Reachability.Limit"/>.</summary>
    void LimitSilence(TimeSpan patience);
}

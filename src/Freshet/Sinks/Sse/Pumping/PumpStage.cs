namespace Freshet.Sinks.Sse.Pumping;

/// <summary>How far a pump is on its way to its end; it never goes back.</summary>
internal enum PumpStage
{
    Running,

    /// <summary>Nothing more will come into the ring: a stream ends once its client has everything.</summary>
    Ending,

    /// <summary>The server waits no longer: streams end where they are.</summary>
    GivingUp,
}

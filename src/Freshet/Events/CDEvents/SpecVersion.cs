namespace Freshet.Events.CDEvents;

/// <summary>A release of the CDEvents specification.</summary>
internal enum SpecVersion
{
    V030,
    V041,
    V051,
}

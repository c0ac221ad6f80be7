namespace Vrl.Tests.Differential;

/// <summary>A program, and the event that it runs on as JSON.</summary>
internal sealed record Case(string Source, string Event);

using Freshet.LoadTest.Points;
using Freshet.LoadTest.Servers;

namespace Freshet.LoadTest;

/// <summary>A row of a table that is to be.</summary>
/// <param name="Name">What the row is called.</param>
internal sealed record PlanEntry(string Name, IContender Contender, Workload Workload);

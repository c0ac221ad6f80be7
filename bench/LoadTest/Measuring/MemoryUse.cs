using System.Runtime.InteropServices;

namespace Freshet.LoadTest.Measuring;

/// <summary>Memory of a process, in bytes.</summary>
/// <param name="Resident">All that is in memory, files that are mapped too.</param>
/// <param name="Proportional">The same, what is shared divided by those that share it.</param>
/// <param name="Anonymous">What is no file: heaps and stacks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MemoryUse(long Resident, long Proportional, long Anonymous);

using BenchmarkDotNet.Running;
using Freshet.Benchmarks.Journal;
using Freshet.Benchmarks.Vrl;

if (args is ["vrl"])
{
    return Comparison.Run();
}
if (args is ["journal", .. var rest])
{
    return await JournalMeasures.RunAsync(rest);
}
BenchmarkSwitcher.FromAssembly(typeof(JournalMeasures).Assembly).Run(args);
return 0;

using BenchmarkDotNet.Running;
using Freshet.Benchmarks.Vrl;

if (args is ["vrl"])
{
    return Comparison.Run();
}
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

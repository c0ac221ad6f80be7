using BenchmarkDotNet.Attributes;
using Freshet.Vrl;
using Freshet.Vrl.Values;

namespace Freshet.Benchmarks.Vrl;

/// <summary>What a program costs: to compile it once, and to run it on an event.</summary>
[MemoryDiagnoser]
public class VrlBenchmarks
{
    private VrlProgram program = null!;
    private Value @event;
    private string source = "";

    [Params("filter", "anonymise", "transformer (400 lines)")]
    public string Program { get; set; } = "";

    [GlobalSetup]
    public void Read()
    {
        var subject = Programs.All.Single(subject => subject.Name == Program);
        source = subject.Source;
        program = Subjects.Compile(source);
        @event = Subjects.Parse(subject.Event);
    }

    [Benchmark]
    public CompileResult Compile() => VrlCompiler.Compile(source);

    [Benchmark]
    public RunResult Run()
    {
        var input = @event.Share();
        Value metadata = Value.From(new VrlObject());
        return program.Run(ref input, ref metadata);
    }
}

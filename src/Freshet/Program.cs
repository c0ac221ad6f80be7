using Freshet;
using Freshet.Cli;

return await CommandLine.RunAsync(args, Components.Catalog, Terminal.OfProcess());

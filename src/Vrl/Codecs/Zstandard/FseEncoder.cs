namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>Writes symbols by a table, from the last to the first: for each, it goes to the state from which the reader gets to the one that follows.</summary>
internal sealed class FseEncoder
{
    private readonly FseTable table;

    /// <summary>For each symbol, and each state that follows, the state before; for symbols without states, nothing.</summary>
    private readonly byte[][] before;

    public FseEncoder(FseTable table, int symbols)
    {
        this.table = table;
        before = new byte[symbols][];
        for (var state = 0; state < table.Size; state++)
        {
            var ways = before[table.Symbol(state)] ??= new byte[table.Size];
            ways.AsSpan(table.Baseline(state), 1 << table.Bits(state)).Fill((byte)state);
        }
    }

    public int Log => table.Log;

    /// <summary>A state for the last symbol, after which nothing follows.</summary>
    public int Start(int symbol) => before[symbol][0];

    /// <summary>The state for a symbol before that state; writes the bits that lead from the one to the other.</summary>
    public int Step(int symbol, int following, BitWriter output)
    {
        var state = before[symbol][following];
        output.Write((uint)(following - table.Baseline(state)), table.Bits(state));
        return state;
    }
}

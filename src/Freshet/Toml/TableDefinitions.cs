namespace Freshet.Toml;

/// <summary>
/// Puts keys and tables into a document, and remembers how each table came to be: the rules of TOML 1.0 on who may define and
/// extend what. Each method returns what is wrong, or null.
/// </summary>
internal sealed class TableDefinitions
{
    private enum Origin
    {
        /// <summary>Only named on the way to another: <c>a</c> of <c>[a.b]</c>. A header may still define it, once.</summary>
        Implied,

        /// <summary>By a dotted key: more dotted keys may add to it, no header may reopen it.</summary>
        DottedKey,

        /// <summary>By its own header: complete when the next header comes, but sub-tables may follow.</summary>
        Header,
    }

    private enum Attempt
    {
        DottedKey,
        Header,
        ArrayHeader,
    }

    // A table that is not here is an inline one: complete where it is written.
    private readonly Dictionary<TomlTable, Origin> origins = [];

    // An array that is not here is a value: complete where it is written.
    private readonly HashSet<TomlArray> arraysOfTables = [];

    /// <summary>Sets a dotted key of a table.</summary>
    public Diagnostic? Assign(TomlTable table, IReadOnlyList<TomlKey> path, TomlValue value)
    {
        for (var i = 0; i < path.Count - 1; i++)
        {
            var key = path[i];
            var found = table.Find(key.Name);
            if (found is null)
            {
                table = Add(table, key, Origin.DottedKey, key.Location);
            }
            else if (
                found.Value is TomlTable inner
                && origins.TryGetValue(inner, out var origin)
                && origin != Origin.Header
            )
            {
                origins[inner] = Origin.DottedKey;
                table = inner;
            }
            else
            {
                return Refuse(found, path, i, Attempt.DottedKey);
            }
        }

        var last = path[^1];
        if (table.Find(last.Name) is { } earlier)
        {
            return Error(
                $"the key `{TomlKey.Show(path)}` is already defined",
                last.Location,
                $"a key is defined once: first defined at {earlier.KeyLocation}"
            );
        }
        table.Set(new TomlProperty(last.Name, last.Location, value));
        return null;
    }

    /// <summary>Defines the table of a header <c>[path]</c>.</summary>
    public Diagnostic? Open(
        TomlTable root,
        IReadOnlyList<TomlKey> path,
        Location header,
        out TomlTable opened
    )
    {
        opened = root;
        var error = Descend(ref opened, path);
        if (error is not null)
        {
            return error;
        }

        var key = path[^1];
        var found = opened.Find(key.Name);
        if (found is null)
        {
            opened = Add(opened, key, Origin.Header, header);
            return null;
        }
        if (
            found.Value is TomlTable table
            && origins.TryGetValue(table, out var origin)
            && origin == Origin.Implied
        )
        {
            opened.Set(new TomlProperty(key.Name, key.Location, table));
            table.Location = header;
            origins[table] = Origin.Header;
            opened = table;
            return null;
        }
        return Refuse(found, path, path.Count - 1, Attempt.Header);
    }

    /// <summary>Adds a table to the array of a header <c>[[path]]</c>.</summary>
    public Diagnostic? Append(
        TomlTable root,
        IReadOnlyList<TomlKey> path,
        Location header,
        out TomlTable opened
    )
    {
        opened = root;
        var error = Descend(ref opened, path);
        if (error is not null)
        {
            return error;
        }

        var key = path[^1];
        var found = opened.Find(key.Name);
        var array = found?.Value as TomlArray;
        if (found is null)
        {
            array = new TomlArray(header);
            arraysOfTables.Add(array);
            opened.Set(new TomlProperty(key.Name, key.Location, array));
        }
        else if (array is null || !arraysOfTables.Contains(array))
        {
            return Refuse(found, path, path.Count - 1, Attempt.ArrayHeader);
        }
        opened = new TomlTable(header);
        origins[opened] = Origin.Header;
        array!.Items.Add(opened);
        return null;
    }

    /// <summary>Goes from the root to the parent of a header's table; of an array of tables, into the last one.</summary>
    private Diagnostic? Descend(ref TomlTable table, IReadOnlyList<TomlKey> path)
    {
        for (var i = 0; i < path.Count - 1; i++)
        {
            var found = table.Find(path[i].Name);
            switch (found?.Value)
            {
                case null:
                    table = Add(table, path[i], Origin.Implied, path[i].Location);
                    break;
                case TomlTable inner when origins.ContainsKey(inner):
                    table = inner;
                    break;
                case TomlArray array when arraysOfTables.Contains(array):
                    table = (TomlTable)array.Items[^1];
                    break;
                default:
                    return Refuse(found!, path, i, Attempt.Header);
            }
        }
        return null;
    }

    private TomlTable Add(TomlTable parent, TomlKey key, Origin origin, Location location)
    {
        var table = new TomlTable(location);
        origins[table] = origin;
        parent.Set(new TomlProperty(key.Name, key.Location, table));
        return table;
    }

    /// <summary>Says why <paramref name="found"/>, at part <paramref name="index"/> of the path, cannot be extended or defined again.</summary>
    private Diagnostic Refuse(
        TomlProperty found,
        IReadOnlyList<TomlKey> path,
        int index,
        Attempt attempt
    )
    {
        var name = TomlKey.Show(path.Take(index + 1));
        var at = path[index].Location;
        var first = found.Value.Location;
        return found.Value switch
        {
            TomlTable table when !origins.ContainsKey(table) => Error(
                $"the inline table `{name}` cannot be extended",
                at,
                $"an inline table is complete where it is written: {first}"
            ),
            TomlTable when attempt == Attempt.DottedKey => Error(
                $"the table `{name}` cannot be extended by a dotted key",
                at,
                $"it has a header of its own, add the key there: {first}"
            ),
            TomlTable table when attempt == Attempt.Header => Error(
                $"the table `{name}` is already defined",
                at,
                origins[table] == Origin.DottedKey
                    ? $"it is defined by dotted keys, add more of them there: {first}"
                    : $"a table is defined once, add the keys there: {first}"
            ),
            TomlTable => Error(
                $"`{name}` is a table, not an array of tables",
                at,
                $"first defined at {first}"
            ),
            TomlArray array when !arraysOfTables.Contains(array) => Error(
                $"the array `{name}` cannot be extended",
                at,
                $"an array in brackets is complete where it is written: {first}"
            ),
            TomlArray => Error(
                attempt == Attempt.DottedKey
                    ? $"the array of tables `{name}` cannot be extended by a dotted key"
                    : $"`{name}` is an array of tables, not a table",
                at,
                $"write `[[{name}]]` for one more table; first defined at {first}"
            ),
            var value => Error(
                $"`{name}` is {value.Kind}, not a table",
                at,
                $"first defined at {found.KeyLocation}"
            ),
        };
    }

    private static Diagnostic Error(string message, Location location, string hint) =>
        new(Severity.Error, message, location, hint);
}

namespace Freshet.Cli;

/// <summary>What <c>docs/configuration.md</c> says beside the options' own descriptions.</summary>
internal static class ConfigurationPage
{
    public const string Introduction = """
        # Configuration

        <!-- Printed from the code by ./do docs; a test compares. -->

        Freshet is configured by TOML 1.0 files: `freshet connect --config a.toml --config b.toml`. Without a file it runs its built-in
        configuration, `profiles/default.toml`. `freshet check` tells everything that is wrong at once, `freshet config` prints what all
        sources of settings come to, secrets masked.

        The files of the folder `profiles` are built in: `--profile sse-service`, or the variable `FRESHET_PROFILE`, takes one of them as the
        configuration, over which files and single settings are laid. `freshet check --help` lists them.

        ## Where settings come from

        The later wins, key by key; an array is replaced whole, and so is a table that gets another `type`.

        1. The files, in the order in which they are given. `FRESHET_CONFIG` names them where `--config` does not (several are parted by `:`).
        2. Environment variables: `FRESHET__SINKS__EVENTS__ID=x` sets `sinks.events.id`. Two underscores part the keys; letters' case does not
           matter, and `_` stands for `-` too where a key has one.
        3. The command line: `--set sinks.events.id=x`.

        `include = ["streams.toml", "conf.d/*.toml"]` at the top of a file names others, relative to it. They count as if they stood before the file, in the
        order of the list and, of one pattern, of their names, so that the file which includes has the last word. Included files may include others. In a pattern, `*`
        stands for any characters of a name and `?` for one; names that begin with a dot are passed over. A file that is named and not there is an error, and a pattern
        that no file is there for a warning.

        A value from the environment or the command line is read as TOML where it is TOML (`8080`, `true`, `["a", "b"]`), and as text otherwise;
        where an option takes text, `8080` is text too. Where an option takes an array, its items may also stand between commas: `a, b` is `["a", "b"]`.

        In the strings of files, `${NAME}` is replaced by the environment variable, `${NAME:-text}` by the text where the variable is unset or
        empty, and `$${` stands for `${` itself. Names are of capital letters, digits and `_`; anything else stays as it is.

        With `--env-file FILE`, variables are read from a file too, and with `--profile` from the file `.env` of the working directory where it is there,
        which a line on standard error says. A variable that is set in the environment wins over the file's, even if it is empty. The variables count for
        `${NAME}`, for `FRESHET__…` and where an option names a variable; `FRESHET_CONFIG`, `FRESHET_PROFILE` and `FRESHET_LOG` are the environment's
        alone. The file has lines `NAME=value`, `export` before them if need be, empty ones, and comments: `#` at the beginning of a line, or after white space
        behind a value. A value may stand in quotes, and then go over several lines. In single quotes it is taken as it is. In double quotes
        `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are what they are elsewhere. In double quotes and without quotes, `${OTHER}` and `${OTHER:-text}` stand for
        a variable of the environment or further above in the file, and `\$` for `$`. What is wrong is told with its place, and without the value.

        A key that ends in `_file` reads its value from that file: `token_file = "secrets/token"` gives `token`. The path is relative to the
        configuration file that has it; line ends at the file's end are dropped.

        Durations are written `"500ms"`, `"30s"`, `"1h30m"`, `"7d"`; sizes `"64KiB"`, `"10MB"`, or as a number of bytes.


        """;

    public const string Transformers = """
        ## Transformers

        `[transformers.NAME]` defines a transformer. It does nothing until the `transformer_refs` of a source or sink name it; each of them gets a
        transformer of its own, in the order of the list. `passthrough`, `log` and `discard_all` are there under these names, with the options' defaults,
        unless the configuration defines others.


        """;

    public const string HeaderRules = """
        ## Header rules

        `headers` of webhooks and SSE sinks say what a request's headers must be. Either as a table:

        ```toml
        [sinks.events.headers]
        "Authorization" = { type = "secret", value = "EVENTS_TOKEN", prefix = "Bearer " }
        ```

        or as an array, in which a header may have several rules:

        ```toml
        [[sinks.events.headers]]
        header = "X-Client-ID"
        rule = { type = "matches", pattern = "^client-[0-9]+$" }
        ```

        The rules are checked in the order in which they stand. The first that fails decides: 401 where its header is missing, 403 where the value is
        wrong. Values are compared in constant time and never logged.

        | type | keys | holds where |
        | --- | --- | --- |
        | `exists` | | the header is there and not empty |
        | `equals` | `value`, `case_sensitive` (`true`), `prefix`, `suffix` | it is the value, between prefix and suffix |
        | `matches` | `pattern` | the pattern is found in it: .NET's linear-time regular expressions, so neither look-arounds nor back-references |
        | `secret` | `value`, `prefix`, `suffix` | it is the value of the environment variable that `value` names |
        | `signature` | `token`, `token_encoding` (`hex`, `base64`; the text itself by default), `signature_prefix`, `signature_encoding` (`hex`), `signature_on` (`"body"`) | it is the HMAC-SHA256 of the body as it was sent, or with `signature_on = { headers_then_body = { headers = ["webhook-id", "webhook-timestamp"], separator = "." } }` of each header's value, the separator after each, then the body |

        With `[http.tls] client_ca`, the header `X-Client-Certificate-Subject` is the subject of the client's verified certificate, such as
        `CN=collector, O=Example`, and no client can send it itself. Without `client_ca` it is what the client, or the proxy before Freshet, sends.
        """;
}

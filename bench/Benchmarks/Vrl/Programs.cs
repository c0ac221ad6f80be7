using System.Globalization;
using System.Text;

namespace Freshet.Benchmarks.Vrl;

/// <summary>A program with an event that it is run on.</summary>
internal sealed record Subject(string Name, string Source, string Event);

/// <summary>The programs that are measured: a filter, a small rewrite, and a transformer of 400 lines.</summary>
internal static class Programs
{
    private const string Event = """
        {
          "metadata": { "context": { "source": "https://ci.example.com/?source=ci" } },
          "headers": { "x-request-id": "7f6b" },
          "body": {
            "context": {
              "version": "0.4.1", "id": "271069a8-fc18-44f1-b38f-9d70a1695819", "source": "/event/source/123",
              "type": "dev.cdevents.build.finished.0.2.0", "timestamp": "2026-03-20T14:27:05.315384Z"
            },
            "subject": {
              "id": "build-456", "source": "/event/source/123", "type": "build",
              "content": { "outcome": "success", "importance": "high", "category": "security", "user_id": "u-1", "durations": [1, 2, 3] }
            }
          }
        }
        """;

    /// <summary>Lets events of one kind pass, and drops the others.</summary>
    public static Subject Filter { get; } =
        new(
            "filter",
            """
            if !starts_with(string!(.body.context.type), "dev.cdevents.build.") {
              return []
            }
            [.]
            """,
            Event
        );

    /// <summary>Makes an event of production fit for development: new metadata, names hidden.</summary>
    public static Subject Anonymise { get; } =
        new(
            "anonymise",
            """
            [{
                "metadata": merge!(.metadata, {
                    "anonymized_for": "development",
                    "original_environment": "production"
                }),
                "headers": .headers,
                "body": {
                    "context": merge!(.body.context, {
                        "source": "anonymized-" + string!(.body.context.source)
                    }),
                    "subject": {
                        "id": "dev-" + string!(.body.subject.id),
                        "type": .body.subject.type,
                        "content": merge!(.body.subject.content, {
                            "user_id": "anonymous",
                            "sensitive_field": null
                        })
                    }
                }
            }]
            """,
            Event
        );

    /// <summary>Twenty sections of twenty lines: conditions, text, numbers, times, closures, paths.</summary>
    public static Subject Transformer { get; } =
        new("transformer (400 lines)", Sections(20), Event);

    public static IReadOnlyList<Subject> All { get; } = [Filter, Anonymise, Transformer];

    private static string Sections(int count)
    {
        var source = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            source.Append(
                CultureInfo.InvariantCulture,
                $$"""
                # Section {{i}}
                type_{{i}} = string(.body.context.type) ?? "unknown"
                parts_{{i}} = split(type_{{i}}, ".")
                if length(parts_{{i}}) > 3 {
                  .out.s{{i}}.subject = parts_{{i}}[2]
                  .out.s{{i}}.predicate = upcase(string(parts_{{i}}[3]) ?? "")
                } else if type_{{i}} == "unknown" {
                  .out.s{{i}}.subject = null
                } else {
                  .out.s{{i}}.error = "short type: " + type_{{i}}
                }
                durations_{{i}} = array(.body.subject.content.durations) ?? []
                total_{{i}} = 0
                for_each(durations_{{i}}) -> |_index, value| {
                  total_{{i}} = total_{{i}} + (int(value) ?? 0)
                }
                .out.s{{i}}.total = total_{{i}} * {{i + 1}}
                time_{{i}}, err_{{i}} = parse_timestamp(.body.context.timestamp, "%+")
                .out.s{{i}}.at = if err_{{i}} == null { to_unix_timestamp(time_{{i}}) } else { null }
                .out.s{{i}}.labels = map_values({ "a": "x-{{i}}", "b": "y-{{i}}" }) -> |value| { replace(value, "-", "_") }
                .out.s{{i}}.ok = exists(.body.subject.id) && !is_nullish(.body.subject.id)

                """
            );
        }
        source.Append('.').Append('\n');
        return source.ToString();
    }
}

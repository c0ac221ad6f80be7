using Freshet.Pipelines;
using Freshet.Sinks.Db;
using Freshet.Sinks.Debug;
using Freshet.Sinks.Folder;
using Freshet.Sinks.Http;
using Freshet.Sinks.Kafka;
using Freshet.Sinks.Sse;
using Freshet.Sources.Falco;
using Freshet.Sources.Files;
using Freshet.Sources.HttpPolling;
using Freshet.Sources.Kafka;
using Freshet.Sources.Sse;
using Freshet.Sources.Terraform;
using Freshet.Sources.Webhook;
using Freshet.Transformers;
using Freshet.Transformers.Drift;
using Freshet.Transformers.Vrl;

namespace Freshet;

/// <summary>The components that are compiled in: the only list.</summary>
internal static class Components
{
    public static ComponentCatalog Catalog { get; } =
        new ComponentCatalog()
            .Source<FalcoOptions>("falco", (options, context) => new FalcoSource(options, context))
            .Source<HttpPollingOptions>(
                "http_polling",
                (options, context) => new HttpPollingSource(options, context)
            )
            .Source<KafkaSourceOptions>(
                "kafka",
                (options, context) => new KafkaSource(options, context)
            )
            .Source<FilesOptions>(
                "opendal",
                (options, context) => new FilesSource(options, context),
                alias: "files"
            )
            .Source<SseSourceOptions>("sse", (options, context) => new SseSource(options, context))
            .Source<TerraformStateOptions>(
                "terraform_state",
                (options, context) => new TerraformStateSource(options, context)
            )
            .Source<WebhookOptions>(
                "webhook",
                (options, context) => new WebhookSource(options, context)
            )
            .Transformer<DeduplicateOptions>(
                "deduplicate",
                (options, context) => new Deduplicate(options)
            )
            .Transformer<DiscardAllOptions>("discard_all", (_, _) => new DiscardAll())
            .Transformer<LogTransformerOptions>(
                "log",
                (options, context) => new Log(options, context.Name, context.Loggers)
            )
            .Transformer<PassthroughOptions>("passthrough", (_, _) => new Passthrough())
            .Transformer<DriftOptions>(
                "terraform_drift",
                (options, context) => new DriftTransformer(options, context)
            )
            .Transformer<VrlOptions>(
                "vrl",
                (options, context) =>
                    new VrlTransformer(options, context.Name, context.Loggers, context.Time)
            )
            .Sink<DbSinkOptions>("db", (options, context) => new DbSink(options, context))
            .Sink<DebugOptions>("debug", (options, context) => new DebugSink(options, context))
            .Sink<FolderOptions>("folder", (options, context) => new FolderSink(options, context))
            .Sink<HttpSinkOptions>("http", (options, context) => new HttpSink(options, context))
            .Sink<KafkaSinkOptions>("kafka", (options, context) => new KafkaSink(options, context))
            .Sink<SseOptions>("sse", (options, context) => new SseSink(options, context));
}

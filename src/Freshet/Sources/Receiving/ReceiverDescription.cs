using Freshet.Http;
using Freshet.Http.Describing;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sources.Receiving;

/// <summary>What an endpoint that events are POSTed to says of itself.</summary>
internal static class ReceiverDescription
{
    public static Operation Of(string name, IReceiverOptions options) =>
        new($"receive.{name}", $"Takes events in for the source {name}")
        {
            Description =
                $"Answered once the events are in the journal, all of them or none. A body has {options.BodyLimit.Bytes} bytes at most, packed ({ContentEncodings.Understood}) and unpacked. {options.Bodies.Description}",
            Bodies = options.Bodies.Schemas,
            Rules = options.Headers,
            Answers =
            [
                new(StatusCodes.Status201Created, "The events are in the journal.")
                {
                    MediaType = "application/json",
                    Schema = """
                        {"type":"object","required":["ids"],"properties":{
                          "ids":{"type":"array","items":{"type":"string"},"description":"What the events are called."}}}
                        """,
                },
                Reply.Problem(
                    StatusCodes.Status400BadRequest,
                    "The body is no event, or events; none was taken. What is wrong with a CDEvent, where it must be right, is told one by one in `errors`, each with its `path` and a `message`."
                ),
                .. Reply.Refusals(options.Headers),
                Reply.Problem(
                    StatusCodes.Status408RequestTimeout,
                    "The request took too long; the events may have been taken."
                ),
                Reply.Problem(StatusCodes.Status413PayloadTooLarge, "The body is too large."),
                Reply.Problem(
                    StatusCodes.Status415UnsupportedMediaType,
                    "The body is packed in a way that is not understood."
                ) with
                {
                    Headers = new() { ["Accept-Encoding"] = "The ways that are understood." },
                },
                Reply.Problem(
                    StatusCodes.Status422UnprocessableEntity,
                    "A transformer refuses an event; none was taken."
                ),
                Reply.Unavailable("The journal cannot take events now, or the server is stopping."),
            ],
        };
}

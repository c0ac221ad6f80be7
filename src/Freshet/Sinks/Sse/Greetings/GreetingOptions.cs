using System.ComponentModel.DataAnnotations;

namespace Freshet.Sinks.Sse.Greetings;

/// <summary>
/// A frame of its own that each client is sent first, before what is replayed. It has no id: a client that comes back says which event it had last, and
/// this is none.
/// </summary>
internal sealed class GreetingOptions
{
    /// <summary>The <c>event:</c> of the frame.</summary>
    [Required(ErrorMessage = "give the greeting a name: event = \"connected\"")]
    [MinLength(1)]
    public string Event { get; set; } = null!;

    /// <summary>
    /// The <c>data:</c> of the frame, sent as JSON. In its texts <c>{client_id}</c> stands for the client's id, as the management shows it,
    /// <c>{timestamp}</c> for the time in RFC 3339, <c>{id}</c> for a new UUID of version 7, <c>{event_types}</c> and <c>{sources}</c> for what the client
    /// asked for: an array where the text is nothing else, else joined by commas; empty where it asked for all. Braces that are meant as
    /// themselves are doubled.
    /// </summary>
    public GreetingTemplate Data { get; set; } = GreetingTemplate.Empty;
}

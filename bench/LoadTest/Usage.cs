namespace Freshet.LoadTest;

/// <summary>What <c>--help</c> teaches.</summary>
internal static class Usage
{
    public const string Text = """
        ./do load: what Freshet does under load, beside others, in one run

        It starts each server by itself, on processor 0, with everything switched on (a journal on the disk, header rules, CORS, a filter
        of each client), makes the load on processor 1, counts every event of every client, and prints a table of each point.

          --point NAMES        A,B by default; several are parted by commas, all is all of them
               A               1,000 clients, 50 events a second for 20 s: what a delivery costs, how soon it is there
               B               1,000 clients, full speed: a new event is published when an older one has reached everyone
               C               10,000 clients, full speed
               E               one client, 100,000 events: single POSTs and batches, beside an empty handler
               idle            10,000 and 19,000 clients that get nothing: memory for each
               kafka           1,000 clients with 50 filters, 2,000 events a second from a broker of Kafka for 60 s: what each filter passes
                               reaches each client, and how soon after it was due; memory for each
               drift           1,000 alerts of Falco a second for 60 s, held against a Terraform state of 5,000 resources: every alert and
                               every drift reaches each of 10 clients, and how soon after the alert was due; memory
               storm           10,000 clients come back at once, 5,000 events behind, while 1,000 others are served
          --against NAMES      the others: nchan, naive (ASP.NET as one would write it), c (plain C, one send for each client and event),
                               c-batch (plain C, all that is pending in one send); none by default
          --repeat N           every system so often, in turns; the table has the run in the middle
          --check              end with 1 where a figure misses what Freshet promises
          --json FILE          the figures, for programs

        What a point does can be changed:
          --clients N          how many clients
          --resources N        how many resources the state has at drift, 5,000 by default
          --payload BYTES      the size of an event's JSON, 200 by default, 300 at kafka, 56 at least
          --seconds S          how long is measured
          --events N           how many events are published, in place of a time
          --rate N             events a second at A and storm, 50 by default, at kafka, 2,000, and at drift, 1,000
          --window N           at full speed, how many events there may be that not everyone has: 500 by default, fewer where those
                               would be more than 256 MiB, such as 101 at C
          --connections N      how many connections publish at full speed, 32 by default, 64 at most; at drift 4, 32 at most
          --depth N            how many requests each may have under way, 8 by default
          --batch N            events of a batch at E, 100 by default
          --filters N          how many different filters the clients have, 1 by default; at kafka 50, which are all it has
          --set KEY=VALUE      a setting of Freshet's, such as sinks.load.buffer=100; may be repeated

        For docs/performance.md:
          --sweep VARIABLE     what cost does as clients, events (a second), filters or payload grow; with --json FILE
          --chart FILE FOLDER  draws the figures of a sweep as SVG

        It ends with 0 where Freshet delivered every event once to everyone, with 1 where it did not, with 2 where it was not understood.
        What limits here is the number of files that a process may open: clients and 200 more.
        """;
}

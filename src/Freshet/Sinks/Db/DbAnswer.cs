using System.Net.Sockets;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Npgsql;

namespace Freshet.Sinks.Db;

/// <summary>What an error of the database means for the events that were to be stored.</summary>
internal static class DbAnswer
{
    /// <summary>How much of what the database says is shown, in characters.</summary>
    private const int MostShown = 300;

    /// <summary>Between tries with a password that is wrong: many of them lock an account.</summary>
    private static readonly TimeSpan AfterWrongPassword = TimeSpan.FromSeconds(30);

    /// <summary>Whether a fault is the world's, and so an answer.</summary>
    public static bool IsAnswer(Exception fault) =>
        fault is NpgsqlException or IOException or SocketException or TimeoutException;

    /// <summary>Whether it is tried again, and why it was not stored.</summary>
    public static Delivery Judge(Exception fault, DbSinkOptions options) =>
        fault is PostgresException answer
            ? Judge(answer, options)
            : Delivery.Again($"{options.Place}: {Shown(Innermost(fault))}");

    /// <summary>Why a table could not be made.</summary>
    public static string OnInit(Exception fault, DbSinkOptions options) =>
        fault is PostgresException answer
            ? $"{options.Place}: {Shown(answer.MessageText)} ({answer.SqlState})"
                + (
                    answer.SqlState switch
                    {
                        PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.WrongObjectType =>
                            $"; {options.Table} is there, and not of this sink's making: choose another name as table",
                        PostgresErrorCodes.InsufficientPrivilege =>
                            "; somebody with the right to make tables has to do it: --print prints the SQL",
                        _ => "",
                    }
                )
            : Judge(fault, options).Reason!;

    private static Delivery Judge(PostgresException answer, DbSinkOptions options)
    {
        var state = answer.SqlState;
        var said = $"{Shown(answer.MessageText)} ({state})";
        if (IsOfTheEvent(answer))
        {
            return Delivery.Refused($"the database does not store it: {said}");
        }
        var advice = AdviceOn(state, options);
        return Delivery.Again(
            $"{options.Place}: {said}{(advice is null ? "" : $"; {advice}")}",
            state
                is PostgresErrorCodes.InvalidPassword
                    or PostgresErrorCodes.InvalidAuthorizationSpecification
                ? AfterWrongPassword
                : null
        );
    }

    /// <summary>
    /// Whether the event is at fault, by the class of the error (PostgreSQL documentation, appendix A): a value that cannot be (22), one that a constraint (23), a trigger or
    /// procedure (P0001) forbids, or one that is too large (54).
    /// </summary>
    private static bool IsOfTheEvent(PostgresException answer) =>
        answer.SqlState.AsSpan(0, 2) switch
        {
            "22" or "23" => true,
            // A database that has run out of transaction ids says that something is too large as well.
            "54" => answer.Routine?.StartsWith("GetNew", StringComparison.Ordinal) != true,
            _ => answer.SqlState == PostgresErrorCodes.RaiseException,
        };

    /// <summary>What an operator can do about it; null where the database says it itself.</summary>
    private static string? AdviceOn(string state, DbSinkOptions options) =>
        state switch
        {
            PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedColumn when options.Procedure is null =>
                $"{options.Table} is not the table that this sink writes to: make it, or bring it up to date, with freshet db init --config FILE",
            PostgresErrorCodes.UndefinedFunction when options.Procedure is { } procedure =>
                $"there is no procedure {procedure}(jsonb): make it, or leave procedure out to write to a table",
            PostgresErrorCodes.InvalidSchemaName => "make it with freshet db init --config FILE",
            PostgresErrorCodes.InsufficientPrivilege when options.Procedure is null =>
                $"the user needs SELECT and INSERT on {options.Table}, USAGE on its schema and TEMPORARY on the database",
            PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "see user, password and sslmode of url, and pg_hba.conf of the server",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                "it is a standby: name all hosts in url, and target_session_attrs=read-write",
            _ => null,
        };

    /// <summary>The cause, where an exception only says that there was one.</summary>
    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }
        return fault.Message;
    }

    private static string Shown(string text) =>
        LogText.Escape(text.Length > MostShown ? text[..MostShown] : text)
        + (text.Length > MostShown ? "…" : "");
}

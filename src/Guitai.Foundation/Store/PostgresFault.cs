using Npgsql;

namespace Guitai.Foundation.Store;

/// <summary>What an error of PostgreSQL means to the writer (PostgreSQL manual, appendix A).</summary>
internal static class PostgresFault
{
    public enum Kind
    {
        /// <summary>These rows cannot be written, however often it is tried.</summary>
        Refused,

        /// <summary>The server's disk is full.</summary>
        Full,

        /// <summary>Other transactions were in the way.</summary>
        Passing,

        /// <summary>Anything else.</summary>
        Broken,
    }

    /// <summary>The meaning of an error after which the server has rolled the transaction back and goes on.</summary>
    public static Kind Judge(PostgresException fault) =>
        fault.SqlState switch
        {
            PostgresErrorCodes.DiskFull => Kind.Full,
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
                Kind.Passing,
            // Constraints (23), values out of range (22) and limits such as the longest key of an index (54).
            ['2', '3', ..] or ['2', '2', ..] or ['5', '4', ..] => Kind.Refused,
            _ => Kind.Broken,
        };

    /// <summary>True when the connection is gone, or leads to a server that does not take writes now. A wrong password or database is not: waiting
    /// does not help there.</summary>
    public static bool IsLost(Exception fault) =>
        fault switch
        {
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => true,
            PostgresException { SqlState: ['2', '8', ..] or ['3', 'D', ..] or ['4', '2', ..] } => false,
            PostgresException postgres => postgres.InvariantSeverity is "FATAL" or "PANIC",
            NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
            _ => false,
        };
}

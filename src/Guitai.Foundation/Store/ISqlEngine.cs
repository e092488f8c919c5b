using System.Data.Common;

namespace Guitai.Foundation.Store;

/// <summary>What differs between SQLite and PostgreSQL, and nothing else.</summary>
public interface ISqlEngine : IDisposable
{
    /// <summary>Name for logs and health: <c>sqlite</c> or <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Creates what is missing, applies migrations that were not applied yet, in order.</summary>
    /// <exception cref="StoreBrokenException">The file is damaged, or its schema is newer than this program.</exception>
    void Migrate(IReadOnlyList<Migration> migrations);

    /// <summary>Applies the writes in one transaction and commits it durably. Called by the writer alone, one call at a time.</summary>
    /// <returns><see cref="WriteResult.Committed"/>, or why nothing of it was written.</returns>
    /// <exception cref="StoreBrokenException">It is unknown or doubtful what is on disk.</exception>
    WriteResult Commit(IReadOnlyList<Write> writes);

    /// <summary>An open connection for reading; disposing it gives it back.</summary>
    DbConnection OpenReader();
}

/// <summary>One numbered step of a schema. Its SQL uses <c>{int}</c>, <c>{text}</c>, <c>{blob}</c> and, behind a table, <c>{strict}</c> where the engines
/// differ; <c>{clustered}</c> instead of the last keeps SQLite's small rows in the key's own tree, which saves a page in every commit.</summary>
/// <remarks>Tables that the writer writes have neither triggers nor cascading foreign keys: on PostgreSQL the rows of a group are gathered by table, and
/// rows of different tables must not change each other.</remarks>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Reads the migrations embedded in an assembly as <c>ASSEMBLY.Migrations.NNN-name.sql</c>, in order.</summary>
    /// <exception cref="InvalidOperationException">Numbers do not run 1, 2, 3 ….</exception>
    public static IReadOnlyList<Migration> Embedded(System.Reflection.Assembly assembly)
    {
        var prefix = assembly.GetName().Name + ".Migrations.";
        var found = new List<Migration>();
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            var file = name[prefix.Length..^".sql".Length];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            found.Add(
                new Migration(int.Parse(file[..3], System.Globalization.CultureInfo.InvariantCulture), file[4..], reader.ReadToEnd())
            );
            if (found[^1].Number != found.Count)
            {
                throw new InvalidOperationException($"Migration {name} is out of order.");
            }
        }

        return found;
    }

    /// <summary>What is still to be applied to a database whose schema has the given number.</summary>
    /// <exception cref="StoreBrokenException">The database knows migrations that this program does not.</exception>
    internal static IEnumerable<Migration> Outstanding(IReadOnlyList<Migration> migrations, long current) =>
        current <= migrations.Count
            ? migrations.Skip((int)current)
            : throw new StoreBrokenException(
                $"The database was written by a newer version (schema {current}, this program knows {migrations.Count}). Nothing was changed."
            );

    /// <summary>The SQL in an engine's words.</summary>
    internal string SqlFor(string integer, string text, string blob, string strict, string clustered) =>
        Sql.Replace("{int}", integer, StringComparison.Ordinal)
            .Replace("{text}", text, StringComparison.Ordinal)
            .Replace("{blob}", blob, StringComparison.Ordinal)
            .Replace("{strict}", strict, StringComparison.Ordinal)
            .Replace("{clustered}", clustered, StringComparison.Ordinal);

    /// <summary>What a migration that the engine refused throws.</summary>
    internal StoreBrokenException Failed(Exception fault) =>
        new($"Migration {Number} ({Name}) failed, nothing of it was applied: {fault.Message}", fault);
}

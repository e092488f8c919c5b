using System.Data.Common;

namespace Guitai.Foundation.Store;

/// <summary>A role's store as its features see it: durable writes through the one writer, reads on their own connections.</summary>
public sealed class RoleStore(ISqlEngine engine, StoreWriter writer) : IDisposable
{
    private StoreWriterLoop? _loop;

    /// <summary>The writer.</summary>
    public StoreWriter Writer => writer;

    /// <summary>Engine name, for health.</summary>
    public string EngineName => engine.Name;

    /// <summary>Migrates the schema and makes a store; whoever calls drives the writer, or calls <see cref="StartLoop"/>.</summary>
    public static RoleStore Open(ISqlEngine engine, IReadOnlyList<Migration> migrations)
    {
        engine.Migrate(migrations);
        return new RoleStore(engine, new StoreWriter(engine));
    }

    /// <summary>Starts the writer's thread.</summary>
    /// <param name="onBroken">Called once when the store breaks; the process has to stop.</param>
    public void StartLoop(Action<Exception> onBroken) => _loop = new StoreWriterLoop(writer, onBroken);

    /// <inheritdoc cref="StoreWriter.WriteAsync"/>
    public Task<WriteResult> WriteAsync(Write write, bool patient = false) => writer.WriteAsync(write, patient);

    /// <summary>Reads on a read-only connection.</summary>
    public T Read<T>(Func<DbConnection, T> read)
    {
        using var connection = engine.OpenReader();
        return read(connection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop?.Dispose();
        engine.Dispose();
    }
}

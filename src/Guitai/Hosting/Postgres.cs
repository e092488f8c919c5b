using Guitai.Foundation.Store;

namespace Guitai.Hosting;

/// <summary>A role's books in PostgreSQL.</summary>
internal static class Postgres
{
    /// <summary>Opens the database, brings its schema up to date and starts the writer.</summary>
    /// <exception cref="Failure">It cannot be reached or must not be used.</exception>
    public static RoleStore Open(string connectionString, IReadOnlyList<Migration> migrations)
    {
        try
        {
            var store = RoleStore.Open(PostgresEngine.Open(connectionString, TimeProvider.System), migrations);
            store.StartLoop(DataFolder.StopProcess);
            return store;
        }
        catch (Exception exception) when (exception is StoreBrokenException or System.Data.Common.DbException or ArgumentException)
        {
            throw new Failure(
                $"The PostgreSQL database cannot be opened. {exception.Message}",
                "无法打开 PostgreSQL 数据库，请检查连接字符串和服务。"
            );
        }
    }
}

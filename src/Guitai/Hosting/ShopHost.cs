using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop;

namespace Guitai.Hosting;

/// <summary>A shop in this process: its folder and store, or a PostgreSQL database.</summary>
internal sealed class ShopHost : IDisposable
{
    private readonly DataFolder _folder;
    private readonly RoleStore _store;

    private ShopHost(DataFolder folder, RoleStore store, ShopDesk shop)
    {
        _folder = folder;
        _store = store;
        Shop = shop;
    }

    public ShopDesk Shop { get; }

    public string Engine => _store.EngineName;

    /// <summary>Opens the shop's folder; with a connection string its books are in PostgreSQL and the folder only holds the lock.</summary>
    /// <exception cref="Failure">The folder is taken, unwritable or damaged, or the database cannot be reached.</exception>
    public static async Task<ShopHost> OpenAsync(string path, string? postgres)
    {
        var folder = DataFolder.Take(path);
        try
        {
            var store = postgres is null ? folder.OpenStore("shop.db", ShopRole.Migrations) : Postgres.Open(postgres, ShopRole.Migrations);
            return new ShopHost(folder, store, await ShopRole.CreateAsync(store, TimeProvider.System, new SystemRandomness()));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Shop.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }
}

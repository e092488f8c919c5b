using Guitai.Foundation.Store;
using Guitai.Shop;
using Guitai.Simulation;

namespace Guitai.Simulate.Machines;

/// <summary>The machine in the back room with the production shop on it.</summary>
internal sealed class ShopMachine(World world) : Machine(world, NetworkShopLink.Shop)
{
    /// <summary>The shop; null while the machine is down.</summary>
    public ShopDesk? Desk { get; private set; }

    protected override IReadOnlyList<Migration> Migrations => Premises.ShopMigrations;

    /// <summary>Asks the shop, as the back office's page does.</summary>
    public Task<T> AskAsync<T>(Func<ShopDesk, Task<T>> work) => AskAsync(() => work(Desk!));

    /// <summary>A handler's failure: an accident, or a defect that fails the run.</summary>
    public void HandlerFailed(Exception exception)
    {
        if (IsFatal(exception))
        {
            Fall();
            return;
        }

        World.Scheduler.Fail(exception);
    }

    protected override async Task OpenAsync(RoleStore store)
    {
        var desk = await ShopRole.CreateAsync(store, Process!.Clock, new SeededRandomness(World.Random.Fork()));
        Desk = desk;
        World.Network.Listen(Name, Process, (_, request) => Planted.AnswerAsync(World, desk, request));
    }

    protected override void CloseRole()
    {
        Desk?.Dispose();
        Desk = null;
    }
}

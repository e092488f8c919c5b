using System.Text.Json;
using Guitai.Contracts;
using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Shop;
using Guitai.Simulation;
using Guitai.Simulation.Disk;
using Guitai.Till;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;

namespace Guitai.Simulate.Cards;

/// <summary>A till that its shop enrolled, with everything to sell, and its shift open: made once, copied onto each world's disk.</summary>
internal static class TillPremises
{
    private static DiskSnapshot? s_made;

    public static DiskSnapshot Get() => s_made ??= Make();

    private static DiskSnapshot Make()
    {
        var premises = Premises.Of(1);
        var random = new SimRandom(20260301);
        SimulatedDisk.SeedSqlite(random);
        using var trace = new TraceLog();
        var scheduler = new SimulationScheduler(random, new VirtualTime(Premises.Begin), trace);
        using var shopDisk = new SimulatedDisk(random, scheduler.Time);
        shopDisk.Restore(premises.Shop);
        var shop = Open(shopDisk, "shop.db", Premises.ShopMigrations, scheduler, random);
        using var disk = new SimulatedDisk(random, scheduler.Time);
        var till = Open(disk, "till.db", Premises.TillMigrations, scheduler, random);
        scheduler.Run(() => SetUpAsync(shop, till, premises.Tills[0], scheduler), TimeSpan.FromMinutes(1));
        till.Dispose();
        shop.Dispose();
        return disk.Snapshot();
    }

    private static RoleStore Open(
        SimulatedDisk disk,
        string file,
        IReadOnlyList<Migration> migrations,
        SimulationScheduler scheduler,
        SimRandom random
    )
    {
        var store = RoleStore.Open(SqliteEngine.Open(disk.Uri(file)), migrations);
        _ = new StoreDriver(store.Writer, scheduler.Outside, random, TimeSpan.FromMilliseconds(1), e => scheduler.Fail(e));
        return store;
    }

    private static async Task SetUpAsync(RoleStore shopStore, RoleStore store, TillIdentity identity, SimulationScheduler scheduler)
    {
        var clock = scheduler.Outside.Clock;
        using var shop = await ShopRole.CreateAsync(shopStore, clock, new SeededRandomness(new SimRandom(3)));
        var till = TillRole.Open(
            store,
            clock,
            new SeededRandomness(new SimRandom(4)),
            new Door(shop, identity),
            new CounterPrinter().From(scheduler.Outside),
            "simulated"
        );
        Must(await till.EnrolAsync(identity));
        await till.Sync.RoundAsync(default);
        var page = new PageContext(null, identity.TillId);
        page = page with
        {
            Token = Must(await till.Login.LogInAsync(page, new LoginRequest(Premises.Cashier, new Secret<string>(Premises.CashierPin)))),
        };
        Must(await till.Shifts.OpenAsync(page, new OpenShiftRequest(identity.TillId, 200_00)));
        await till.Sync.RoundAsync(default);
    }

    private static T Must<T>(Outcome<T> outcome) =>
        outcome.Refusal is { } refusal ? throw new ViolationException("sets-up", refusal.Code) : outcome.Value;

    private sealed class Door(ShopDesk shop, TillIdentity identity) : IShopLink
    {
        public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) => AskAsync<Hello, HelloAnswer>("hello", hello);

        public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) =>
            AskAsync<FactsRequest, FactsAnswer>("facts", request);

        public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) =>
            AskAsync<MastersRequest, MastersAnswer>("masters", request);

        private async Task<TAnswer> AskAsync<TRequest, TAnswer>(string what, TRequest request)
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Shared);
            var answer = await shop.SyncDoor.AnswerAsync(what, message, Guitai.Shop.Staff.Sessions.HashOf(identity.Token), default);
            return JsonSerializer.Deserialize<TAnswer>(answer, ContractJson.Shared)!;
        }
    }
}

/// <summary>The shop, as long as it cannot be reached: a till sells without it.</summary>
internal sealed class NoShop : IShopLink
{
    public Task<HelloAnswer> HelloAsync(Hello hello, CancellationToken cancellation) => throw Away();

    public Task<FactsAnswer> SendFactsAsync(FactsRequest request, CancellationToken cancellation) => throw Away();

    public Task<MastersAnswer> FetchMastersAsync(MastersRequest request, CancellationToken cancellation) => throw Away();

    private static ShopUnreachableException Away() => new("There is no shop in this simulation.");
}

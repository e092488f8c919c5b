using Guitai.Shop;
using Guitai.Shop.Catalogue;
using Guitai.Simulate.Machines;
using Guitai.Simulation;

namespace Guitai.Simulate.People;

/// <summary>Edits the catalogue in the back office while the tills sell.</summary>
internal sealed class Owner(World world, SimRandom random)
{
    private static readonly Actor s_self = Actor.Part("owner");

    private bool _stopped;

    public void Stop() => _stopped = true;

    public async Task WorkAsync()
    {
        for (var edits = 0; edits < world.Plan.Edits && !_stopped; edits++)
        {
            await Task.Delay(random.Delay(TimeSpan.FromSeconds(20)), world.Scheduler.Outside.Clock);
            try
            {
                if (!_stopped && world.Shop.IsUp)
                {
                    await EditAsync();
                }
            }
            catch (MachineDownException)
            {
                world.Count("edit-unanswered");
            }
        }
    }

    private async Task EditAsync()
    {
        var page = await world.Shop.AskAsync(s => Task.FromResult(s.Products.List(new ProductQuery(null, null, null, 0, 50))));
        if (page.Items.Count < 4 || random.Chance(0.2))
        {
            var name = "新品" + random.Next(1000);
            var edit = new ProductEdit(0, null, name, null, null, "件", null, random.Between(1, 5000), 1, page.Items[0].Product.TaxClassId);
            if ((await world.Shop.AskAsync(s => s.Products.CreateAsync(s_self, edit))) is { Ok: true } created)
            {
                world.Memory.Prices[created.Value.Product.Id] = edit.PriceMinor;
                world.Count("edits");
            }

            return;
        }

        var (version, product, _, _) = random.Pick(page.Items);
        if (page.Items.Count > 6 && random.Chance(0.2))
        {
            world.Memory.Prices.Remove(product.Id);
            var deleted = await world.Shop.AskAsync(s => s.Products.DeleteAsync(s_self, product.Id, version));
            world.Count(deleted.Ok ? "edits" : "edits-refused");
            return;
        }

        await RepriceAsync(version, product);
    }

    private async Task RepriceAsync(long version, Contracts.Masters.Product product)
    {
        var price = random.Between(0, 5000);
        var known = world.Memory.Prices.TryGetValue(product.Id, out var before);

        // Until the answer comes, either price may stand.
        world.Memory.Prices[product.Id] = null;
        var restores = world.Shop.Restores;
        var changed = await world.Shop.AskAsync(s =>
            s.Products.ChangeAsync(
                s_self,
                product.Id,
                new ProductEdit(
                    version,
                    product.Code,
                    product.Name,
                    product.NameEn,
                    product.CategoryId,
                    product.Unit,
                    product.UnitEn,
                    price,
                    product.CostMinor,
                    product.TaxClassId,
                    product.Barcodes,
                    product.Weighed
                )
            )
        );
        world.Count(changed.Ok ? "edits" : "edits-refused");
        if (changed.Ok)
        {
            world.Memory.Prices[product.Id] = price;
        }
        else if (known && restores == world.Shop.Restores)
        {
            world.Memory.Prices[product.Id] = before;
        }
    }
}

using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Receipts;
using Guitai.Shop.Reports;
using Guitai.Shop.Staff;

namespace Guitai.Shop.Tests;

public class ReportTests
{
    [Fact]
    public async Task The_days_figures_are_the_sum_of_its_orders()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var first = till.Sell(1000);
        till.Sell(3000);
        till.Sell(500, FactKind.RefundCompleted, first.Id);
        till.Sell(9900, FactKind.OrderVoided);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var report = shop.Shop.Sales.Report(null, null, null).Value;
        Assert.Equal((20260301, 20260301), (report.From, report.To));
        Assert.Equal(new SalesFigures(2, 4000, 1, 500, 1, 9900, 3500, 350, 0, 1750, 0, 1400, 2000), report.Figures);
        Assert.Equal(10, Assert.Single(report.Hours).Hour);
        Assert.Equal(new TenderFigures("cash", 2, 4000, 1, 500), Assert.Single(report.Tenders));
        Assert.Equal((1, 9900), (report.Cashiers[0].VoidCount, report.Cashiers[0].VoidMinor));
        Assert.Equal(("可乐", 3500, 1000), (report.Products[0].Name, report.Products[0].PaidMinor, report.Products[0].QuantityMilli));
        Assert.Equal(1400, Assert.Single(report.Days).ProfitMinor);
        Assert.Equal(0, shop.Shop.Sales.Report(null, 20260302, 20260303).Value.Figures.SaleCount);
        Assert.Equal("input.invalid", shop.Shop.Sales.Report(null, 20260231, null).Refusal?.Code);
        Assert.Equal("not-found", shop.Shop.Sales.Report(Guid.Empty, null, null).Refusal?.Code);
    }

    [Fact]
    public async Task Orders_are_found_by_each_condition()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var orders = Enumerable.Range(1, 30).Select(i => till.Sell(i * 100)).ToList();
        till.Sell(300, FactKind.RefundCompleted, orders[2].Id);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        OrderPage Find(Func<OrderQuery, OrderQuery> with) =>
            shop.Shop.Orders.List(with(new OrderQuery(null, null, null, null, null, null, null, null, null, null, null, 0, 10)));

        Assert.Equal(
            (31, 10, 46_500, 300),
            (Find(q => q).Total, Find(q => q).Items.Count, Find(q => q).SaleMinor, Find(q => q).RefundMinor)
        );
        Assert.Equal("refund", Find(q => q).Items[0].Kind);
        Assert.Equal(orders[6].Id, Assert.Single(Find(q => q with { Number = "000007" }).Items).Id);
        Assert.Equal(3, Find(q => q with { MinMinor = 2800 }).Total);
        Assert.Equal(2, Find(q => q with { MaxMinor = 200 }).Total);
        Assert.Equal(30, Find(q => q with { Kind = "sale" }).Total);
        Assert.Equal(31, Find(q => q with { Tender = "cash" }).Total);
        Assert.Equal(0, Find(q => q with { Tender = "ca" }).Total);
        Assert.Equal(31, Find(q => q with { Product = "可" }).Total);
        Assert.Equal(0, Find(q => q with { Product = "茶" }).Total);
        Assert.Equal(31, Find(q => q with { StaffId = till.Cashier }).Total);
        Assert.Equal(0, Find(q => q with { StoreId = Guid.Empty }).Total);
        Assert.Single(Find(q => q with { Skip = 30 }).Items);
        var at = Find(q => q with { Number = "000007" }).Items[0].AtMs;
        Assert.Equal(1, Find(q => q with { FromMs = at, ToMs = at + 1 }).Total);
    }

    [Fact]
    public async Task An_orders_story_tells_its_facts_and_refunds()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var sale = till.Sell(1000);
        var refund = till.Sell(400, FactKind.RefundCompleted, sale.Id);
        till.Append(FactKind.ReceiptCopied, sale.Id, new ReceiptCopied(sale.Id, 1, till.Cashier));
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var story = shop.Shop.Orders.Story(sale.Id, null).Value;
        Assert.Equal([FactKind.SaleCompleted, FactKind.ReceiptCopied], story.Facts.Select(f => f.Kind));
        Assert.Equal(refund.Id, Assert.Single(story.Refunds).Id);
        Assert.Equal("not-found", shop.Shop.Orders.Story(Guid.Empty, null).Refusal?.Code);
    }

    [Fact]
    public async Task Shifts_show_their_z_figures_once_closed()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        till.Append(FactKind.ShiftOpened, till.Shift, new ShiftOpened(till.Shift, 1, till.Cashier, 20_000, null));
        till.Sell(1000);
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        Assert.Null(Assert.Single(shop.Shop.Shifts.List(null, null, 0, 10).Items).Z);
        var totals = new ShiftTotals
        {
            SaleCount = 1,
            SaleMinor = 1000,
            FloatMinor = 20_000,
        };
        till.Append(
            FactKind.ShiftClosed,
            till.Shift,
            new ShiftClosed(till.Shift, 1, till.Cashier, [], 21_000, 20_900, -100, 20_000, true, null, totals)
        );
        await shop.Shop.Sync.SendFactsAsync(till.All(3), CancellationToken.None);
        var shift = Assert.Single(shop.Shop.Shifts.List(null, till.Id, 0, 10).Items);
        var paper = shop
            .Shop.Shifts.Paper(till.Shift, null)
            .Value.OfType<TextRow>()
            .Select(r => string.Concat(r.Spans.Select(s => s.Text)));
        Assert.Contains(paper, line => line.Contains("Z 0001", StringComparison.Ordinal));
        Assert.Equal("store.not-yours", shop.Shop.Shifts.Paper(till.Shift, Guid.NewGuid()).Refusal?.Code);
        Assert.Equal("not-found", shop.Shop.Shifts.Paper(Guid.NewGuid(), null).Refusal?.Code);
        Assert.Equal((1L, -100L, 1000L), (shift.Z, shift.OverShortMinor, shift.Totals!.SaleMinor));
        Assert.Empty(shop.Shop.Shifts.List(Guid.Empty, null, 0, 10).Items);
    }

    [Fact]
    public async Task A_proposal_becomes_a_product_once()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var id = Guid.Parse("00000000-0000-0000-0000-0000000000aa");
        till.Append(FactKind.ProductProposed, null, new ProductProposed(id, "6901234567892", "新汽水", 450, till.Cashier));
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var proposal = Assert.Single(shop.Shop.Proposals.List(all: false));
        Assert.Equal(("新汽水", 450, "open"), (proposal.Name, proposal.PriceMinor, proposal.State));
        var edit = MasterTests.New("N1", await shop.TaxClassAsync()) with { Name = proposal.Name, Barcodes = [proposal.Barcode] };
        Assert.True((await shop.Shop.Proposals.AcceptAsync(TestShop.Owner, id, edit)).Ok);
        Assert.Equal("proposal.decided", (await shop.Shop.Proposals.DismissAsync(TestShop.Owner, id)).Refusal?.Code);
        Assert.Empty(shop.Shop.Proposals.List(all: false));
        Assert.Equal("accepted", Assert.Single(shop.Shop.Proposals.List(all: true)).State);
    }

    [Fact]
    public async Task A_row_names_people_and_products_in_English_where_they_have_an_English_name()
    {
        await using var shop = await TestShop.SetUpAsync();
        var hired = new StaffEdit(0, "3001", "小麦", "Mai", Role.Cashier, null, Pin: TestShop.Secret("4729"));
        var cashier = (await shop.Shop.Staff.CreateAsync(TestShop.Owner, hired)).Value.Id;
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var (known, unknown) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        till.Append(FactKind.ProductProposed, null, new ProductProposed(known, "6901234567892", "新汽水", 450, cashier));
        till.Append(FactKind.ProductProposed, null, new ProductProposed(unknown, "6901234567908", "桂花糕", 650, till.Cashier));
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        var edit = MasterTests.New("N1", await shop.TaxClassAsync()) with { NameEn = "New soda", Barcodes = ["6901234567892"] };
        Assert.True((await shop.Shop.Proposals.AcceptAsync(TestShop.Owner, known, edit)).Ok);
        var actor = Actor.Part(cashier.ToString());
        Assert.True((await shop.Shop.Proposals.DismissAsync(actor, unknown)).Ok);

        var rows = shop.Shop.Proposals.List(all: true).ToDictionary(p => p.Id);
        Assert.Equal(("小麦", "Mai", "New soda"), (rows[known].StaffName, rows[known].StaffNameEn, rows[known].NameEn));
        Assert.Equal((null, null), (rows[unknown].StaffNameEn, rows[unknown].NameEn));
        var dismissed = shop.Shop.AuditReports.List(0, 1).Items[0];
        Assert.Equal(("proposal.dismissed", "小麦", "Mai"), (dismissed.What, dismissed.StaffName, dismissed.StaffNameEn));
        var created = shop.Shop.AuditReports.List(1, 1).Items[0];
        Assert.Equal(("product.created", edit.Name, "New soda"), (created.What, created.TargetName, created.TargetNameEn));
        Assert.Null(created.StaffNameEn);
    }
}

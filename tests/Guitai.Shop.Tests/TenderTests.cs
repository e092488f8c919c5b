using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Foundation.Store;
using Guitai.Shop.Reports;
using Guitai.Shop.Settings;
using Guitai.Shop.Verify;

namespace Guitai.Shop.Tests;

public class TenderTests
{
    private static readonly TenderTypeEdit s_edit = new(
        0,
        null,
        "记账",
        "On account",
        true,
        10,
        false,
        true,
        true,
        "客户姓名",
        "Customer",
        "#1d4f91",
        "account"
    );

    [Fact]
    public async Task An_own_tender_flows_down_to_the_tills_and_keeps_its_code_for_ever()
    {
        await using var shop = await TestShop.SetUpAsync();
        var before = shop.Shop.Masters.After(0, 1000).LastNumber;
        var made = (await shop.Shop.Tenders.SaveAsync(TestShop.Owner, null, s_edit)).Value;
        Assert.Equal("x-1", made.TenderType.Code);
        Assert.Equal(MasterKind.TenderType, Assert.Single(shop.Shop.Masters.After(before, 10).Changes).Kind);

        var changed = await shop.Shop.Tenders.SaveAsync(
            TestShop.Owner,
            made.TenderType.Id,
            s_edit with
            {
                Version = made.Version,
                Code = "other",
                Active = false,
                AsksReference = false,
            }
        );
        Assert.Equal(
            ("x-1", false, null),
            (changed.Value.TenderType.Code, changed.Value.TenderType.Active, changed.Value.TenderType.ReferenceName)
        );
        var late = await shop.Shop.Tenders.SaveAsync(TestShop.Owner, made.TenderType.Id, s_edit with { Version = made.Version });
        Assert.Equal("master.changed", late.Refusal?.Code);
        Assert.Equal(
            ["tender-type.changed", "tender-type.created"],
            shop.Shop.AuditReports.List(0, 10)
                .Items.Select(a => a.What)
                .Where(w => w.StartsWith("tender", StringComparison.Ordinal))
                .Take(2)
        );
    }

    [Fact]
    public async Task Names_and_codes_of_own_tenders_are_unique_and_their_fields_checked()
    {
        await using var shop = await TestShop.SetUpAsync();
        Assert.True((await shop.Shop.Tenders.SaveAsync(TestShop.Owner, null, s_edit with { Code = "jz" })).Ok);
        async Task Refused(string code, TenderTypeEdit edit) =>
            Assert.Equal(code, (await shop.Shop.Tenders.SaveAsync(TestShop.Owner, null, edit)).Refusal?.Code);
        await Refused("tender.name-taken", s_edit);
        await Refused("tender.code-taken", s_edit with { Code = "jz", Name = "别的" });
        await Refused("input.invalid", s_edit with { Code = "X Y" });
        await Refused("input.invalid", s_edit with { Color = "red" });
        await Refused("input.invalid", s_edit with { Icon = "skull" });
        Assert.Equal(
            "not-found",
            (await shop.Shop.Tenders.SaveAsync(TestShop.Owner, Guid.CreateVersion7(), s_edit with { Name = "无" })).Refusal?.Code
        );
    }

    [Fact]
    public async Task Reports_name_own_tenders_and_say_that_they_are_not_verified()
    {
        await using var shop = await TestShop.SetUpAsync();
        await shop.Shop.Tenders.SaveAsync(TestShop.Owner, null, s_edit with { Code = "account" });
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var own = new Tender(Guid.CreateVersion7(), "x-account", 700, 700, 0) { Name = "记账", NotVerified = true };
        var sale = till.Sell(1000, tenders: [own, new Tender(Guid.CreateVersion7(), Tender.Cash, 300, 300, 0)]);
        till.Sell(
            200,
            FactKind.RefundCompleted,
            sale.Id,
            tenders: [own with { Id = Guid.CreateVersion7(), AmountMinor = 200, TenderedMinor = 200, OriginalTenderId = own.Id }]
        );
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);

        var report = shop.Shop.Sales.Report(null, null, null).Value;
        Assert.Contains(new TenderFigures("x-account", 1, 700, 1, 200, "记账", "On account", true), report.Tenders);
        Assert.Contains(new TenderFigures("cash", 1, 300, 0, 0), report.Tenders);
        Assert.All(Proofs(shop), r => Assert.True(r.Ok, $"{r.Name}: {r.Detail}"));
    }

    [Fact]
    public async Task A_refund_that_gives_back_more_for_a_tender_than_it_paid_is_found()
    {
        await using var shop = await TestShop.SetUpAsync();
        var till = new FakeTill(await shop.EnrolAsync(), shop.Clock);
        var own = new Tender(Guid.CreateVersion7(), "x-account", 300, 300, 0) { NotVerified = true };
        var sale = till.Sell(1000, tenders: [own, new Tender(Guid.CreateVersion7(), Tender.Cash, 700, 700, 0)]);
        till.Sell(
            400,
            FactKind.RefundCompleted,
            sale.Id,
            tenders: [own with { Id = Guid.CreateVersion7(), AmountMinor = 400, TenderedMinor = 400, OriginalTenderId = own.Id }]
        );
        await shop.Shop.Sync.SendFactsAsync(till.All(), CancellationToken.None);
        Assert.False(Proofs(shop).Single(r => r.Name == "shop.refunds_within_tenders").Ok);
    }

    private static List<VerifyResult> Proofs(TestShop shop) => shop.Prove();
}

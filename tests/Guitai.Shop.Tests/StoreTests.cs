using Guitai.Contracts.Masters;

namespace Guitai.Shop.Tests;

/// <summary>What a store's settings may say: a till never meets a rule that it cannot follow.</summary>
public sealed class StoreTests
{
    /// <summary>Rules by which no label could be read, or a price finer than the yuan's fen.</summary>
    public static TheoryData<LabelRule> Impossible =>
        [
            new LabelRule("21", LabelValue.Weight, 5, 5, 4),
            new LabelRule("21", LabelValue.Weight, 8, 2, 3),
            new LabelRule("21", LabelValue.Weight, 5, 5, -1),
            new LabelRule("22", LabelValue.Price, 5, 5, 3),
            new LabelRule("21", LabelValue.Weight, 5, 4, 3),
            new LabelRule("21", LabelValue.Weight, 6, 5, 3),
            new LabelRule("21", LabelValue.Weight, 10, 0, 0),
            new LabelRule("21", LabelValue.Weight, 0, 10, 3),
            new LabelRule("21", LabelValue.Weight, -1, 11, 3),
            new LabelRule("23", LabelValue.Price, 3, 6, 2, ValueCheck: true),
            new LabelRule("23", LabelValue.Price, 5, 5, 2, ValueCheck: true),
            new LabelRule("30", LabelValue.Weight, 5, 5, 3),
            new LabelRule("2x", LabelValue.Weight, 5, 5, 3),
            new LabelRule("21", (LabelValue)9, 5, 5, 3),
        ];

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public async Task A_label_rule_by_which_nothing_can_be_read_is_refused_at_saving(LabelRule rule)
    {
        await using var shop = await TestShop.SetUpAsync();
        await RefusedAsync(shop, new LabelRule("29", LabelValue.Weight, 5, 5, 3), rule);
    }

    [Fact]
    public async Task Two_label_rules_for_one_prefix_are_refused_and_sound_ones_are_kept()
    {
        await using var shop = await TestShop.SetUpAsync();
        LabelRule[] sound = [new("21", LabelValue.Weight, 5, 5, 3), new("22", LabelValue.Price, 5, 4, 2, ValueCheck: true)];
        await RefusedAsync(shop, sound[0], sound[1] with { Prefix = "21" });
        var (id, edit) = Edit(shop);
        Assert.Equal(
            sound,
            (await shop.Shop.Stores.ChangeAsync(TestShop.Owner, id, edit with { LabelRules = sound })).Value.Store.LabelRules
        );
    }

    [Fact]
    public async Task A_slide_without_words_or_picture_or_shown_too_briefly_is_refused()
    {
        await using var shop = await TestShop.SetUpAsync();
        var (id, edit) = Edit(shop);
        var words = new DisplaySlide(null, "第二杯半价", "Second cup half price");
        foreach (
            var (display, field) in new[]
            {
                (new DisplaySettings([words, new DisplaySlide(null, "", "English alone")], 8), "display.text"),
                (new DisplaySettings([words], 2), "display.slideSeconds"),
                (new DisplaySettings([.. Enumerable.Repeat(words, 11)], 8), "display.slides"),
            }
        )
        {
            var refused = await shop.Shop.Stores.ChangeAsync(TestShop.Owner, id, edit with { Display = display });
            Assert.Equal(field, refused.Refusal?.Parameters?["field"]);
        }
    }

    private static async Task RefusedAsync(TestShop shop, params LabelRule[] rules)
    {
        var (id, edit) = Edit(shop);
        var refused = await shop.Shop.Stores.ChangeAsync(TestShop.Owner, id, edit with { LabelRules = rules });
        Assert.Equal(("input.invalid", "labelRules"), (refused.Refusal?.Code, refused.Refusal?.Parameters?["field"]));
        Assert.Empty(shop.Shop.Stores.List()[0].Store.LabelRules);
        Assert.Equal(
            "labelRules",
            (await shop.Shop.Stores.CreateAsync(TestShop.Owner, edit with { Code = "N1", LabelRules = rules }))
                .Refusal
                ?.Parameters
                ?["field"]
        );
    }

    private static (Guid Id, Guitai.Shop.Settings.StoreEdit Edit) Edit(TestShop shop)
    {
        var view = shop.Shop.Stores.List()[0];
        return (view.Store.Id, PaperTests.EditOf(view.Store) with { Version = view.Version });
    }
}

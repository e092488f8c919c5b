using Guitai.Iso8583;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Repeats, reversals in every order, and what a restart leaves of them.</summary>
public sealed class RepeatTests : IAsyncLifetime
{
    private const long Full = 10_000_000;

    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;
    private VirtualCard _card = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await _issuer.ConnectAsync();
        _card = _issuer.Card(500);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private CardStanding Standing => _issuer.Issuer.Standing(_card.Pan)!;

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_moves_nothing()
    {
        var sale = _host.Chip(_card, _issuer.Issuer.Cards.Chip(_card), 700, _card.Pin);
        var first = await _host.AskAsync(sale);
        var second = await _host.AskAsync(HostClient.Again(sale));
        Assert.Equal((first[38], first[39], first[55]), (second[38], second[39], second[55]));
        Assert.Equal(Full - 700, Standing.AvailableMinor);
        Assert.Equal(1, _issuer.Issuer.Counters.Repeats);
    }

    [Fact]
    public async Task A_refusal_is_repeated_even_when_it_would_be_approved_by_now()
    {
        var sale = _host.Stripe(_card, Full / 2 + 1);
        Assert.Equal("61", await _host.CodeAsync(sale));
        _issuer.Issuer.Change(_card.Pan, new CardChange(LimitMinor: Full));
        Assert.Equal("61", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_repeat_with_other_content_is_answered_with_94()
    {
        var sale = _host.Stripe(_card, 700);
        await _host.AskAsync(sale);
        var amount = HostClient.Again(sale);
        amount[4] = "000000000701";
        Assert.Equal("94", await _host.CodeAsync(amount));
        var card = HostClient.Again(sale);
        card[35] = _issuer.Card(501).Track2;
        Assert.Equal("94", await _host.CodeAsync(card));
        var refund = HostClient.Again(sale, 220);
        refund[3] = "200000";
        Assert.Equal("94", await _host.CodeAsync(refund));
        var original = HostClient.Again(sale, 220);
        original[90] = HostClient.Original(sale);
        Assert.Equal("94", await _host.CodeAsync(original));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal(Full - 700, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_repeat_by_number_alone_is_the_same_card()
    {
        var sale = _host.Stripe(_card, 700);
        await _host.AskAsync(sale);
        var again = HostClient.Again(sale);
        again[35] = null;
        again[2] = _card.Pan;
        again[14] = _card.Expiry;
        again[22] = "012";
        again[48] = "9203" + _card.Cvv2;
        Assert.Equal("00", await _host.CodeAsync(again));
        Assert.Equal(Full - 700, Standing.AvailableMinor);
    }

    [Fact]
    public async Task The_same_number_of_another_acquirer_class_or_year_is_another_transaction()
    {
        var sale = _host.Stripe(_card, 700);
        await _host.AskAsync(sale);
        var acquirer = HostClient.Again(sale);
        acquirer[32] = "48009999";
        Assert.Equal("00", await _host.CodeAsync(acquirer));
        var year = HostClient.Again(sale);
        year[37] = "7" + sale[37]![1..];
        Assert.Equal("00", await _host.CodeAsync(year));
        var hold = HostClient.Again(sale, 100);
        (hold[3], hold[25]) = ("030000", "06");
        Assert.Equal("00", await _host.CodeAsync(hold));
        Assert.Equal(Full - 2_800, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_reversal_after_its_original_undoes_it()
    {
        var sale = _host.Stripe(_card, 700);
        await _host.AskAsync(sale);
        Assert.Equal("00", await _host.CodeAsync(_host.Reversal(sale)));
        Assert.Equal(Full, Standing.AvailableMinor);
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_reversal_before_its_original_makes_it_94_for_ever()
    {
        var sale = _host.Stripe(_card, 700);
        var reversal = _host.Reversal(sale);
        Assert.Equal("00", await _host.CodeAsync(reversal));
        Assert.Equal("94", await _host.CodeAsync(sale));
        Assert.Equal("94", await _host.CodeAsync(HostClient.Again(sale)));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(reversal, 421)));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_reversal_without_its_original_is_answered_with_00()
    {
        var reversal = _host.Reversal(_host.Stripe(_card, 700));
        reversal[2] = null;
        Assert.Equal("00", await _host.CodeAsync(reversal));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(reversal, 421)));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_reversal_that_names_something_else_moves_nothing()
    {
        var sale = _host.Stripe(_card, 700);
        await _host.AskAsync(sale);
        var amount = _host.Reversal(sale);
        amount[4] = "000000000600";
        Assert.Equal("13", await _host.CodeAsync(amount));
        Assert.Equal("94", await _host.CodeAsync(_host.Reversal(sale)));
        Assert.Equal(Full - 700, Standing.AvailableMinor);
        var other = _host.Stripe(_card, 100);
        await _host.AskAsync(other);
        var card = _host.Reversal(other);
        card[2] = _issuer.Card(501).Pan;
        Assert.Equal("12", await _host.CodeAsync(card));
        Assert.Equal(Full - 800, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_refused_sale_is_reversed_to_nothing()
    {
        var sale = _host.Stripe(_card, Full);
        Assert.Equal("61", await _host.CodeAsync(sale));
        Assert.Equal("00", await _host.CodeAsync(_host.Reversal(sale)));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task Reversals_of_every_flow_bring_back_what_was_before()
    {
        var sale = _host.Stripe(_card, 700);
        await _host.AskAsync(sale);
        await DoAndUndoAsync(_host.About(200, "200000", "00", sale, 700));
        await DoAndUndoAsync(_host.About(220, "200000", "00", sale, 300));
        await DoAndUndoAsync(_host.About(220, "000000", "00", sale, 900));
        var hold = _host.Stripe(_card, 5_000, null, 100, "030000", "06");
        await DoAndUndoAsync(_host.Stripe(_card, 5_000, null, 100, "030000", "06"));
        await _host.AskAsync(hold);
        await DoAndUndoAsync(_host.About(100, "200000", "06", hold, 5_000));
        await DoAndUndoAsync(_host.About(200, "000000", "06", hold, 5_500));
        var completion = _host.About(200, "000000", "06", hold, 4_000);
        await _host.AskAsync(completion);
        await DoAndUndoAsync(_host.About(200, "200000", "06", completion, 4_000));
        await _host.AskAsync(_host.About(200, "200000", "06", completion, 4_000));
        Assert.Equal((Full - 700, 0), (Standing.AvailableMinor, Standing.HeldMinor));
        Assert.Equal("00", await _host.CodeAsync(_host.About(200, "200000", "00", sale, 700)));
        Assert.Equal(Full, Standing.AvailableMinor);
        Assert.Equal(0, _issuer.Issuer.Totals().Sum(d => d.NetDebitMinor));
    }

    [Fact]
    public async Task After_a_restart_cards_totals_and_first_answers_are_the_same()
    {
        var sale = _host.Chip(_card, _issuer.Issuer.Cards.Chip(_card), 700);
        var first = await _host.AskAsync(sale);
        var ahead = _host.Stripe(_card, 111);
        await _host.AskAsync(_host.Reversal(ahead));
        var hold = _host.Stripe(_card, 5_000, null, 100, "030000", "06");
        await _host.AskAsync(hold);
        var wrong = _card.Pin == "1234" ? "4321" : "1234";
        Assert.Equal("55", await _host.CodeAsync(_host.Stripe(_card, 1, wrong)));
        Assert.Equal("55", await _host.CodeAsync(_host.Stripe(_card, 1, wrong)));
        var changed = _issuer.Card(7);
        _issuer.Issuer.Change(changed.Pan, new CardChange(CardCondition.Lost, AvailableMinor: 5, Script: CardScript.UnblockPin));
        var standing = Standing;
        var totals = _issuer.Issuer.Totals();
        await _host.DisposeAsync();
        await _issuer.RestartAsync();
        _host = await _issuer.ConnectAsync();

        Assert.Equal(standing, Standing);
        Assert.Equal(totals.Select(t => (t.Day, t.NetDebitMinor)), _issuer.Issuer.Totals().Select(t => (t.Day, t.NetDebitMinor)));
        Assert.Equal(totals[0].Kinds, _issuer.Issuer.Totals()[0].Kinds);
        Assert.Equal(
            (CardCondition.Lost, 5),
            (_issuer.Issuer.Standing(changed.Pan)!.Condition, _issuer.Issuer.Standing(changed.Pan)!.AvailableMinor)
        );
        var again = await _host.AskAsync(HostClient.Again(sale));
        Assert.Equal((first[38], first[39], first[55]), (again[38], again[39], again[55]));
        var replay = HostClient.Again(sale);
        replay[37] = HostClient.NextRrn();
        Assert.Equal("05", await _host.CodeAsync(replay));
        Assert.Equal("94", await _host.CodeAsync(ahead));
        Assert.Equal("75", await _host.CodeAsync(_host.Stripe(_card, 1, wrong)));
        Assert.Equal("00", await _host.CodeAsync(_host.About(200, "000000", "06", hold, 5_000)));
        Assert.Equal("00", await _host.CodeAsync(_host.Reversal(sale)));
        Assert.Equal(Full - 5_000, Standing.AvailableMinor);
        var next = await _host.AskAsync(_host.Stripe(_issuer.Card(502), 1));
        Assert.NotEqual(first[38], next[38]);
    }

    private async Task DoAndUndoAsync(IsoMessage message)
    {
        var before = Standing;
        Assert.Equal("00", await _host.CodeAsync(message));
        Assert.NotEqual(before, Standing);
        Assert.Equal("00", await _host.CodeAsync(_host.Reversal(message)));
        Assert.Equal(before, Standing);
    }
}

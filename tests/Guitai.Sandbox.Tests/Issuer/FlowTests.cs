using Guitai.Iso8583;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Every flow of the page's table of messages, with what it does to the card's money.</summary>
public sealed class FlowTests : IAsyncLifetime
{
    private const long Full = 10_000_000;

    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;
    private VirtualCard _card = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await _issuer.ConnectAsync();
        _card = _issuer.Card(400);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private CardStanding Standing => _issuer.Issuer.Standing(_card.Pan)!;

    [Fact]
    public async Task A_void_gives_the_whole_back_once()
    {
        var (sale, approval) = await SellAsync(700);
        Assert.Equal("13", await _host.CodeAsync(Void(sale, 699)));
        Assert.Equal("12", await _host.CodeAsync(Void(sale, 700, approval == "000000" ? "000001" : "000000")));
        Assert.Equal("00", await _host.CodeAsync(Void(sale, 700, approval)));
        Assert.Equal(Full, Standing.AvailableMinor);
        Assert.Equal("12", await _host.CodeAsync(Void(sale, 700, approval)));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task A_void_of_what_the_issuer_never_saw_or_refused_is_not_possible()
    {
        Assert.Equal("25", await _host.CodeAsync(Void(_host.Stripe(_card, 700), 700)));
        var refused = _host.Stripe(_card, 0);
        Assert.Equal("13", await _host.CodeAsync(refused));
        Assert.Equal("12", await _host.CodeAsync(Void(refused, 0)));
    }

    [Fact]
    public async Task A_void_for_another_card_is_not_possible()
    {
        var (sale, _) = await SellAsync(700);
        var other = Void(sale, 700);
        other[2] = _issuer.Card(401).Pan;
        Assert.Equal("12", await _host.CodeAsync(other));
    }

    [Fact]
    public async Task A_pre_authorisation_holds_and_its_cancel_releases()
    {
        var hold = PreAuthorise(5_000);
        Assert.Equal("00", await _host.CodeAsync(hold));
        Assert.Equal((Full - 5_000, 5_000), (Standing.AvailableMinor, Standing.HeldMinor));
        Assert.Equal("13", await _host.CodeAsync(_host.About(100, "200000", "06", hold, 4_000)));
        Assert.Equal("00", await _host.CodeAsync(_host.About(100, "200000", "06", hold, 5_000)));
        Assert.Equal((Full, 0), (Standing.AvailableMinor, Standing.HeldMinor));
        Assert.Equal("12", await _host.CodeAsync(_host.About(100, "200000", "06", hold, 5_000)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(220)]
    public async Task A_completion_takes_up_to_115_percent_and_releases_the_rest(int type)
    {
        var hold = PreAuthorise(5_000);
        var approval = (await _host.AskAsync(hold))[38];
        Assert.Equal("13", await _host.CodeAsync(_host.About(type, "000000", "06", hold, 5_751, approval)));
        Assert.Equal("13", await _host.CodeAsync(_host.About(type, "000000", "06", hold, 0, approval)));
        Assert.Equal("00", await _host.CodeAsync(_host.About(type, "000000", "06", hold, 5_750, approval)));
        Assert.Equal((Full - 5_750, 0), (Standing.AvailableMinor, Standing.HeldMinor));
        Assert.Equal("12", await _host.CodeAsync(_host.About(type, "000000", "06", hold, 1, approval)));
    }

    [Fact]
    public async Task A_completion_below_the_hold_releases_what_is_not_taken()
    {
        var hold = PreAuthorise(5_000);
        await _host.AskAsync(hold);
        Assert.Equal("00", await _host.CodeAsync(_host.About(200, "000000", "06", hold, 100)));
        Assert.Equal((Full - 100, 0), (Standing.AvailableMinor, Standing.HeldMinor));
    }

    [Fact]
    public async Task A_completion_request_above_the_money_is_refused_and_an_advice_of_it_is_taken()
    {
        _card = _issuer.Card(1);
        var hold = PreAuthorise(1_000);
        await _host.AskAsync(hold);
        Assert.Equal("51", await _host.CodeAsync(_host.About(200, "000000", "06", hold, 1_001)));
        Assert.Equal("00", await _host.CodeAsync(_host.About(220, "000000", "06", hold, 1_001)));
        Assert.Equal(-1, Standing.AvailableMinor);
        Assert.Equal(1, _issuer.Issuer.Counters.Overdrawn);
    }

    [Fact]
    public async Task A_completion_of_a_sale_or_of_nothing_is_not_possible()
    {
        var (sale, _) = await SellAsync(700);
        Assert.Equal("12", await _host.CodeAsync(_host.About(200, "000000", "06", sale, 700)));
        Assert.Equal("25", await _host.CodeAsync(_host.About(200, "000000", "06", PreAuthorise(700), 700)));
    }

    [Fact]
    public async Task A_cancel_of_a_completion_gives_the_money_back_and_the_hold_not()
    {
        var hold = PreAuthorise(5_000);
        await _host.AskAsync(hold);
        var completion = _host.About(200, "000000", "06", hold, 4_000);
        await _host.AskAsync(completion);
        Assert.Equal("00", await _host.CodeAsync(_host.About(200, "200000", "06", completion, 4_000)));
        Assert.Equal((Full, 0), (Standing.AvailableMinor, Standing.HeldMinor));
        Assert.Equal("12", await _host.CodeAsync(_host.About(200, "000000", "06", hold, 4_000)));
    }

    [Fact]
    public async Task Refunds_never_give_back_more_than_was_taken()
    {
        var (sale, _) = await SellAsync(700);
        Assert.Equal("00", await _host.CodeAsync(Refund(sale, 300)));
        Assert.Equal("13", await _host.CodeAsync(Refund(sale, 401)));
        Assert.Equal("00", await _host.CodeAsync(Refund(sale, 400)));
        Assert.Equal("13", await _host.CodeAsync(Refund(sale, 1)));
        Assert.Equal(Full, Standing.AvailableMinor);
        Assert.Equal("12", await _host.CodeAsync(Void(sale, 700)));
    }

    [Fact]
    public async Task A_refund_without_its_sale_is_taken_and_one_of_an_unknown_sale_or_card_is_not()
    {
        var refund = _host.Message(220, "200000", "00", 300);
        refund[2] = _card.Pan;
        Assert.Equal("00", await _host.CodeAsync(refund));
        Assert.Equal(Full + 300, Standing.AvailableMinor);
        Assert.Equal("25", await _host.CodeAsync(Refund(_host.Stripe(_card, 700), 300)));
        var stranger = _host.Message(220, "200000", "00", 300);
        stranger[2] = "4111111111111111";
        Assert.Equal("14", await _host.CodeAsync(stranger));
    }

    [Fact]
    public async Task An_advice_that_repeats_the_entry_mode_of_a_sale_with_PIN_needs_no_PIN()
    {
        var (sale, _) = await SellAsync(700);
        var refund = Refund(sale, 300);
        refund[22] = "021";
        Assert.Equal("00", await _host.CodeAsync(refund));
    }

    [Fact]
    public async Task A_refund_to_a_stolen_card_is_taken()
    {
        var refund = _host.Message(220, "200000", "00", 300);
        refund[2] = _issuer.Card(3).Pan;
        Assert.Equal("00", await _host.CodeAsync(refund));
    }

    [Fact]
    public async Task An_offline_sale_has_happened_whatever_the_card_is()
    {
        _card = _issuer.Card(5);
        var advice = _host.Message(220, "000000", "00", 300);
        advice[2] = _card.Pan;
        Assert.Equal("00", await _host.CodeAsync(advice));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(advice, 221)));
        Assert.Equal(Full - 300, Standing.AvailableMinor);
        var stranger = _host.Message(220, "000000", "00", 300);
        stranger[2] = "4111111111111111";
        Assert.Equal("14", await _host.CodeAsync(stranger));
    }

    [Fact]
    public async Task An_offline_sale_is_voided_by_the_authorisation_that_its_terminal_made()
    {
        var advice = _host.Message(220, "000000", "00", 300);
        advice[2] = _card.Pan;
        Assert.Equal("00", await _host.CodeAsync(advice));
        Assert.Equal("13", await _host.CodeAsync(Void(advice, 299, "T00052")));
        Assert.Equal("00", await _host.CodeAsync(Void(advice, 300, "T00052")));
        Assert.Equal("12", await _host.CodeAsync(Void(advice, 300, "T00052")));
        Assert.Equal(Full, Standing.AvailableMinor);
    }

    [Fact]
    public async Task An_adjustment_says_the_whole_new_amount()
    {
        var (sale, _) = await SellAsync(700);
        var tip = _host.About(220, "000000", "00", sale, 800);
        Assert.Equal("00", await _host.CodeAsync(tip));
        Assert.Equal("00", await _host.CodeAsync(HostClient.Again(tip, 221)));
        Assert.Equal(Full - 800, Standing.AvailableMinor);
        Assert.Equal("00", await _host.CodeAsync(Refund(sale, 200)));
        Assert.Equal("13", await _host.CodeAsync(_host.About(220, "000000", "00", sale, 199)));
        Assert.Equal("25", await _host.CodeAsync(_host.About(220, "000000", "00", _host.Stripe(_card, 1), 199)));
        Assert.Equal("12", await _host.CodeAsync(_host.About(220, "000000", "00", tip, 900)));
    }

    [Fact]
    public async Task A_hold_that_nobody_completes_runs_out()
    {
        var hold = PreAuthorise(5_000);
        await _host.AskAsync(hold);
        _issuer.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(_card, 1)));
        Assert.Equal(5_000, Standing.HeldMinor);
        _issuer.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(_card, 1)));
        Assert.Equal(0, Standing.HeldMinor);
        Assert.Equal("12", await _host.CodeAsync(_host.About(200, "000000", "06", hold, 5_000)));
        await _host.DisposeAsync();
        await _issuer.RestartAsync();
        Assert.Equal((Full - 2, 0), (Standing.AvailableMinor, Standing.HeldMinor));
        _host = await _issuer.ConnectAsync();
    }

    [Fact]
    public async Task The_issuers_own_totals_are_what_was_answered()
    {
        var (sale, _) = await SellAsync(700);
        var (voided, _) = await SellAsync(300);
        await _host.AskAsync(Void(voided, 300));
        await _host.AskAsync(Refund(sale, 50));
        var reversed = _host.Stripe(_card, 4_000);
        await _host.AskAsync(reversed);
        await _host.AskAsync(_host.Reversal(reversed));
        await _host.AskAsync(HostClient.Again(_host.Reversal(reversed), 421));
        await _host.AskAsync(_host.Stripe(_card, 0));
        var day = Assert.Single(_issuer.Issuer.Totals());
        Assert.Equal(HostClient.Acquirer, day.Acquirer);
        Assert.Equal(650, day.NetDebitMinor);
        Assert.Equal(Full - 650, Standing.AvailableMinor);
        var kinds = day.Kinds.ToDictionary(k => k.Kind);
        Assert.Equal(new KindTotals(TransactionKind.Sale, 3, 5_000, 5_000, 1, -4_000), kinds[TransactionKind.Sale]);
        Assert.Equal(new KindTotals(TransactionKind.Void, 1, 300, -300, 0, 0), kinds[TransactionKind.Void]);
        Assert.Equal(new KindTotals(TransactionKind.Refund, 1, 50, -50, 0, 0), kinds[TransactionKind.Refund]);
        Assert.Equal(1, kinds[TransactionKind.Reversal].Count);
        var known = _issuer.Issuer.Find(HostClient.Acquirer, reversed[37]!, 2)!;
        Assert.Equal((true, 0), (known.Reversed, known.TakenMinor));
    }

    private async Task<(IsoMessage Sale, string Approval)> SellAsync(long amountMinor)
    {
        var sale = _host.Stripe(_card, amountMinor);
        var answer = await _host.AskAsync(sale);
        Assert.Equal("00", answer[39]);
        return (sale, answer[38]!);
    }

    private IsoMessage PreAuthorise(long amountMinor) => _host.Stripe(_card, amountMinor, null, 100, "030000", "06");

    private IsoMessage Void(IsoMessage sale, long amountMinor, string? approval = null) =>
        _host.About(200, "200000", "00", sale, amountMinor, approval);

    private IsoMessage Refund(IsoMessage sale, long amountMinor) => _host.About(220, "200000", "00", sale, amountMinor);
}

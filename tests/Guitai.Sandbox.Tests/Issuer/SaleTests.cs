using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Selling with every way of reading a card, and every reason to refuse it.</summary>
public sealed class SaleTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData("unionpay-debit")]
    [InlineData("unionpay-credit")]
    [InlineData("visa-debit")]
    [InlineData("visa-credit")]
    [InlineData("mastercard-debit")]
    [InlineData("mastercard-credit")]
    [InlineData("jcb-credit")]
    public async Task A_card_of_every_program_sells_by_stripe_chip_and_hand(string program)
    {
        var card = _issuer.Card(200, program);
        var answer = await _host.AskAsync(_host.Stripe(card, 12_345, card.Pin));
        Assert.Equal("00", answer[39]);
        Assert.Matches("^[0-9]{6}$", answer[38]!);
        Assert.Null(answer[55]);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1)));
        Assert.Equal("00", await _host.CodeAsync(_host.Typed(card, 10)));
        var chip = _issuer.Issuer.Cards.Chip(card);
        var byChip = await _host.AskAsync(_host.Chip(card, chip, 100, card.Pin));
        Assert.Equal("00", byChip[39]);
        Assert.NotNull(byChip[55]);
        Assert.Equal(10_000_000 - 12_345 - 111, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
    }

    [Theory]
    [InlineData(1, 1_001, "51")]
    [InlineData(1, 1_000, "00")]
    [InlineData(2, 1, "54")]
    [InlineData(3, 1, "43")]
    [InlineData(4, 1, "41")]
    [InlineData(5, 1, "62")]
    [InlineData(7, 10_001, "61")]
    [InlineData(7, 10_000, "00")]
    [InlineData(200, 0, "13")]
    public async Task A_special_card_is_answered_as_it_should_be(int index, long amountMinor, string code)
    {
        var card = _issuer.Card(index);
        var before = _issuer.Issuer.Standing(card.Pan)!.AvailableMinor;
        var answer = await _host.AskAsync(_host.Stripe(card, amountMinor, card.Pin));
        Assert.Equal(code, answer[39]);
        Assert.Equal(code == "00", answer[38] is not null);
        Assert.Equal(code == "00" ? before - amountMinor : before, _issuer.Issuer.Standing(card.Pan)!.AvailableMinor);
    }

    [Fact]
    public async Task A_wrong_digit_anywhere_on_the_stripe_is_found()
    {
        var card = _issuer.Card(201);
        for (var place = 0; place < card.Track2.Length; place++)
        {
            if (!char.IsAsciiDigit(card.Track2[place]) || place is >= 27 and <= 31)
            {
                // The key index and PVV on the stripe are for terminals that verify PINs themselves.
                continue;
            }

            var digit = (char)('0' + ((card.Track2[place] - '0' + 1) % 10));
            var sale = _host.Stripe(card, 1);
            sale[35] = card.Track2[..place] + digit + card.Track2[(place + 1)..];
            Assert.NotEqual("00", await _host.CodeAsync(sale));
        }
    }

    [Fact]
    public async Task A_stripe_made_out_of_the_chips_track_is_refused()
    {
        var card = _issuer.Card(200);
        var sale = _host.Stripe(card, 1);
        sale[35] = card.ChipTrack2.Replace('D', '=');
        Assert.NotEqual(card.Track2, sale[35]);
        Assert.Equal("05", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task A_chip_with_the_stripes_track_is_refused()
    {
        var card = _issuer.Card(200);
        var sale = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 1);
        sale[35] = card.Track2;
        Assert.Equal("05", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task A_track_with_D_is_read_as_one_with_an_equals_sign()
    {
        var card = _issuer.Card(200);
        var sale = _host.Stripe(card, 1);
        sale[35] = card.Track2.Replace('=', 'D');
        Assert.Equal("00", await _host.CodeAsync(sale));
    }

    [Theory]
    [InlineData(null, "00")]
    [InlineData("999", "05")]
    [InlineData("", "05")]
    public async Task A_number_typed_by_hand_needs_its_CVV2(string? cvv2, string code)
    {
        var card = _issuer.Card(202);
        Assert.NotEqual("999", card.Cvv2);
        Assert.Equal(code, await _host.CodeAsync(_host.Typed(card, 1, cvv2)));
    }

    [Fact]
    public async Task A_typed_number_without_CVV2_is_taken_when_the_issuers_rules_say_so()
    {
        await _issuer.RestartWithAsync(r => r with { Cvv2Required = false });
        await using var host = await _issuer.ConnectAsync();
        Assert.Equal("00", await host.CodeAsync(host.Typed(_issuer.Card(202), 1, "")));
        Assert.Equal("05", await host.CodeAsync(host.Typed(_issuer.Card(202), 1, "999")));
    }

    [Fact]
    public async Task A_typed_expiry_that_is_not_the_cards_is_refused()
    {
        var sale = _host.Typed(_issuer.Card(202), 1);
        sale[14] = "4912";
        Assert.Equal("54", await _host.CodeAsync(sale));
    }

    [Theory]
    [InlineData("6299990100000000204")]
    [InlineData("4111111111111111")]
    [InlineData("62999901009999999")]
    [InlineData("1")]
    public async Task A_number_that_is_no_card_of_this_issuer_is_answered_with_14(string pan)
    {
        var sale = _host.Typed(_issuer.Card(202), 1);
        sale[2] = pan;
        Assert.Equal("14", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task A_merchant_that_is_not_welcome_or_not_named_is_answered_with_03()
    {
        await _issuer.RestartWithAsync(r => r with { RefusedMerchants = ["BADSHOP"] });
        await using var host = await _issuer.ConnectAsync();
        foreach (
            var (merchant, code) in ((string, string)[])[("BADSHOP        ", "03"), ("000000000000000", "03"), ("BADSHOPS       ", "00")]
        )
        {
            var sale = host.Stripe(_issuer.Card(200), 1);
            sale[42] = merchant;
            Assert.Equal(code, await host.CodeAsync(sale));
        }
    }

    [Fact]
    public async Task Wrong_PINs_are_counted_and_a_right_one_begins_anew()
    {
        var card = _issuer.Card(203);
        var wrong = card.Pin == "1234" ? "4321" : "1234";
        Assert.Equal("55", await _host.CodeAsync(_host.Stripe(card, 1, wrong)));
        Assert.Equal("55", await _host.CodeAsync(_host.Stripe(card, 1, wrong)));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
        Assert.Equal("55", await _host.CodeAsync(_host.Stripe(card, 1, wrong)));
        Assert.Equal("55", await _host.CodeAsync(_host.Stripe(card, 1, wrong)));
        Assert.Equal("75", await _host.CodeAsync(_host.Stripe(card, 1, wrong)));
        Assert.Equal("75", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
        Assert.Equal(3, _issuer.Issuer.Standing(card.Pan)!.WrongPins);
        _issuer.Issuer.Change(card.Pan, new CardChange(WrongPins: 0));
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1, card.Pin)));
    }

    [Fact]
    public async Task A_PIN_block_of_another_card_is_no_PIN_at_all()
    {
        var sale = _host.Stripe(_issuer.Card(200), 1, "1234");
        sale[35] = _issuer.Card(99_999).Track2;
        Assert.Equal("30", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task A_card_that_expires_while_the_issuer_runs_is_refused()
    {
        var card = _issuer.Card(200);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(card, 1)));
        _issuer.Clock.Advance(TimeSpan.FromDays(5 * 366));
        Assert.Equal("54", await _host.CodeAsync(_host.Stripe(card, 1)));
    }

    [Theory]
    [InlineData(FallbackRule.Allow, "022", "00")]
    [InlineData(FallbackRule.RefuseUnmarked, "022", "05")]
    [InlineData(FallbackRule.RefuseUnmarked, "802", "00")]
    [InlineData(FallbackRule.Refuse, "802", "05")]
    public async Task A_chip_cards_stripe_goes_by_the_issuers_rule(FallbackRule rule, string mode, string code)
    {
        await _issuer.RestartWithAsync(r => r with { Fallback = rule });
        await using var host = await _issuer.ConnectAsync();
        var sale = host.Stripe(_issuer.Card(200), 1);
        sale[22] = mode;
        Assert.Equal(code, await host.CodeAsync(sale));
        var stripeOnly = host.Stripe(_issuer.Card(10), 1);
        Assert.Equal("00", await host.CodeAsync(stripeOnly));
    }

    [Fact]
    public async Task A_balance_is_told_and_nothing_moves()
    {
        var debit = _issuer.Card(204);
        Assert.Equal("00", await _host.CodeAsync(_host.Stripe(debit, 100, debit.Pin)));
        var question = _host.Stripe(debit, 0, debit.Pin, 100, "310000");
        var answer = await _host.AskAsync(question);
        Assert.Equal("00", answer[39]);
        Assert.Equal("1002156C000009999900", answer[54]);
        Assert.Equal("1002156C000009999900", (await _host.AskAsync(HostClient.Again(question)))[54]);
        var credit = _issuer.Card(204, TestIssuer.Credit);
        Assert.Equal("3002156C000010000000", (await _host.AskAsync(_host.Stripe(credit, 0, null, 100, "310000")))[54]);
        Assert.Null((await _host.AskAsync(_host.Stripe(_issuer.Card(3), 0, null, 100, "310000")))[54]);
    }

    [Fact]
    public async Task An_overdrawn_cards_balance_is_a_debit()
    {
        var card = _issuer.Card(1);
        var advice = _host.Message(220, "000000", "00", 1_500);
        advice[2] = card.Pan;
        Assert.Equal("00", await _host.CodeAsync(advice));
        Assert.Equal("1002156D000000000500", (await _host.AskAsync(_host.Stripe(card, 0, null, 100, "310000")))[54]);
        Assert.Equal(1, _issuer.Issuer.Counters.Overdrawn);
    }
}

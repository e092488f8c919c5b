using Guitai.Iso8583;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Fields that are missing or say what they cannot: 30, and nothing moves.</summary>
public sealed class FormatTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private HostClient _host = null!;

    public async ValueTask InitializeAsync() => _host = await _issuer.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    public static TheoryData<int> Needed => [3, 4, 7, 11, 22, 25, 32, 35, 37, 41, 42, 49, 53];

    [Theory]
    [MemberData(nameof(Needed))]
    public async Task A_sale_without_a_field_that_it_needs_is_answered_with_30(int field)
    {
        var card = _issuer.Card(600);
        var sale = _host.Stripe(card, 100, card.Pin);
        sale[field] = null;
        Assert.Equal("30", await _host.CodeAsync(sale));
        AssertUntouched(card.Pan);
    }

    [Theory]
    [InlineData(3, "990000")]
    [InlineData(3, "310000")]
    [InlineData(25, "06")]
    [InlineData(25, "59")]
    [InlineData(7, "1321120000")]
    [InlineData(7, "1132120000")]
    [InlineData(7, "1121240000")]
    [InlineData(22, "032")]
    [InlineData(22, "011")]
    [InlineData(35, "6299990100000006000")]
    [InlineData(35, "6299990100000006000=2612")]
    [InlineData(37, "ABCDEF123456")]
    [InlineData(49, "840")]
    [InlineData(53, "1600000000000000")]
    [InlineData(90, "000000000000000000000000000000000000000000")]
    public async Task A_sale_with_a_field_that_cannot_be_is_answered_with_30(int field, string text)
    {
        var card = _issuer.Card(600);
        var sale = _host.Stripe(card, 100, card.Pin);
        sale[field] = text;
        Assert.Equal("30", await _host.CodeAsync(sale));
        AssertUntouched(card.Pan);
    }

    [Fact]
    public async Task A_PIN_that_was_promised_and_did_not_come_is_missed()
    {
        var sale = _host.Stripe(_issuer.Card(600), 100);
        sale[22] = "021";
        Assert.Equal("30", await _host.CodeAsync(sale));
    }

    [Theory]
    [InlineData("9F26")]
    [InlineData("9F27")]
    [InlineData("9F10")]
    [InlineData("9F37")]
    [InlineData("9F36")]
    [InlineData("95")]
    [InlineData("9A")]
    [InlineData("9C")]
    [InlineData("9F02")]
    [InlineData("5F2A")]
    [InlineData("82")]
    [InlineData("9F1A")]
    [InlineData("9F03")]
    public async Task A_chip_without_an_object_that_is_needed_is_answered_with_30(string tag)
    {
        var card = _issuer.Card(600);
        var sale = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 100);
        var at = sale[55]!.IndexOf(tag, StringComparison.Ordinal);
        sale[55] = sale[55]![..at] + (tag.Length == 4 ? "9F7F" : "DF") + sale[55]![(at + tag.Length)..];
        if (tag.Length == 2)
        {
            // A tag of one byte becomes one of two: its length is the next byte, so the whole falls apart, which is as good.
            sale[55] = sale[55]!.Length > 510 ? sale[55]![..510] : sale[55];
        }

        Assert.Equal("30", await _host.CodeAsync(sale));
        AssertUntouched(card.Pan);
    }

    [Theory]
    [InlineData(23, "100")]
    [InlineData(55, null)]
    [InlineData(55, "")]
    [InlineData(55, "9F")]
    [InlineData(55, "9F2608")]
    [InlineData(55, "9F2680")]
    [InlineData(55, "9F2684FFFFFFFF")]
    [InlineData(55, "FFFFFFFFFFFF")]
    public async Task A_chip_whose_data_cannot_be_read_is_answered_with_30(int field, string? text)
    {
        var card = _issuer.Card(600);
        var sale = _host.Chip(card, _issuer.Issuer.Cards.Chip(card), 100);
        sale[field] = text;
        Assert.Equal("30", await _host.CodeAsync(sale));
    }

    [Theory]
    [InlineData("9204123")]
    [InlineData("92031A3")]
    [InlineData("9203")]
    [InlineData("XX03123")]
    [InlineData("9100920")]
    public async Task A_CVV2_that_cannot_be_read_is_answered_with_30(string field)
    {
        var sale = _host.Typed(_issuer.Card(600), 100);
        sale[48] = field;
        Assert.Equal("30", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task Other_subfields_beside_the_CVV2_are_stepped_over()
    {
        var card = _issuer.Card(600);
        var sale = _host.Typed(card, 100);
        sale[48] = "1105HELLO9203" + card.Cvv2;
        Assert.Equal("00", await _host.CodeAsync(sale));
    }

    [Fact]
    public async Task A_typed_sale_without_expiry_or_with_a_track_is_answered_with_30()
    {
        var card = _issuer.Card(600);
        var sale = _host.Typed(card, 100);
        sale[14] = null;
        Assert.Equal("30", await _host.CodeAsync(sale));
        var both = _host.Typed(card, 100);
        both[35] = card.Track2;
        Assert.Equal("30", await _host.CodeAsync(both));
        var neither = _host.Typed(card, 100);
        neither[2] = null;
        Assert.Equal("30", await _host.CodeAsync(neither));
    }

    [Fact]
    public async Task Two_numbers_that_differ_are_answered_with_30()
    {
        var sale = _host.Stripe(_issuer.Card(600), 100);
        sale[2] = _issuer.Card(601).Pan;
        Assert.Equal("30", await _host.CodeAsync(sale));
    }

    [Theory]
    [InlineData(100, "200000", "06")]
    [InlineData(200, "200000", "00")]
    [InlineData(200, "000000", "06")]
    [InlineData(200, "200000", "06")]
    [InlineData(220, "000000", "06")]
    [InlineData(420, "000000", "00")]
    [InlineData(620, "000000", "00")]
    public async Task What_is_about_another_message_needs_field_90(int type, string processing, string condition)
    {
        var message = _host.Message(type, processing, condition, 100);
        message[2] = _issuer.Card(600).Pan;
        message[55] = "DF31052047544149";
        Assert.Equal("30", await _host.CodeAsync(message));
    }

    [Fact]
    public async Task A_reversal_with_a_number_of_its_own_is_answered_with_30()
    {
        var sale = _host.Stripe(_issuer.Card(600), 100);
        await _host.AskAsync(sale);
        var reversal = _host.Reversal(sale);
        reversal[37] = HostClient.NextRrn();
        Assert.Equal("30", await _host.CodeAsync(reversal));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(202)]
    [InlineData(300)]
    [InlineData(500)]
    public async Task A_message_that_is_none_of_the_links_is_answered_with_30(int type)
    {
        var message = _host.Stripe(_issuer.Card(600), 100);
        var other = HostClient.Again(message, type);
        Assert.Equal("30", await _host.CodeAsync(other));
    }

    [Fact]
    public async Task Fields_that_the_page_does_not_name_are_stepped_over()
    {
        var sale = _host.Stripe(_issuer.Card(600), 100);
        (sale[5], sale[44], sale[60], sale[102], sale[127]) = ("000000000100", "HELLO", "22000001", "12345", "MORE");
        Assert.Equal("00", await _host.CodeAsync(sale));
    }

    private void AssertUntouched(string pan) => Assert.Equal(10_000_000, _issuer.Issuer.Standing(pan)!.AvailableMinor);
}

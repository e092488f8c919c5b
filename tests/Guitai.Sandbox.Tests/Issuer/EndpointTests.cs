using System.Net;
using System.Net.Http.Json;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Tests.Issuer;

/// <summary>Cards, totals and faults over HTTP, as a load generator and the sandbox's page use them.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private SandboxApp _app = null!;

    private HttpClient Http => _app.Http;

    public async ValueTask InitializeAsync()
    {
        _app = await SandboxApp.StartAsync(app =>
        {
            IssuerEndpoints.Map(app, _issuer.Issuer);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Cards_over_HTTP_are_those_of_the_profile_in_another_process()
    {
        var cards = await Http.GetFromJsonAsync<List<CardOnDesk>>("cards?program=visa-debit&from=100&count=3", SandboxApp.Json);
        var elsewhere = new CardBureau(IssuerProfile.Read(_issuer.Folder.Profile));
        Assert.Equal(Enumerable.Range(100, 3).Select(i => elsewhere.Card("visa-debit", i)), cards!.Select(c => c.Card));
        Assert.All(cards!, c => Assert.Equal(10_000_000, c.Standing.AvailableMinor));
        Assert.Equal(7, (await Http.GetFromJsonAsync<List<CardProgram>>("cards/programs", SandboxApp.Json))!.Count);
    }

    [Fact]
    public async Task Every_card_number_passes_Luhn_and_leads_back_to_its_card()
    {
        foreach (var program in _issuer.Issuer.Cards.Profile.Programs)
        {
            foreach (var index in (int[])[0, 1, 9, 10, 123_456, 999_999])
            {
                var card = _issuer.Card(index, program.Name);
                Assert.Equal(program.PanLength, card.Pan.Length);
                var sum = card
                    .Pan.Reverse()
                    .Select((c, place) => place % 2 == 0 ? c - '0' : ((c - '0') * 2 / 10) + ((c - '0') * 2 % 10))
                    .Sum();
                Assert.Equal(0, sum % 10);
                Assert.Equal(card, _issuer.Issuer.Cards.Find(card.Pan));
                Assert.DoesNotContain(card.Pan, card.ToString(), StringComparison.Ordinal);
            }

            Assert.Throws<ArgumentException>(() => _issuer.Card(1_000_000, program.Name));
        }

        Assert.Throws<ArgumentException>(() => _issuer.Card(1, "no-such-program"));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_cryptogram_over_HTTP_is_good_for_a_sale()
    {
        var card = _issuer.Card(100);
        var request = new CryptogramRequest(7, new ChipTransaction(100, "12345678", "261121"));
        var answer = await (
            await Http.PostAsJsonAsync($"cards/{card.Pan}/cryptogram", request, SandboxApp.Json)
        ).Content.ReadFromJsonAsync<ChipAnswer>(SandboxApp.Json);
        await using var host = await _issuer.ConnectAsync();
        var sale = host.Chip(card, _issuer.Issuer.Cards.Chip(card), 100);
        sale[55] = answer!.Objects;
        Assert.Equal("00", await host.CodeAsync(sale));
        Assert.Equal(7, answer.Counter);
    }

    [Fact]
    public async Task A_change_of_a_card_over_HTTP_counts_at_once()
    {
        var card = _issuer.Card(100);
        var changed = await Http.PostAsJsonAsync($"cards/{card.Pan}", new CardChange(CardCondition.Lost), SandboxApp.Json);
        Assert.Equal(CardCondition.Lost, (await changed.Content.ReadFromJsonAsync<CardOnDesk>(SandboxApp.Json))!.Standing.Condition);
        await using var host = await _issuer.ConnectAsync();
        Assert.Equal("41", await host.CodeAsync(host.Stripe(card, 1)));
    }

    [Fact]
    public async Task Totals_state_and_a_transaction_can_be_looked_at()
    {
        await using var host = await _issuer.ConnectAsync();
        var sale = host.Stripe(_issuer.Card(100), 250);
        await host.AskAsync(sale);
        var day = Assert.Single((await Http.GetFromJsonAsync<List<AcquirerDay>>("issuer/totals", SandboxApp.Json))!);
        Assert.Equal((HostClient.Acquirer, 250), (day.Acquirer, day.NetDebitMinor));
        var state = await Http.GetFromJsonAsync<IssuerState>("issuer", SandboxApp.Json);
        Assert.Equal((1, 1), (state!.Counters.Approved, state.Counters.Connections));
        Assert.Equal(_issuer.Issuer.ZoneMasterCheckValue, state.ZoneMasterCheckValue);
        var known = await Http.GetFromJsonAsync<KnownTransaction>(
            $"issuer/transactions/{HostClient.Acquirer}/2/{sale[37]}",
            SandboxApp.Json
        );
        Assert.Equal((TransactionKind.Sale, "00", 250), (known!.Kind, known.Code, known.TakenMinor));
    }

    [Fact]
    public async Task Faults_are_switched_over_HTTP()
    {
        await using var host = await _issuer.ConnectAsync();
        await Http.PostAsJsonAsync("issuer/faults", new FaultRule(IssuerFault.OutOfOrder, "0200", 1), SandboxApp.Json);
        Assert.Equal("96", await host.CodeAsync(host.Stripe(_issuer.Card(100), 1)));
        await Http.PostAsJsonAsync("issuer/faults", new FaultRule(IssuerFault.OutOfOrder), SandboxApp.Json);
        Assert.Single(_issuer.Issuer.Faults.Rules);
        await Http.DeleteAsync("issuer/faults");
        Assert.Equal("00", await host.CodeAsync(host.Stripe(_issuer.Card(100), 1)));
    }

    [Theory]
    [InlineData("cards?program=none")]
    [InlineData("cards?program=visa-debit&from=1000000")]
    [InlineData("cards/4111111111111111")]
    [InlineData("cards/abc")]
    [InlineData("issuer/transactions/1/2/3")]
    public async Task What_is_not_there_is_404(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task What_makes_no_sense_is_400()
    {
        var pan = _issuer.Card(100).Pan;
        var chip = new ChipTransaction(100, "12345678", "261121");
        (string Path, object Body)[] bad =
        [
            ("issuer/faults", new FaultRule(IssuerFault.Late, DelayMs: -1)),
            ("issuer/faults", new FaultRule(IssuerFault.Late, "02")),
            ("issuer/faults", new FaultRule(IssuerFault.Late, Times: 0)),
            ("issuer/faults", new FaultRule((IssuerFault)77)),
            ($"cards/{pan}", new CardChange(LimitMinor: -1)),
            ($"cards/{pan}", new CardChange((CardCondition)77)),
            ($"cards/{pan}/cryptogram", new CryptogramRequest(0, chip)),
            ($"cards/{pan}/cryptogram", new CryptogramRequest(1, chip with { Date = "2611" })),
            ($"cards/{pan}/cryptogram", new CryptogramRequest(1, chip with { AmountMinor = -1 })),
        ];
        foreach (var (path, body) in bad)
        {
            var answer = await Http.PostAsync(path, JsonContent.Create(body, body.GetType(), options: SandboxApp.Json));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public void A_profile_that_cannot_work_is_refused()
    {
        var path = _issuer.Folder.Profile;
        var good = File.ReadAllText(path);
        foreach (
            var (from, to) in ((string, string)[])
                [("\"201\"", "\"2O1\""), ("62999901", "6299"), ("\"panLength\": 19", "\"panLength\": 40"), ("{", "[")]
        )
        {
            Assert.Contains(from, good, StringComparison.Ordinal);
            File.WriteAllText(path, good.Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<InvalidDataException>(() => IssuerProfile.Read(path));
        }

        File.WriteAllText(path, good);
    }
}

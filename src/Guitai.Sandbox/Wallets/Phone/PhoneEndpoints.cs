using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox.Wallets.Phone;

/// <summary>A phone as its owner sees it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Prompts">What it asks for.</param>
/// <param name="History">What was paid.</param>
/// <param name="Open">Shops' codes that can be scanned now.</param>
/// <param name="NowMs">The sandbox's clock.</param>
public sealed record PhoneState(
    PhoneCustomer Customer,
    IReadOnlyList<PhonePrompt> Prompts,
    IReadOnlyList<PhonePayment> History,
    IReadOnlyList<OpenCode> Open,
    long NowMs
);

/// <summary>Asks the phone for a code.</summary>
public sealed record CodeOrder(WalletKind Wallet);

/// <summary>Holds a code before the phone's camera.</summary>
public sealed record ScanOrder(string Text);

/// <summary>Types the password.</summary>
public sealed record PayOrder(string Id, string Password);

/// <summary>Refuses.</summary>
public sealed record RefuseOrder(string Id);

/// <summary>The customers' phones over HTTP, under <c>/sandbox/api/phone</c>.</summary>
public static class PhoneEndpoints
{
    private const int LongestText = 1024;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder app, CustomerPhone phone, TimeProvider time)
    {
        var api = app.MapGroup("/sandbox/api/phone").WithTags("phone");
        api.MapGet("", () => Results.Json(phone.All())).Produces<IReadOnlyList<PhoneCustomer>>();
        api.MapGet("{customer:int}", (int customer) => State(phone, time, customer)).Produces<PhoneState>();
        api.MapPost(
                "{customer:int}",
                (int customer, CustomerChange change) =>
                    !IsMoney(change.WeChatMinor) || !IsMoney(change.AlipayMinor) ? Results.BadRequest()
                    : phone.Change(customer, change) is null ? Results.NotFound()
                    : State(phone, time, customer)
            )
            .Produces<PhoneState>();
        api.MapPost(
                "{customer:int}/code",
                (int customer, CodeOrder order) => phone.Show(customer, order.Wallet) is { } code ? Results.Json(code) : Results.NotFound()
            )
            .Produces<ShownCode>();
        api.MapPost(
                "{customer:int}/scan",
                (int customer, ScanOrder order) =>
                    order.Text is { Length: <= LongestText } text ? Results.Json(phone.Scan(customer, text.Trim())) : Results.BadRequest()
            )
            .Produces<PhoneOutcome>();
        api.MapPost(
                "{customer:int}/pay",
                (int customer, PayOrder order) =>
                    order is { Id: not null, Password: not null }
                        ? Results.Json(phone.Pay(customer, order.Id, order.Password))
                        : Results.BadRequest()
            )
            .Produces<PhoneOutcome>();
        api.MapPost(
                "{customer:int}/refuse",
                (int customer, RefuseOrder order) => order.Id is { } id ? Results.Json(phone.Refuse(customer, id)) : Results.BadRequest()
            )
            .Produces<PhoneOutcome>();
    }

    private static bool IsMoney(long? minor) => minor is null or (>= 0 and < 1_000_000_000_000);

    private static IResult State(CustomerPhone phone, TimeProvider time, int customer) =>
        phone.Find(customer) is { } found
            ? Results.Json(
                new PhoneState(
                    found,
                    phone.Prompts(customer),
                    phone.History(customer),
                    phone.Open(),
                    time.GetUtcNow().ToUnixTimeMilliseconds()
                )
            )
            : Results.NotFound();
}

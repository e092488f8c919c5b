using Guitai.Sandbox.Cards;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Crypto;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guitai.Sandbox.Wallets;

/// <summary>The wallets at a glance.</summary>
/// <param name="Gateway">Where both gateways are.</param>
/// <param name="EarlyBills">Whether today's bills are there before the day is over.</param>
/// <param name="PendingCallbacks">Callbacks that no merchant has taken yet.</param>
public sealed record WalletsState(
    string Gateway,
    bool EarlyBills,
    int PendingCallbacks,
    IReadOnlyList<WalletFaultRule> Faults,
    IReadOnlyList<PlatformCertificate> WeChatCertificates,
    IReadOnlyList<PlatformCertificate> AlipayCertificates
);

/// <summary>Asks for a merchant.</summary>
/// <param name="Name">As the phone shows it.</param>
/// <param name="PublicKeyPem">Its public key, or a certificate signing request.</param>
public sealed record MerchantApplication(string Name, string PublicKeyPem);

/// <summary>A step of a rotation of certificates.</summary>
public sealed record RotationOrder(WalletKind Wallet, RotationStep Step);

/// <summary>Switches early bills.</summary>
public sealed record EarlyBillsSwitch(bool On);

/// <summary>The wallets' HTTP endpoints under <c>/sandbox/api/wallets</c>: faults, certificates, merchants, what the books say.</summary>
public static class WalletEndpoints
{
    private const int LongestDelayMs = 600_000;

    /// <summary>Maps them.</summary>
    /// <param name="gateway">Where both gateways are, to be told.</param>
    public static void Map(IEndpointRouteBuilder app, SandboxWallets wallets, string gateway)
    {
        var api = app.MapGroup("/sandbox/api/wallets").WithTags("wallets");
        IResult State() => Results.Json(Look(wallets, gateway));
        api.MapGet("", State).Produces<WalletsState>();
        api.MapPost(
                "faults",
                (WalletFaultRule rule) =>
                {
                    if (!IsSensible(rule))
                    {
                        return Results.BadRequest();
                    }

                    wallets.Faults.Add(rule);
                    return State();
                }
            )
            .Produces<WalletsState>();
        api.MapDelete(
                "faults",
                () =>
                {
                    wallets.Faults.Clear();
                    return State();
                }
            )
            .Produces<WalletsState>();
        api.MapPost(
                "rotation",
                (RotationOrder order) =>
                {
                    if (order.Wallet is not (WalletKind.WeChat or WalletKind.Alipay) || !Enum.IsDefined(order.Step))
                    {
                        return Results.BadRequest();
                    }

                    wallets.Rotate(order.Wallet, order.Step);
                    return State();
                }
            )
            .Produces<WalletsState>();
        api.MapPost(
                "early-bills",
                (EarlyBillsSwitch change) =>
                {
                    wallets.EarlyBills = change.On;
                    return State();
                }
            )
            .Produces<WalletsState>();
        api.MapPost("merchants/wechat", (MerchantApplication asked) => Enrol(asked, wallets.Merchants.EnrolWeChat))
            .Produces<WeChatEnrolment>();
        api.MapPost("merchants/alipay", (MerchantApplication asked) => Enrol(asked, wallets.Merchants.EnrolAlipay))
            .Produces<AlipayEnrolment>();
        api.MapGet(
                "{wallet}/{merchant}/orders/{outTradeNo}",
                (WalletKind wallet, string merchant, string outTradeNo) =>
                    wallets.Find(wallet, merchant, outTradeNo) is { } found ? Results.Json(found) : Results.NotFound()
            )
            .Produces<KnownOrder>();
        api.MapGet(
                "{wallet}/{merchant}/days/{day}",
                (WalletKind wallet, string merchant, DateOnly day) => Results.Json(wallets.Day(wallet, merchant, day))
            )
            .Produces<WalletDay>();
    }

    private static IResult Enrol<T>(MerchantApplication asked, Func<string, string, T> enrol)
    {
        try
        {
            return string.IsNullOrWhiteSpace(asked.Name) || asked.Name.Length > 64 || asked.PublicKeyPem is null
                ? Results.BadRequest()
                : Results.Json(enrol(asked.Name, asked.PublicKeyPem));
        }
        catch (ArgumentException)
        {
            return Results.Json(new SandboxRefusal("wallets.no-key"), statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static WalletsState Look(SandboxWallets wallets, string gateway) =>
        new(
            gateway,
            wallets.EarlyBills,
            wallets.Callbacks.Pending,
            wallets.Faults.Rules,
            wallets.Certificates(WalletKind.WeChat),
            wallets.Certificates(WalletKind.Alipay)
        );

    private static bool IsSensible(WalletFaultRule rule) =>
        Enum.IsDefined(rule.Fault)
        && rule.Wallet is null or WalletKind.WeChat or WalletKind.Alipay
        && rule.Times is null or >= 1
        && rule.DelayMs is >= 0 and <= LongestDelayMs
        && (rule.Operation is not { } operation || (Enum.IsDefined(operation) && WalletFaults.CanBefall(rule.Fault, operation)));
}

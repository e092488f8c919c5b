using System.Globalization;
using Guitai.Foundation;
using Guitai.Foundation.Store;
using Guitai.Host.Operators;
using Guitai.Host.Routing;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Bills;

namespace Guitai.Host.Operations;

/// <summary>A key or certificate that a wallet signs with.</summary>
/// <param name="Serial">Its number; empty for a key without one.</param>
/// <param name="FromMs">Good from, Unix milliseconds; 0 for ever.</param>
/// <param name="ToMs">Good to; null for ever.</param>
public sealed record WalletCertificateView(string Serial, long FromMs, long? ToMs);

/// <summary>A merchant's account at a wallet, without any key.</summary>
/// <param name="Id">Its name in routes: wallet, hyphen, merchant.</param>
/// <param name="Version">Sent back with an edit.</param>
/// <param name="PlatformKeyId">WeChat Pay's public key's id; empty where certificates are fetched.</param>
/// <param name="OwnSerial">The number of our certificate: WeChat Pay's serial number, Alipay's app_cert_sn in certificate mode.</param>
/// <param name="Certified">Alipay in certificate mode.</param>
/// <param name="Certificates">What the wallet's answers are proved with, as far as it is known here now.</param>
public sealed record WalletAccountView(
    string Id,
    long Version,
    string Merchant,
    string MerchantName,
    string Wallet,
    string Number,
    string AppId,
    string Gateway,
    string NotifyAddress,
    bool IsOpen,
    long FeePpm,
    string OwnSerial,
    string PlatformKeyId,
    bool Certified,
    IReadOnlyList<WalletCertificateView> Certificates
);

/// <summary>An account as it should be. Keys and certificates only go in: null leaves what is there, an empty text removes it.</summary>
/// <param name="Version">As it was shown; 0 for a new one.</param>
public sealed record WalletAccountEdit(
    long Version,
    string Number,
    string AppId,
    string Gateway,
    string NotifyAddress,
    bool IsOpen,
    long FeePpm,
    string Serial,
    string PlatformKeyId,
    string? PlatformKey,
    string? CertificatePem,
    string? PlatformCertificatePem,
    string? RootsPem,
    Secret<string>? PrivateKey,
    Secret<string>? ApiV3Key
);

/// <summary>One thing in which a bill and the postings differ.</summary>
/// <param name="Number">Our number of the payment.</param>
/// <param name="RefundNumber">Our number of the refund; empty for a payment.</param>
/// <param name="Rrn">Our transaction; null when there is none.</param>
/// <param name="OursMinor">What stands here, fen.</param>
/// <param name="TheirsMinor">What the bill says, fen.</param>
public sealed record BillDifferenceView(
    BillCause Cause,
    string Number,
    string RefundNumber,
    string? Rrn,
    long OursMinor,
    long TheirsMinor,
    string WalletNumber,
    long AtMs
);

/// <summary>A wallet's bill of a day, compared.</summary>
/// <param name="Account">wallet, hyphen, merchant.</param>
/// <param name="Day">yyyymmdd, in China.</param>
/// <param name="Lines">How many rows it has.</param>
public sealed record BillView(
    string Account,
    string MerchantName,
    string Wallet,
    int Day,
    int Lines,
    long PaidMinor,
    long BackMinor,
    long FeeMinor,
    long FetchedMs,
    IReadOnlyList<BillDifferenceView> Differences
);

/// <param name="Day">yyyymmdd.</param>
public sealed record BillRequest(int Day);

/// <summary>Merchants' accounts at wallets, and the wallets' bills.</summary>
internal static class WalletEndpoints
{
    private const int MostBills = 100;

    public static void Map(HostRoutes routes, OperationsDesk desk)
    {
        var edit = new HostAccess(OperatorRight.EditIssuers);
        routes.Get<IReadOnlyList<WalletAccountView>>("wallet-accounts", HostAccess.LoggedIn, _ => List(desk.Host.Services));
        routes.Send<WalletAccountEdit, bool>(
            "PUT",
            "wallet-accounts/{id}",
            edit,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    body.Version == 0 ? "wallet.added" : "wallet.changed",
                    call.Id,
                    deed => SaveAsync(desk.Host.Services, call.Id, body, deed)
                )
        );
        routes.Send<WalletCheck>(
            "POST",
            "wallet-accounts/{id}/check",
            edit,
            call => desk.AuditedAsync(call, "wallet.checked", call.Id, deed => CheckAsync(desk.Host.Services, call, deed))
        );
        routes.Get<IReadOnlyList<BillView>>(
            "wallet-bills",
            HostAccess.LoggedIn,
            _ => desk.Host.Bills.Newest(MostBills).Select(b => View(desk.Host.Services, b)).ToList()
        );
        routes.Send<BillRequest, BillView>(
            "POST",
            "wallet-bills/{id}",
            edit,
            (call, body) => desk.AuditedAsync(call, "wallet.bill-fetched", call.Id, deed => FetchAsync(desk.Host, call, body, deed))
        );
    }

    private static BillView View(HostServices services, ComparedBill bill) =>
        new(
            $"{bill.Wallet}-{bill.Merchant}",
            services.Merchants.Find(bill.Merchant)?.Merchant.Name ?? "",
            bill.Wallet,
            bill.Day,
            bill.Lines,
            bill.PaidMinor,
            bill.BackMinor,
            bill.FeeMinor,
            bill.FetchedMs,
            [
                .. bill.Differences.Select(d => new BillDifferenceView(
                    d.Cause,
                    d.Number,
                    d.RefundNumber,
                    d.Rrn == 0 ? null : IssuerMessages.Rrn(d.Rrn),
                    d.OursMinor,
                    d.TheirsMinor,
                    d.WalletNumber,
                    d.AtMs
                )),
            ]
        );

    private static async Task<Outcome<BillView>> FetchAsync(HostDesk host, HostCall call, BillRequest request, Deed deed)
    {
        var (wallet, merchant) = Parts(call.Id);
        if (host.Services.Accounts.Find(merchant, wallet) is not { } found)
        {
            return new Refusal("not-found");
        }

        if (!DateOnly.TryParseExact($"{request.Day}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Refusal.With("input.invalid", "field", "day");
        }

        var bill = await host.Bills.FetchAsync(found.Account, day, deed, call.Http.RequestAborted);
        return bill.Ok ? View(host.Services, bill.Value) : bill.Refusal!;
    }

    private static List<WalletAccountView> List(HostServices services) =>
        [
            .. services
                .Accounts.ListVersions()
                .Select(row =>
                {
                    var (account, version) = row;
                    return new WalletAccountView(
                        $"{account.Wallet}-{account.Merchant}",
                        version,
                        account.Merchant,
                        services.Merchants.Find(account.Merchant)?.Merchant.Name ?? "",
                        account.Wallet,
                        account.Number,
                        account.AppId,
                        account.Gateway,
                        account.NotifyAddress,
                        account.IsOpen,
                        account.FeePpm,
                        account.Wallet == WalletAccount.WeChat
                            ? account.Serial
                            : CertificateFile.First(account.CertificatePem)?.AlipayNumber ?? "",
                        account.PlatformKeyId,
                        account.CertificatePem.Length > 0,
                        [
                            .. services
                                .Accounts.Certificates(account.Merchant, account.Wallet)
                                .Select(c => new WalletCertificateView(c.Serial, c.FromMs, c.ToMs == long.MaxValue ? null : c.ToMs)),
                        ]
                    );
                }),
        ];

    private static (string Wallet, string Merchant) Parts(string id) =>
        id.IndexOf('-', StringComparison.Ordinal) is > 0 and var hyphen ? (id[..hyphen], id[(hyphen + 1)..]) : ("", "");

    private static async Task<Outcome<bool>> SaveAsync(HostServices services, string id, WalletAccountEdit edit, Deed deed)
    {
        var (wallet, merchant) = Parts(id);
        if (services.Merchants.Find(merchant) is null)
        {
            return Refusal.With("wallet.invalid", "field", "merchant");
        }

        // What was not sent stays: nobody has to paste a key again to change an address.
        var known = edit.Version == 0 ? null : services.Accounts.Find(merchant, wallet)?.Account;
        var saved = await services.Accounts.SaveAsync(
            new WalletAccount
            {
                Merchant = merchant,
                Wallet = wallet,
                Number = edit.Number.Trim(),
                AppId = edit.AppId.Trim(),
                Gateway = edit.Gateway.Trim(),
                NotifyAddress = edit.NotifyAddress.Trim(),
                IsOpen = edit.IsOpen,
                FeePpm = edit.FeePpm,
                Serial = edit.Serial.Trim(),
                PlatformKeyId = edit.PlatformKeyId.Trim(),
                PlatformKey = (edit.PlatformKey ?? known?.PlatformKey ?? "").Trim(),
                CertificatePem = (edit.CertificatePem ?? known?.CertificatePem ?? "").Trim(),
                PlatformCertificatePem = (edit.PlatformCertificatePem ?? known?.PlatformCertificatePem ?? "").Trim(),
                RootsPem = (edit.RootsPem ?? known?.RootsPem ?? "").Trim(),
            },
            new WalletSecrets(edit.PrivateKey, edit.ApiV3Key),
            edit.Version,
            deed
        );
        return saved.Ok ? true : saved.Refusal!;
    }

    private static async Task<Outcome<WalletCheck>> CheckAsync(HostServices services, HostCall call, Deed deed)
    {
        var (wallet, merchant) = Parts(call.Id);
        if (services.Wallet(wallet) is not { } way || services.Accounts.Find(merchant, wallet) is null)
        {
            return new Refusal("not-found");
        }

        var check = await way.CheckAsync(merchant, call.Http.RequestAborted);
        var written = await deed.CommitAsync(new Write(), check.Result == WalletCheckResult.Good ? "ok" : $"{check.Result}");
        return written == WriteResult.Committed ? check : new Refusal("store.full");
    }
}

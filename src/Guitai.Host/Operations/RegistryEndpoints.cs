using System.Globalization;
using Guitai.Foundation;
using Guitai.Host.Merchants;
using Guitai.Host.Operators;
using Guitai.Host.Terminals;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Operations;

/// <param name="Number">Field 41: eight letters or digits.</param>
/// <param name="Offline">What it may approve without asking; null for nothing.</param>
public sealed record NewTerminalRequest(
    string Number,
    string Merchant,
    string Place,
    MacAlgorithm Mac,
    Limits Limits,
    OfflineLimits? Offline = null
);

/// <param name="Offline">What it may approve without asking; null to leave it as it is.</param>
public sealed record TerminalEdit(string Place, MacAlgorithm Mac, Limits Limits, OfflineLimits? Offline = null);

/// <summary>A one-time code; shown once.</summary>
/// <param name="Code">Four groups of four.</param>
/// <param name="Minutes">How long it is good.</param>
public sealed record ActivationCode(string Code, int Minutes);

/// <param name="Component">32 hexadecimal digits: one custodian's half of a master key.</param>
/// <param name="CheckValue">The whole key's check value, with the second component; empty to accept the one that is shown.</param>
public sealed record ComponentRequest(Secret<string> Component, string CheckValue = "");

/// <param name="Under">Name of the key block protection key.</param>
/// <param name="Block">A key block (X9.143).</param>
public sealed record KeyBlockRequest(string Under, Secret<string> Block);

/// <summary>What was loaded.</summary>
/// <param name="CheckValue">To compare with the paper.</param>
/// <param name="Complete">False after the first component.</param>
public sealed record LoadedComponent(string CheckValue, bool Complete);

/// <param name="Terminal">Field 41.</param>
/// <param name="Code">As it was given out.</param>
/// <param name="Request">PKCS#10 of the device's own key, PEM.</param>
public sealed record ActivationRequest(string Terminal, string Code, string Request);

/// <param name="Request">PKCS#10, signed by the device's own key.</param>
public sealed record RenewalRequest(string Terminal, string Request);

/// <summary>Merchants, terminals, batches and books.</summary>
internal static class RegistryEndpoints
{
    private const int CodeMinutes = 30;

    public static void Map(HostRoutes routes, OperationsDesk desk)
    {
        var see = HostAccess.LoggedIn;
        var merchants = new HostAccess(OperatorRight.EditMerchants);
        routes.Get<IReadOnlyList<MerchantView>>("merchants", see, call => desk.Registry.Merchants(call.Text("text")).ToList(), "text");
        routes.Send<MerchantEdit, bool>(
            "PUT",
            "merchants/{id}",
            merchants,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    body.Version == 0 ? "merchant.added" : "merchant.changed",
                    call.Id,
                    deed => SaveAsync(desk, call.Id, body, deed)
                )
        );
        routes.Get<LedgerView>("merchants/{id}/ledger", see, call => desk.Registry.Ledger(call.Id, call.Number("day")), "day");
        routes.Get<IReadOnlyList<BatchView>>(
            "batches",
            see,
            call => desk.Registry.Batches(call.Text("merchant"), call.Text("terminal"), call.Flag("unbalanced")).ToList(),
            "merchant",
            "terminal",
            "unbalanced"
        );

        MapTerminals(routes, desk);
    }

    private static void MapTerminals(HostRoutes routes, OperationsDesk desk)
    {
        var merchants = new HostAccess(OperatorRight.EditMerchants);
        var handle = new HostAccess(OperatorRight.HandleTerminals);
        var keys = new HostAccess(OperatorRight.LoadKeys);
        routes.Get<IReadOnlyList<TerminalView>>(
            "terminals",
            HostAccess.LoggedIn,
            call => desk.Registry.Terminals(call.Text("merchant"), call.Text("state"), call.Text("text"), call.Text("number")).ToList(),
            "merchant",
            "state",
            "text",
            "number"
        );
        routes.Send<NewTerminalRequest, bool>(
            "POST",
            "terminals",
            merchants,
            (call, body) => desk.AuditedAsync(call, "terminal.added", body.Number, deed => AddAsync(desk, body, deed))
        );
        routes.Send<TerminalEdit, bool>(
            "PUT",
            "terminals/{id}",
            merchants,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    "terminal.changed",
                    call.Id,
                    deed =>
                        Done(
                            desk.Host.Services.Terminals.ChangeAsync(
                                call.Id,
                                t =>
                                    t with
                                    {
                                        Place = body.Place,
                                        Mac = body.Mac,
                                        Limits = body.Limits,
                                        Offline = body.Offline ?? t.Offline,
                                    },
                                deed: deed
                            )
                        )
                )
        );
        routes.Send<bool>(
            "POST",
            "terminals/{id}/block",
            handle,
            call => desk.AuditedAsync(call, "terminal.blocked", call.Id, deed => Done(desk.Access.BlockAsync(call.Id, deed)))
        );
        routes.Send<bool>(
            "POST",
            "terminals/{id}/renew",
            handle,
            call => desk.AuditedAsync(call, "terminal.made-new", call.Id, deed => Done(desk.Access.RenewLifeAsync(call.Id, deed)))
        );
        routes.Send<ActivationCode>(
            "POST",
            "terminals/{id}/code",
            handle,
            call => desk.AuditedAsync(call, "terminal.code", call.Id, deed => CodeAsync(desk, call.Id, deed))
        );

        // Two different people: the key store refuses a second component of the one who gave the first.
        routes.Send<ComponentRequest, LoadedComponent>(
            "POST",
            "terminals/{id}/component",
            keys,
            (call, body) => desk.AuditedAsync(call, "terminal.component", call.Id, deed => LoadAsync(desk, call, body, deed))
        );
        routes.Send<KeyBlockRequest, LoadedComponent>(
            "POST",
            "terminals/{id}/key-block",
            keys,
            (call, body) => desk.AuditedAsync(call, "terminal.key-block", call.Id, deed => LoadBlockAsync(desk, call, body, deed))
        );
        routes.Send<ActivationRequest, Activated>("POST", "activate", HostAccess.Open, (call, body) => ActivateAsync(desk, call, body));
        routes.Send<RenewalRequest, Activated>("POST", "renew", HostAccess.Open, (call, body) => RenewAsync(desk, call, body));
    }

    private static async Task<Outcome<bool>> Done<T>(Task<Outcome<T>> deed)
    {
        var outcome = await deed;
        return outcome.Ok ? true : outcome.Refusal!;
    }

    private static async Task<Outcome<bool>> SaveAsync(OperationsDesk desk, string number, MerchantEdit edit, Deed deed)
    {
        if (number != edit.Number)
        {
            return Refusal.With("merchant.invalid", "field", "number");
        }

        await desk.MerchantTurn.WaitAsync();
        try
        {
            var book = desk.Host.Services.Merchants;
            if ((book.Find(number)?.Version ?? 0) != edit.Version)
            {
                return new Refusal(edit.Version == 0 ? "merchant.taken" : "merchant.changed");
            }

            return await Done(
                book.SaveAsync(
                    new Merchant
                    {
                        Number = edit.Number,
                        Name = edit.Name.Trim(),
                        NameAscii = edit.NameAscii.Trim(),
                        Category = edit.Category,
                        Active = edit.Active,
                        Fees = edit.Fees,
                        Limits = edit.Limits,
                        PayoutAccount = edit.PayoutAccount.Trim(),
                        Without = edit.Without,
                    },
                    deed
                )
            );
        }
        finally
        {
            desk.MerchantTurn.Release();
        }
    }

    private static async Task<Outcome<bool>> AddAsync(OperationsDesk desk, NewTerminalRequest request, Deed deed) =>
        desk.Host.Services.Merchants.Find(request.Merchant) is null
            ? Refusal.With("terminal.invalid", "field", "merchant")
            : await Done(
                desk.Host.Services.Terminals.AddAsync(
                    new Terminal
                    {
                        Number = request.Number,
                        Merchant = request.Merchant,
                        Place = request.Place.Trim(),
                        Mac = request.Mac,
                        Limits = request.Limits,
                        Offline = request.Offline ?? OfflineLimits.None,
                    },
                    deed
                )
            );

    private static async Task<Outcome<ActivationCode>> CodeAsync(OperationsDesk desk, string terminal, Deed deed)
    {
        var made = await desk.Access.MakeCodeAsync(terminal, deed);
        return made.Ok ? new ActivationCode(string.Join('-', made.Value.Chunk(4).Select(c => new string(c))), CodeMinutes) : made.Refusal!;
    }

    private static async Task<Outcome<LoadedComponent>> LoadAsync(OperationsDesk desk, HostCall call, ComponentRequest request, Deed deed)
    {
        var text = request.Component.Reveal().Replace(" ", "", StringComparison.Ordinal);
        if (text.Length != 32 || !text.All(char.IsAsciiHexDigit))
        {
            return Refusal.With("input.invalid", "field", "component");
        }

        var component = Convert.FromHexString(text);
        try
        {
            var loaded = await desk.Access.LoadComponentAsync(call.Id, call.Person.Login, component, request.CheckValue.Trim(), deed);
            return loaded.Ok
                ? new LoadedComponent(loaded.Value, desk.Host.Services.Terminals.Find(call.Id)!.Terminal.WaitingComponent.Length == 0)
                : loaded.Refusal!;
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(component);
        }
    }

    private static async Task<Outcome<LoadedComponent>> LoadBlockAsync(
        OperationsDesk desk,
        HostCall call,
        KeyBlockRequest request,
        Deed deed
    )
    {
        if (
            request.Under.Length is 0 or > 64
            || !request.Under.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        )
        {
            return Refusal.With("input.invalid", "field", "under");
        }

        var loaded = await desk.Access.LoadBlockAsync(call.Id, new KeyName(request.Under), request.Block.Reveal().Trim(), deed);
        return loaded.Ok ? new LoadedComponent(loaded.Value, true) : loaded.Refusal!;
    }

    private static Task<Outcome<Activated>> RenewAsync(OperationsDesk desk, HostCall call, RenewalRequest request) =>
        Task.FromResult<Outcome<Activated>>(
            desk.ActivationTries.Take(call.Where) is var wait and > 0
                ? Refusal.With("too-many", "waitSeconds", wait.ToString(CultureInfo.InvariantCulture))
            : request is not { Terminal.Length: 8, Request.Length: > 0 and <= 8_000 } ? new Refusal("activation.bad-request")
            : desk.Access.Renew(request.Terminal, request.Request)
        );

    private static async Task<Outcome<Activated>> ActivateAsync(OperationsDesk desk, HostCall call, ActivationRequest request)
    {
        if (desk.ActivationTries.Take(call.Where) is var wait and > 0)
        {
            return Refusal.With("too-many", "waitSeconds", wait.ToString(CultureInfo.InvariantCulture));
        }

        if (request.Terminal.Length != 8 || request.Code.Length > 40 || request.Request.Length > 8_000)
        {
            return new Refusal("activation.no-code");
        }

        return await desk.AuditedAsync(
            call,
            "terminal.activated",
            request.Terminal,
            deed => desk.Access.ActivateAsync(request.Terminal, request.Code, request.Request, deed)
        );
    }
}

using System.Data.Common;
using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Host.Acceptance;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.Ledger;

namespace Guitai.Host.Authorisation;

/// <summary>What stands when a question comes, and the intent that is made of both.</summary>
public sealed partial class Authoriser
{
    private Circumstances? Look(TerminalDesk desk, TerminalRequest question, long now)
    {
        if (services.Merchants.Find(desk.Terminal.Merchant) is not { } merchant)
        {
            return null;
        }

        var given = new Circumstances
        {
            Merchant = merchant.Merchant,
            Terminal = desk.Terminal,
            Batch = desk.Session.Batch,
            SignedInOn = desk.Session.Day,
            Today = services.Clock.DayOf(now),
            Range = question.Pan.IsEmpty ? RangeOfCode(merchant.Merchant.Number, question) : services.Routes.Find(question.Pan),
            CardHash = question.Pan.IsEmpty ? null : cards.Hash(question.Pan),
            TerminalUse = desk.Use,
            MerchantUse = merchant.Use,
        };
        return Flows.NamesAnother(question.Flow) ? services.Store.Read(c => WithOriginal(c, question, given)) : given;
    }

    // A code is as good as a card of its wallet, where the merchant has an account.
    private CardRange? RangeOfCode(string merchant, TerminalRequest question)
    {
        var wallet = question.Code.IsEmpty ? question.Shows : CodeWallet.Of(question.Code) ?? "";
        if (wallet == CodeWallet.UnionPay)
        {
            // Behind it is a card, or will be, and who knows which is on an issuer link.
            return services.Routes.Issuers.Values.FirstOrDefault(i => i.TakesCodes) is { } link
                ? new CardRange("62", link.Name, wallet, CardProduct.Wallet)
                : null;
        }

        return wallet.Length > 0 && services.Issuers.WalletFor(merchant, wallet) is { } issuer
            ? new CardRange(wallet, issuer.Name, wallet, CardProduct.Wallet)
            : null;
    }

    private static Circumstances WithOriginal(DbConnection connection, TerminalRequest question, Circumstances given)
    {
        var original = question.Rrn != 0 ? connection.FindByRrn(given.Merchant.Number, question.Rrn) : null;
        var (batch, trace, _) = question.Original;
        foreach (var mti in (ReadOnlySpan<int>)[200, 100, 220])
        {
            original ??= trace == 0 ? null : connection.Find(new MessageKey(given.Terminal.Number, batch, trace, mti));
        }

        if (original is null || (trace != 0 && (original.Intent.Key.Batch, original.Intent.Key.Trace) != (batch, trace)))
        {
            return given;
        }

        return given with
        {
            Original = original,
            Left = Remaining.Of(connection, original),
            HoldOpen = connection.FindHold(new EntryKey(original.Intent.Merchant, original.Intent.Rrn))?.State == HoldState.Open,
        };
    }

    private async ValueTask<Intent> IntentAsync(
        TerminalRequest question,
        Circumstances given,
        long now,
        byte[]? message,
        Leases? leases = null
    )
    {
        var original = given.Original?.Intent;
        var product = given.Range?.Product ?? original?.Product ?? CardProduct.Unknown;
        var issuer = given.Range?.Issuer ?? original?.Issuer ?? "";
        var (stan, sentAt) = issuer.Length > 0 ? services.Issuers.Number(issuer) : (0, "");
        var hasCard = !question.Pan.IsEmpty;
        var seal = hasCard ? cards.Seal(question.Pan, question.Expiry, given.Terminal.Number) : Resealed(original, given.Terminal.Number);
        var card =
            hasCard ? CardSafe.Mask(question.Pan)
            : question.Code.IsEmpty ? original?.Card ?? ""
            : CodeWallet.Mask(question.Code);
        var fingerprint = question.Fingerprint();

        // Last, because from here on the number is in hand.
        var rrn = services.Rrns.NextAsync(leases);
        return new Intent
        {
            Key = new MessageKey(given.Terminal.Number, question.Numbers.Batch, question.Trace, question.Mti),
            Merchant = given.Merchant.Number,
            Rrn = rrn.IsCompletedSuccessfully ? rrn.Result : await rrn,
            Flow = question.Flow,
            AtMs = now,
            Day = given.Today,
            Amount = question.Amount,
            Fee =
                Flows.Side(question.Flow) > 0 || question.Flow is Flow.Adjustment or Flow.TipAdjustment
                    ? given.Merchant.Fees.For(product).Of(question.Amount)
                    : 0,
            Currency = question.Currency,
            Card = card,
            CardHash = given.CardHash ?? original?.CardHash,
            CardSeal = seal,
            Scheme = given.Range?.Scheme ?? original?.Scheme ?? "",
            Product = product,
            Entry = Math.Max(question.Entry, 0),
            Processing = Math.Max(question.Processing, 0),
            Condition = Math.Max(question.Condition, 0),
            Issuer = issuer,
            Stan = stan,
            SentAt = sentAt,
            Fingerprint = fingerprint,
            Of = original?.Key,
            Node = services.Leases.Node,
            Message = message,
        };
    }

    // A seal is bound to its terminal: of another terminal's sale it is made anew.
    private byte[]? Resealed(Intent? original, string terminal)
    {
        if (original?.CardSeal is not { } seal || original.Key.Terminal == terminal)
        {
            return original?.CardSeal;
        }

        var card = cards.Open(original.Key.Terminal, seal);
        var text = System.Text.Encoding.ASCII.GetString(card).Split('|');
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(card);
        return cards.Seal(
            text[0],
            text[1].Length == 4 ? int.Parse(text[1], System.Globalization.CultureInfo.InvariantCulture) : -1,
            terminal
        );
    }

    private IssuerQuestion Question(Intent intent, Circumstances given, TerminalDesk desk) =>
        new(
            TryIssuer(intent.Issuer, out var issuer) ? issuer : services.Routes.Issuers[intent.Issuer],
            IssuerMessages.MtiOf(intent),
            intent,
            given.Original?.Intent,
            given.Merchant
        )
        {
            Stan = intent.Stan,
            SentAt = intent.SentAt,
            Authorisation = given.Original?.Outcome?.Authorisation ?? "",
            TerminalPin = desk.Session.PinKey is { } pin ? new PaymentCrypto.KeyStore.KeyRef(pin, desk.Terminal.Number) : null,
        };
}

using System.Globalization;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Documents;

/// <summary>What a card slip says.</summary>
/// <param name="AmountMinor">Of the payment.</param>
/// <param name="ReceiptNumber">Of the order that it belongs to; null for none, or while that is open.</param>
public sealed record CardSlipContent(CardDetails Card, long AmountMinor, Currency Currency, string? ReceiptNumber);

/// <summary>Writes card slips (签购单): the merchant's copy, signed where no PIN was entered, and the cardholder's.</summary>
public static class CardSlipPaper
{
    private const int SignatureDots = 320;

    /// <summary>One slip.</summary>
    /// <param name="place">The store: its words, paper and clock.</param>
    /// <param name="slip">The payment.</param>
    /// <param name="forMerchant">The copy that the shop keeps; otherwise the cardholder's.</param>
    /// <param name="copy">0 for the original; otherwise the number of the copy, which is printed on it.</param>
    public static ReceiptDocument Compose(Store place, CardSlipContent slip, bool forMerchant, int copy = 0)
    {
        var words = ReceiptWords.For(place.Receipt.Language);
        var card = CardWords.For(words.IsEnglish);
        var paper = new ReceiptBuilder();
        OrderReceipt.Head(paper, place, words);
        paper.Centre(
            card[
                forMerchant ? "merchant-copy"
                : slip.Card.Card.IsCode ? "payer-copy"
                : "customer-copy"
            ],
            TextStyle.Strong
        );
        if (copy > 0)
        {
            paper.Centre($"*** {card["copy"]} {copy.ToString(CultureInfo.InvariantCulture)} ***", TextStyle.Strong);
        }

        Body(paper, place, slip, card, forMerchant);
        if (slip.ReceiptNumber is { } number)
        {
            paper.Pair(words.Number, number);
        }

        if (forMerchant)
        {
            Signature(paper, slip.Card.Slip, card);
        }
        else
        {
            paper.Rule().Centre(card["keep"]);
        }

        return paper.Feed(3).Cut().Build();
    }

    /// <summary>The cardholder's part of an order's receipt.</summary>
    internal static void Block(ReceiptBuilder receipt, Store place, CardSlipContent slip, bool english)
    {
        receipt.Rule();
        Body(receipt, place, slip, CardWords.For(english), forMerchant: false);
    }

    private static void Body(ReceiptBuilder paper, Store place, CardSlipContent slip, CardWords words, bool forMerchant)
    {
        var (card, says, operatorNumber) = slip.Card;
        paper
            .Pair(words["merchant"], says.Merchant.ToString())
            .Pair(words["terminal"], says.Terminal.ToString())
            .Pair(words["operator"], operatorNumber.ToString("000", CultureInfo.InvariantCulture))
            .Pair(words[card.IsCode ? "wallet" : "scheme"], words.Scheme(card.Scheme.ToString(), card.IsCode));
        Optional(words["card"], card.Masked is { } masked ? $"{masked} {EntryMark(card.Entry)}" : null);
        if (says.Wallet is { } number)
        {
            // It has up to 64 characters: on a line of its own.
            paper.Text(words["wallet-number"]).Text($"  {number}");
        }

        if (forMerchant && says.Expiry is { } expiry)
        {
            paper.Pair(words["expiry"], expiry.ToString());
        }

        paper
            .Pair(words["type"], CardWords.Flow(says.Flow), TextStyle.Strong)
            .Pair(words["batch"], Digits(says.Batch))
            .Pair(words["trace"], Digits(says.Trace))
            .Pair(words["invoice"], Digits(says.Invoice));
        Optional(words["authorisation"], says.Authorisation?.ToString());
        Optional(words["reference"], says.Rrn?.ToString());
        Optional(words["original"], says.OriginalTrace is { } trace ? Digits(trace) : null);
        paper.Pair(words["time"], OrderReceipt.LocalTime(place, says.AtMs));
        if (says.Offline)
        {
            paper.Centre(words["offline"], TextStyle.Strong);
        }

        if (says.Flow == CardFlow.Balance)
        {
            Optional(words["balance"], says.BalanceMinor is { } balance ? Money(balance) : null);
            return;
        }

        paper.Pair(words["amount"], Money(slip.AmountMinor), TextStyle.Strong);
        if (says.PinEntered || says is { AsksSignature: false, Chip.Checked: HolderCheck.OfflinePin })
        {
            paper.Text(words["pin"]);
        }

        if (says.Chip is { } chip)
        {
            Chip(paper, chip, card.Entry, words);
        }

        void Optional(string label, string? value)
        {
            if (value is not null)
            {
                paper.Pair(label, value);
            }
        }

        string Money(long minor) => $"{slip.Currency.Code} {OrderReceipt.Amount(minor, slip.Currency)}";
    }

    // What the scheme, or a person who looks into it, asks for when something is disputed: as slips here print it.
    private static void Chip(ReceiptBuilder paper, ChipSlip chip, CardEntry entry, CardWords words)
    {
        if (chip.Checked == HolderCheck.Device)
        {
            paper.Text(words["device"]);
        }
        else if (chip.Checked == HolderCheck.None && entry == CardEntry.Contactless)
        {
            paper.Text(words["small"]);
        }

        paper
            .Text($"AID: {chip.Application}")
            .Text($"APP LABEL: {chip.Label}")
            .Text($"{(chip.Approves ? "TC" : "ARQC")}: {chip.Cryptogram}")
            .Text($"TVR: {chip.Tvr}  TSI: {chip.Tsi}  ATC: {chip.Counter}");
    }

    private static void Signature(ReceiptBuilder paper, CardSlip says, CardWords words)
    {
        paper.Rule();
        if (says.Signature is { Count: > 0 } strokes && Drawn(strokes) is { } drawn)
        {
            paper.Text(words["signature"]).Logo(drawn);
        }
        else if (says.AsksSignature)
        {
            paper.Text(words["signature"]).Feed(3).Rule(RuleStyle.Dashed);
        }
        else
        {
            paper.Text(words["no-signature"]);
        }

        paper.Text(words[Consent(says.Flow)]);
    }

    private static string Consent(CardFlow flow) =>
        flow switch
        {
            CardFlow.Void or CardFlow.Refund or CardFlow.CompletionCancel => "consent-back",
            CardFlow.PreAuthorisation => "consent-hold",
            CardFlow.PreAuthorisationCancel => "hold-ended",
            _ => "consent",
        };

    // Lines between the points of each stroke, two dots thick; what is no point is left out.
    private static ReceiptBitmap? Drawn(IReadOnlyList<IReadOnlyList<int>> strokes)
    {
        var lowest = strokes.SelectMany(s => s.Where((_, i) => i % 2 == 1)).DefaultIfEmpty(0).Max();
        var height = Math.Clamp((lowest * SignatureDots / 1000) + 8, 16, SignatureDots);
        var dots = new bool[height, SignatureDots];
        var drawn = false;
        foreach (var stroke in strokes)
        {
            for (var i = 0; i + 1 < stroke.Count; i += 2)
            {
                var from = i == 0 ? 0 : i - 2;
                Line(Dot(stroke[from]), Dot(stroke[from + 1]), Dot(stroke[i]), Dot(stroke[i + 1]));
                drawn = true;
            }
        }

        return drawn ? ReceiptBitmap.FromDots(dots) : null;

        static int Dot(int thousandths) => Math.Clamp(thousandths, 0, 1000) * (SignatureDots - 2) / 1000;

        void Line(int fromX, int fromY, int toX, int toY)
        {
            var steps = Math.Max(1, Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY)));
            for (var step = 0; step <= steps; step++)
            {
                var (x, y) = (fromX + ((toX - fromX) * step / steps), fromY + ((toY - fromY) * step / steps));
                for (var thick = 0; thick < 4; thick++)
                {
                    dots[Math.Min(height - 1, y + (thick / 2)), Math.Min(SignatureDots - 1, x + (thick % 2))] = true;
                }
            }
        }
    }

    // As the schemes print it behind the number: swiped, typed, chip, contactless.
    private static string EntryMark(CardEntry entry) =>
        entry switch
        {
            CardEntry.Swiped or CardEntry.Fallback => "/S",
            CardEntry.Chip => "/I",
            CardEntry.Contactless => "/C",
            CardEntry.OnFile => "/N",
            _ => "/M",
        };

    private static string Digits(int number) => number.ToString("000000", CultureInfo.InvariantCulture);
}

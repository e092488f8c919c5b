using System.Globalization;
using Guitai.Contracts.Terminal;
using Guitai.Emv.Tlv;
using Guitai.Iso8583;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <summary>Makes messages out of the books (docs/protocols/terminal.md).</summary>
public static class Messages
{
    /// <summary>How many records of a batch go into one message.</summary>
    public const int RecordsInOne = 8;

    /// <summary>A payment's own message: the first time with what is in hand, a repeat with what is sealed.</summary>
    public static Message Question(Payment payment, Payment? original, bool again)
    {
        var rule = FlowRule.Of(payment.Flow);
        var numbers = payment.Numbers!;
        var sealedCard = again || rule.From == CardFrom.Original || payment.Offline;
        var card = payment.IsCode
            ? payment.Card!.Entry == CardEntry.Scanned && !sealedCard
                ? CardSource.Hand
                : CardSource.None
            : sealedCard
                ? CardSource.Sealed
                : CardSource.Hand;
        return new Message
        {
            Kind = again || payment.Offline ? MessageKind.Repeat : MessageKind.Question,
            Mti = rule.Mti,
            Trace = numbers.Trace,
            Batch = numbers.Batch,
            Type = rule.Type,
            Processing = rule.Processing,
            Condition = rule.Condition,
            AmountMinor = payment.Flow == CardFlow.Balance ? null : payment.AmountMinor,
            Entry = EntryMode(payment),
            Rrn = rule.Original.HasFlag(OriginalParts.Rrn) ? original?.Rrn : null,
            Authorisation =
                payment.Offline ? payment.Authorisation
                : rule.Original.HasFlag(OriginalParts.Authorisation) ? NotEmpty(original?.Authorisation)
                : null,
            Original = rule.Original == OriginalParts.None ? null : Reference(original!, rule.Original.HasFlag(OriginalParts.Date)),
            Wallet = payment.IsCode ? WalletOf(payment, original) : null,
            Sequence = sealedCard && rule.From == CardFrom.Customer ? payment.Chip?.Sequence : null,
            Chip = sealedCard && rule.From == CardFrom.Customer ? NotEmpty(payment.Chip?.Data) : null,
            CardOf = sealedCard && payment.Of is { } of && rule.From == CardFrom.Original ? of : payment.Id,
            Card = card,
        };
    }

    /// <summary>The reversal of a payment's message: its numbers, and why.</summary>
    public static Message Reversal(Payment payment)
    {
        var rule = FlowRule.Of(payment.Flow);
        return new Message
        {
            Kind = MessageKind.Reversal,
            Mti = 400,
            Trace = payment.Numbers!.Trace,
            Batch = payment.Numbers.Batch,
            Type = rule.Type,
            Processing = rule.Processing,
            Condition = rule.Condition,
            AmountMinor = payment.AmountMinor,
            Entry = EntryMode(payment),
            Reason = payment.Code,
            CardOf = rule.From == CardFrom.Original ? payment.Of : payment.Id,
            Card = payment.IsCode ? CardSource.None : CardSource.Sealed,
        };
    }

    /// <summary>Asks for the day's keys.</summary>
    public static Message SignIn(Books books, int trace, int @operator) =>
        new()
        {
            Kind = MessageKind.SignIn,
            Mti = 800,
            Trace = trace,
            Batch = books.Batch,
            Network = 3,
            Operator = @operator,
            HasMac = false,
        };

    /// <summary>A sign of life.</summary>
    public static Message Echo(Books books, int trace) =>
        new()
        {
            Kind = MessageKind.Echo,
            Mti = 820,
            Trace = trace,
            Batch = books.Batch,
            Network = 301,
            HasMac = false,
        };

    /// <summary>The day's keys are given up.</summary>
    public static Message SignOff(Books books, int trace) =>
        new()
        {
            Kind = MessageKind.SignOff,
            Mti = 820,
            Trace = trace,
            Batch = books.Batch,
            Network = 2,
            HasMac = false,
        };

    /// <summary>Asks what became of a payment's message.</summary>
    public static Message Inquiry(Books books, Payment payment, int trace) =>
        new()
        {
            Kind = MessageKind.Inquiry,
            Mti = 820,
            Trace = trace,
            Batch = books.Batch,
            Network = 990,
            Original = Reference(payment, withDate: false),
        };

    /// <summary>Tells that a payment's card is suspicious.</summary>
    public static Message Report(Books books, Payment payment, int trace) =>
        new()
        {
            Kind = MessageKind.Report,
            Mti = 820,
            Trace = trace,
            Batch = books.Batch,
            Network = 991,
            Original = Reference(payment, withDate: false),
        };

    /// <summary>Tells what the batch adds up to.</summary>
    public static Message Settlement(Books books, Settlement settlement) =>
        new()
        {
            Kind = MessageKind.Settlement,
            Mti = 500,
            Trace = settlement.Trace,
            Batch = books.Batch,
            Network = 201,
            Totals = Totals(settlement.Totals),
        };

    /// <summary>Records of a batch that did not balance, or, without any, the end of them.</summary>
    public static Message Upload(Books books, int trace, IReadOnlyList<Payment> records, int all) =>
        new()
        {
            Kind = MessageKind.Upload,
            Mti = 320,
            Trace = trace,
            Batch = books.Batch,
            Network = records.Count > 0 ? 201 : 202,
            Totals = records.Count > 0 ? Records(records) : all.ToString("D4", CultureInfo.InvariantCulture),
        };

    /// <summary>The approval that a chip gave, of a batch that did not balance.</summary>
    public static Message UploadChip(Books books, int trace, Payment payment) =>
        new()
        {
            Kind = MessageKind.Upload,
            Mti = 320,
            Trace = trace,
            Batch = books.Batch,
            Network = 205,
            AmountMinor = payment.AmountMinor,
            Original = Reference(payment, withDate: false),
            Chip = payment.Chip!.Data,
        };

    /// <summary>What a card said to the issuer's scripts.</summary>
    public static Message Scripts(Payment payment) =>
        new()
        {
            Kind = MessageKind.Scripts,
            Mti = 620,
            Trace = payment.ScriptsTrace,
            Batch = payment.ScriptsBatch,
            Network = 951,
            Original = Reference(payment, withDate: false),
            Chip = Dressed(0xDF31, payment.Scripts),
        };

    // What is kept is the value; a message has objects.
    private static string Dressed(int tag, string value)
    {
        var room = new byte[(value.Length / 2) + 5];
        var writer = new TlvWriter(room);
        writer.Write(new Tag(tag), Convert.FromHexString(value));
        return writer.Finish(out var length).IsNone
            ? Convert.ToHexString(room.AsSpan(0, length))
            : throw new InvalidOperationException("An object that does not fit the room made for it.");
    }

    /// <summary>Asks for parameters for chips, or says that they are here.</summary>
    public static Message Parameters(Books books, int trace, ChipQuestion question) =>
        new()
        {
            Kind = MessageKind.Parameters,
            Mti = question.Network is 372 or 382 ? 820 : 800,
            Trace = trace,
            Batch = books.Batch,
            Network = question.Network,
            Data = question.Data,
        };

    /// <summary>Fields 61: batch and trace of another message, and its date.</summary>
    public static string Reference(Payment payment, bool withDate)
    {
        var numbers = payment.Numbers!;
        var text = string.Create(CultureInfo.InvariantCulture, $"{numbers.Batch:D6}{numbers.Trace:D6}");
        return withDate ? text + ChinaTime.Of(payment.HostAtMs).ToString("MMdd", CultureInfo.InvariantCulture) : text;
    }

    private static string Totals(BatchTotals totals) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.DebitMinor:D12}{totals.DebitCount:D3}{totals.CreditMinor:D12}{totals.CreditCount:D3}0{0:D31}"
        );

    // Scheme, trace, room for a number that the host knows by the trace, amount.
    private static string Records(IReadOnlyList<Payment> records) =>
        string.Concat(
            records
                .Select(r => string.Create(CultureInfo.InvariantCulture, $"00{r.Numbers!.Trace:D6}{0:D20}{r.AmountMinor ?? 0:D12}"))
                .Prepend(records.Count.ToString("D2", CultureInfo.InvariantCulture))
        );

    // Of what is given back the wallet's number, of what is to be shown the wallet; a scanned code is in the hand.
    private static string? WalletOf(Payment payment, Payment? original) =>
        original is not null ? Field59.Of(Field59.Number, original.WalletNumber)
        : payment.Card!.Entry == CardEntry.Shown ? Field59.Of(Field59.Show, payment.Card.Scheme.ToString())
        : null;

    private static int EntryMode(Payment payment)
    {
        var way = payment.Card?.Entry switch
        {
            CardEntry.Swiped => 20,
            CardEntry.Scanned or CardEntry.Shown => 30,
            CardEntry.Chip => 50,
            CardEntry.Contactless => 70,
            CardEntry.Fallback => 800,
            _ => 10,
        };
        return way + (payment.PinEntered ? 1 : 2);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

using System.Globalization;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using Guitai.Iso8583;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Slots;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Journal;
using Guitai.Sandbox.Tests.Chip;
using Guitai.Sandbox.Tests.Issuer;

namespace Guitai.Sandbox.Tests.Meeting;

/// <summary>What the people at the counter do, and what becomes of the question to the host.</summary>
internal sealed record Circumstances
{
    public bool WrongPin { get; init; }

    public bool NoPin { get; init; }

    public bool NoPinPad { get; init; }

    /// <summary>Which application they choose; null: none.</summary>
    public int? Choice { get; init; } = 0;

    /// <summary>The host was asked, and its answer is lost.</summary>
    public bool NoAnswer { get; init; }

    /// <summary>The question never left.</summary>
    public bool NotAsked { get; init; }

    /// <summary>Somebody changed 91 on its way.</summary>
    public bool WrongProof { get; init; }

    public CardPlacing? Placing { get; init; }
}

/// <summary>A kernel, a slot with a chip of the sandbox, and the sandbox's issuer behind its link: what each says goes to the other as it is.</summary>
internal sealed class Encounter : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly ChipShelf _shelf = ChipShelf.Open(new RecordMemory());
    private readonly ChipBureau _bureau;
    private HostClient _host = null!;
    private EmvKernel? _kernel;

    private Encounter() => _bureau = new ChipBureau(_issuer.Issuer.Cards, () => TestChips.Keys, _shelf, new Random(5).NextBytes);

    public static async Task<Encounter> OpenAsync()
    {
        var encounter = new Encounter();
        encounter._host = await encounter._issuer.ConnectPlainAsync();
        return encounter;
    }

    /// <summary>The message that the issuer was asked last; null: it was not.</summary>
    public IsoMessage? Question { get; private set; }

    public IsoMessage? Answer { get; private set; }

    /// <summary>The data of the last transaction: its kernel forgets them when it is let go.</summary>
    public TransactionObjects Data => _kernel!.Data;

    /// <summary>Commands that the card got in the last transaction.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>A kind of chip, on its own card or on the debit card of that index: <c>dual</c>, <c>dual@9</c>.</summary>
    public ChipCard Make(string kind) =>
        kind.Split('@') is [var name, var index]
            ? _bureau.Make(CardFiles.Own.Find(name)!, _issuer.Card(int.Parse(index, CultureInfo.InvariantCulture)))!
            : _bureau.Make(CardFiles.Own.Find(kind)!)!;

    /// <summary>What the issuer took for the last question; reversed counts as nothing.</summary>
    public long TakenMinor =>
        Question is null ? 0
        : _issuer.Issuer.Find(HostClient.Acquirer, Question[37]!, 2) is { Code: "00" } found ? found.TakenMinor
        : 0;

    /// <summary>One sale, to its end.</summary>
    /// <returns>Null when the reader feels no card that answers.</returns>
    public async Task<TransactionResult?> SellAsync(ChipCard card, CardSides side, long amountMinor, Circumstances circumstances)
    {
        (Question, Answer) = (null, null);
        Commands.Clear();
        var slot = new CardSlot(side);
        slot.Put(card, circumstances.Placing);
        var power = slot.Power(out var atr);
        if (side == CardSides.Contactless && power != SlotPower.Answered)
        {
            return null;
        }

        _kernel?.Dispose();
        var kernel = _kernel = new EmvKernel(TestTerminal.Parameters, TestTerminal.Profile);
        var request = new TransactionRequest
        {
            AmountMinor = amountMinor,
            Date = DateOnly.FromDateTime(DateTime.UtcNow),
            Time = new TimeOnly(12, 0, 0),
            UnpredictableNumber = Convert.FromHexString("89ABCDEF"),
            SequenceCounter = 7,
        };
        var isRight = !circumstances.WrongPin;
        var wanted = side == CardSides.Contact ? kernel.Start(request, atr) : kernel.StartContactless(request);
        while (wanted is not Finished)
        {
            KernelInput input = wanted switch
            {
                SendCommand send => Transmit(slot, send),
                ChooseApplication => new ApplicationChosen(circumstances.Choice),
                EnterPin pin => Enter(pin, kernel.Data.Pan, circumstances, ref isRight),
                _ => await AskAsync(kernel.Data, side, amountMinor, circumstances),
            };
            wanted = kernel.Handle(input);
        }

        return ((Finished)wanted).Result;
    }

    /// <summary>Turns the last question round.</summary>
    public async Task ReverseAsync() => Assert.Equal("00", await _host.CodeAsync(_host.Reversal(Question!)));

    /// <summary>Tells the issuer what came of its scripts.</summary>
    public async Task TellResultsAsync(string results)
    {
        var message = _host.About(620, "000000", "00", Question!, 0);
        message[55] = $"DF31{results.Length / 2:X2}{results}";
        Assert.Equal("00", await _host.CodeAsync(message));
    }

    /// <summary>What the issuer still wants of a card's chip.</summary>
    public CardScript Script(string pan) => _issuer.Issuer.Standing(pan)!.Script;

    public IssuerKeys Keys => _issuer.Issuer.Cards.Profile.Keys;

    public VirtualCard Card(string pan) => _issuer.Issuer.Cards.Find(pan)!;

    public async ValueTask DisposeAsync()
    {
        _kernel?.Dispose();
        await _host.DisposeAsync();
        _shelf.Dispose();
        await _issuer.DisposeAsync();
    }

    private KernelInput Transmit(CardSlot slot, SendCommand send)
    {
        Commands.Add(Convert.ToHexString(send.Bytes.Span[..4]));
        return slot.Transmit(send.Bytes.Span) is { Length: >= 2 } answer ? new CardAnswered(answer) : new CardGone();
    }

    private KernelInput Enter(EnterPin pin, string pan, Circumstances circumstances, ref bool isRight)
    {
        if (circumstances.NoPinPad || circumstances.NoPin)
        {
            return circumstances.NoPinPad ? new PinPadBroken() : new PinBypassed();
        }

        if (pin.Use == PinUse.Online)
        {
            return new OnlinePinTaken();
        }

        var digits = Card(pan).Pin.Select(c => (byte)(c - '0')).ToArray();
        if (!isRight)
        {
            digits[0] = (byte)((digits[0] + 1) % 10);
            isRight = true;
        }

        return new PinEntered(digits, new byte[pin.RandomBytes]);
    }

    // As the link brings a sale by chip (docs/protocols/issuer-link.md).
    private async Task<KernelInput> AskAsync(TransactionObjects data, CardSides side, long amountMinor, Circumstances circumstances)
    {
        if (circumstances.NotAsked)
        {
            return new HostSilent(WasAsked: false);
        }

        var isPin = data[0x9F34]!.Value.Span[0] is 0x02 or 0x42;
        var pin = !isPin ? null : Card(data.Pan).Pin;
        if (pin is not null && circumstances.WrongPin)
        {
            pin = $"{(pin[0] - '0' + 1) % 10}{pin[1..]}";
        }

        Question = _host.WithChip(
            _host.Message(200, "000000", "00", amountMinor),
            data.Track2,
            $"{data.SequenceNumber:D3}",
            Convert.ToHexString(data.Field55(TransactionObjects.SaleTags)),
            pin,
            side == CardSides.Contact ? "05" : "07"
        );
        Answer = await _host.AskAsync(Question);
        if (circumstances.NoAnswer)
        {
            return new HostSilent(WasAsked: true);
        }

        var chip = Convert.FromHexString(Answer[55] ?? "");
        if (circumstances.WrongProof)
        {
            chip[2] ^= 1;
        }

        return new HostAnswered(Answer[39] == "00", Answer[39]!, chip);
    }
}

using Guitai.Contracts.Terminal;
using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using Guitai.Emv.Transport;
using Guitai.Foundation;
using Guitai.Terminal.Cards;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal;

/// <content>Chips: for each card that comes while a payment waits for one, the kernel is asked what it wants, and gets it from card, people and host (docs/walkthroughs/chip-sale.md).</content>
public sealed partial class TerminalDesk
{
    // Manual, stripe, contacts; offline and online PIN, signature, none; SDA, DDA, CDA (EMV Book 4, annex A2). A PIN pad of its own gives no PIN to a chip.
    private static readonly byte[] s_capabilities = [0xE0, 0xF8, 0xC8];
    private static readonly byte[] s_capabilitiesWithPad = [0xE0, 0x68, 0xC8];

    // Goods and services; every key; printing and display, code table 1 (annex A3).
    private static readonly byte[] s_additionalCapabilities = [0x60, 0x00, 0xF0, 0xA0, 0x01];

    private readonly List<ChipSession> _sessions = [];
    private ChipParameters _parameters = ChipParameters.Read(ChipLists.None);

    // As the last lists say; read once.
    private ChipParameters Parameters
    {
        get
        {
            var lists = _machine.Books.Chips;
            if (!ReferenceEquals(_parameters.Lists, lists))
            {
                _parameters = ChipParameters.Read(lists);
            }

            return _parameters;
        }
    }

    // One card, from the moment it is there until it is of no use any more.
    private async Task ServeAsync(Guid payment, ICardLink link)
    {
        var entry = link.Interface == CardInterface.Contactless ? CardEntry.Contactless : CardEntry.Chip;
        using var session = new ChipSession(payment, _stop.Token);
        if (
            await HandleAsync(
                () => new CardSeen(payment, entry),
                () =>
                {
                    _sessions.Add(session);
                    return Task.FromResult<Refusal?>(null);
                }
            )
            is null
        )
        {
            try
            {
                await TransactAsync(session, entry, link);
            }
            catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or OverflowException)
            {
                // Whatever a card has made fail here, it costs its own payment alone: what the host may have approved is turned round.
                await EndAsync(session, () => new ChipEnded(payment, ChipEnd.NotUsed, null, new Refusal("card.chip-error"), null));
            }
        }

        // Of one that did not come so far.
        await EndAsync(session, () => new Look());
    }

    // In the turn that ends it: another card for the same payment is another session.
    private Task EndAsync(ChipSession session, Func<Input> end) =>
        HandleAsync(
            end,
            () =>
            {
                _sessions.Remove(session);
                return Task.FromResult<Refusal?>(null);
            }
        );

    private async Task TransactAsync(ChipSession session, CardEntry entry, ICardLink link)
    {
        // The chip decides by the amount: it has to be known.
        if (await HearAsync(session, () => AmountOf(session.Payment) is null ? null : new ApplicationChosen(null)) is Cancelled)
        {
            return;
        }

        var payment = Find(session.Payment)!;
        using var kernel = new EmvKernel(KernelParametersOf(), Profile());
        var request = RequestFor(payment, entry);
        var wanted =
            entry == CardEntry.Contactless
                ? kernel.StartContactless(request)
                : kernel.Start(request, link.Atr.Span, link.IsBytewise ? CardProtocol.T0 : CardProtocol.T1);
        while (wanted is not Finished)
        {
            wanted = kernel.Handle(await AnswerAsync(session, entry, link, kernel, wanted));
        }

        var result = ((Finished)wanted).Result;
        await EndAsync(session, () => EndOf(session, entry, kernel, result));
    }

    private async Task<KernelInput> AnswerAsync(ChipSession session, CardEntry entry, ICardLink link, EmvKernel kernel, Wanted wanted)
    {
        var id = session.Payment;
        switch (wanted)
        {
            case SendCommand send:
                var reply = await link.TransmitAsync(send.Bytes, session.Over);
                return session.Over.IsCancellationRequested ? new Cancelled()
                    : reply.Trouble == CardTrouble.None ? new CardAnswered(reply.Answer)
                    : new CardGone();
            case ChooseApplication choose:
                return await AskAsync(
                    session,
                    new ApplicationWanted(id, [.. choose.Applications.Select(a => a.Label)], choose.Again),
                    null,
                    hand => hand.Applications is null ? new ApplicationChosen(hand.Application) : null
                );
            case { } when !ChipWords.IsSound(kernel.Data):
                return new Cancelled();
            case EnterPin { Use: PinUse.Online }:
                return await AskAsync(
                    session,
                    new ChipPinWanted(id, ViewOf(kernel, entry), Offline: false, null, Again: false),
                    () => TakeCard(session, kernel),
                    hand =>
                        !hand.PinIsSettled ? null
                        : hand.PinEntered ? new OnlinePinTaken()
                        : new PinBypassed()
                );
            case EnterPin pin:
                return await AskAsync(
                    session,
                    new ChipPinWanted(id, ViewOf(kernel, entry), Offline: true, pin.TriesLeft, pin.Again),
                    () => TakeCard(session, kernel),
                    hand =>
                        !hand.PinIsSettled ? null
                        : session.PinLength > 0 ? session.TakePin(Random(pin.RandomBytes))
                        : new PinBypassed()
                );
            default:
                return await AskAsync(
                    session,
                    new ChipAsks(id, ViewOf(kernel, entry)),
                    () => TakeQuestion(session, kernel),
                    _ => session.Word
                );
        }
    }

    private async Task<KernelInput> AskAsync(ChipSession session, Input input, Action? first, Func<Hand, KernelInput?> look)
    {
        var refusal = await HandleAsync(
            () => input,
            () =>
            {
                first?.Invoke();
                return Task.FromResult<Refusal?>(null);
            }
        );
        return refusal is null
            ? await HearAsync(session, () => _machine.HandOf(session.Payment) is { } hand ? look(hand) : new Cancelled())
            : new Cancelled();
    }

    // What is waited for may have come between the last turn and this one: it is looked once more.
    private async Task<KernelInput> HearAsync(ChipSession session, Func<KernelInput?> look)
    {
        var heard = session.HearAsync(look);
        await HandleAsync(new Look());
        return await heard;
    }

    private KernelParameters KernelParametersOf() =>
        new(Parameters.Applications, Parameters.Keys)
        {
            EarlierAmount = (number, _) =>
            {
                var token = TokenOf(number);
                return _machine.Books.Payments.Values.Where(p => p.IsAdvice && p.Card?.Token == token).Sum(p => p.AmountMinor ?? 0);
            },
        };

    private TerminalProfile Profile() =>
        new()
        {
            Capabilities = _settings.PinPad is null ? s_capabilities : s_capabilitiesWithPad,
            AdditionalCapabilities = s_additionalCapabilities,
            TerminalId = _machine.Books.Terminal,
            MerchantId = _machine.Books.Merchant,
            SerialNumber = _machine.Books.Terminal,
            NoPinNoSignatureLimit = Parameters.NoPinNoSignatureLimit,
        };

    private TransactionRequest RequestFor(Payment payment, CardEntry entry)
    {
        var now = ChinaTime.Of(NowMs);
        var flow = FlowRule.Of(FlowRule.FlowOf(payment.Kind, payment.AmountMinor ?? 0, null, _machine.Books.Batch));
        return new TransactionRequest
        {
            AmountMinor = payment.AmountMinor ?? 0,
            TransactionType = Convert.ToByte((flow.Processing / 10_000).ToString("D2", null), 16),
            Date = DateOnly.FromDateTime(now.DateTime),
            Time = TimeOnly.FromDateTime(now.DateTime),
            UnpredictableNumber = Random(4),
            SequenceCounter = _machine.Books.NextTrace,
            RandomPercent = (Random(1)[0] % 99) + 1,
            ForceOnline = !_machine.MayApproveHere(payment, entry, NowMs),
        };
    }

    // In turn. The number, what is known of it, and what stands on its stripe as the chip tells it.
    private CardHand TakeCard(ChipSession session, EmvKernel kernel)
    {
        if (_cards.GetValueOrDefault(session.Payment) is { } hand && ReferenceEquals(hand, session.Hand))
        {
            return hand;
        }

        // Of a card that was here before and did not pay nothing may be left.
        _cards.GetValueOrDefault(session.Payment)?.Dispose();
        var (number, track2) = (kernel.Data.Pan, kernel.Data.Track2);
        var separator = track2.IndexOf('D', StringComparison.Ordinal);
        var service = separator > 0 && track2.Length >= separator + 8 ? track2.AsSpan(separator + 5, 3) : [];
        _cards[session.Payment] = session.Hand = hand = new CardHand();
        hand.Take(number, kernel.Data.Expiry, service, track2);
        return hand;
    }

    private void TakeQuestion(ChipSession session, EmvKernel kernel) =>
        TakeCard(session, kernel).TakeChip(kernel.Data.Field55(TransactionObjects.SaleTags), kernel.Data.SequenceNumber);

    private ChipEnded EndOf(ChipSession session, CardEntry entry, EmvKernel kernel, TransactionResult result)
    {
        var end = result.Outcome switch
        {
            TransactionOutcome.Approved => ChipEnd.Approved,
            TransactionOutcome.Declined => ChipEnd.Declined,
            _ => ChipEnd.NotUsed,
        };
        if (end == ChipEnd.Approved && !ChipWords.IsSound(kernel.Data))
        {
            end = ChipEnd.NotUsed;
        }

        var isApproved = end == ChipEnd.Approved;
        if (isApproved && !result.WentOnline)
        {
            TakeQuestion(session, kernel);
        }

        return new ChipEnded(
            session.Payment,
            end,
            isApproved ? ViewOf(kernel, entry) : null,
            isApproved ? null : ChipWords.Why(result, kernel.Data),
            isApproved ? ChipWords.FactsOf(kernel.Data, result) : null,
            result.FallbackAllowed,
            Convert.ToHexString(result.ScriptResults.Span)
        );
    }

    private CardView ViewOf(EmvKernel kernel, CardEntry entry)
    {
        var number = kernel.Data.Pan;
        return new CardView(new ShortWord(CardNumber.SchemeOf(number)), MaskedNumber.Of(number), TokenOf(number), entry);
    }

    private CardToken TokenOf(ReadOnlySpan<char> number)
    {
        Span<byte> hash = stackalloc byte[32];
        _settings.Keys.Hash(number, hash);
        return CardToken.Of(hash);
    }

    private byte[] Random(int length)
    {
        var random = new byte[length];
        _settings.Randomness.Fill(random);
        return random;
    }

    private long? AmountOf(Guid payment) =>
        FindInBooks(payment) is { } asked ? (asked.Kind == PaymentKind.Balance ? 0 : asked.AmountMinor) : null;

    // What the machine wants told; the kernel hears it after the turn.
    private void Tell(TellChip tell)
    {
        if (_sessions.Find(s => s.Payment == tell.Payment) is { } session)
        {
            session.Word = tell.Answer is { } answer
                ? new HostAnswered(HostCodes.Approves(answer.Code), answer.Code, answer.ToChip)
                : new HostSilent(WasAsked: false);
        }
    }

    // In turn: whose kernel can go on, and whose card nobody waits for any more.
    private List<Action> LookAtChips()
    {
        List<Action> tells = [];
        foreach (var session in _sessions)
        {
            var payment = _machine.Books.Payments.GetValueOrDefault(session.Payment);
            var isWanted =
                payment?.Phase is Phase.Begun or Phase.Intended && _machine.HandOf(session.Payment) is { Chip: not ChipStage.None };
            if (session.Look(isWanted) is { } tell)
            {
                tells.Add(tell);
            }

            if (!isWanted)
            {
                tells.Add(session.CallOff);
            }
        }

        return tells;
    }
}

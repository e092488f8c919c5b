using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Terminal.Cards;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal;

/// <content>Cards in hand: what was swiped, typed and pressed.</content>
public sealed partial class TerminalDesk
{
    private const int ShortestPin = 4;
    private const int LongestPin = 12;

    private readonly ConcurrentDictionary<Guid, string> _layouts = [];

    /// <summary>A card was swiped: the payment that waits for one takes it. What cannot be read is said, and the payment waits on.</summary>
    /// <returns>Why nothing was waiting for it; null when something was.</returns>
    public Task<Refusal?> SwipeAsync(Guid payment, Secret<string> tracks) =>
        TakeCardAsync(payment, CardEntry.Swiped, hand => StripeReader.Read(tracks.Reveal(), hand));

    /// <summary>A card was typed.</summary>
    public Task<Refusal?> TypeAsync(Guid payment, Secret<string> number, Secret<string> expiry, Secret<string>? cvv2) =>
        TakeCardAsync(
            payment,
            CardEntry.Typed,
            hand =>
            {
                var digits = new string([.. number.Reveal().Where(c => c is not (' ' or '-'))]);
                var month = expiry.Reveal().Replace("/", "", StringComparison.Ordinal).Trim();
                var value = cvv2?.Reveal().Trim() ?? "";
                if (!CardNumber.IsRight(digits))
                {
                    return "card.number";
                }

                if (month.Length != 4 || month.Any(c => !char.IsAsciiDigit(c)) || !StripeReader.IsMonth(month.AsSpan(0, 2)))
                {
                    return "card.expiry";
                }

                if (value.Length is not (0 or 3 or 4) || value.Any(c => !char.IsAsciiDigit(c)))
                {
                    return "card.cvv2";
                }

                hand.Type(digits, string.Concat(month.AsSpan(2), month.AsSpan(0, 2)), value);
                return null;
            }
        );

    /// <summary>The PIN pad's digits in the order of its keys, new for each PIN; null when no PIN is awaited.</summary>
    public string? LayoutOf(Guid payment) => _layouts.GetValueOrDefault(payment);

    /// <summary>The positions of the keys that the customer pressed; empty for none. They become a PIN block at once.</summary>
    public Task<Refusal?> PressAsync(Guid payment, Secret<IReadOnlyList<int>> keys)
    {
        var entered = keys.Reveal().Count > 0;
        return HandleAsync(
            () => new PinGiven(payment, entered),
            async () =>
            {
                if (!entered)
                {
                    return null;
                }

                if (Encrypt(payment, keys.Reveal()) is not { } why)
                {
                    return null;
                }

                await DoAsync(_machine.Handle(new NotTaken(payment, why), NowMs), refusable: false);
                return why;
            }
        );
    }

    private async Task<Refusal?> TakeCardAsync(Guid payment, CardEntry entry, Func<CardHand, string?> read)
    {
        CardGiven given = null!;
        Refusal? notTaken = null;
        var hand = new CardHand();
        if (read(hand) is { } why)
        {
            hand.Dispose();
            notTaken = new Refusal(why);
        }
        else if (IsExpired(hand.Expiry))
        {
            hand.Dispose();
            notTaken = new Refusal("card.expired");
        }
        else
        {
            var hasChip = entry == CardEntry.Swiped && hand.ServiceCode is ['2' or '6', ..];
            given = new CardGiven(payment, ViewOf(hand, entry), DemandOf(hand, entry), hasChip);
        }

        if (notTaken is not null)
        {
            return await HandleAsync(new NotTaken(payment, notTaken));
        }

        var refusal = await HandleAsync(
            () => given,
            () =>
            {
                if (_machine.HandOf(payment) is { Card: null, Chip: ChipStage.None })
                {
                    _cards[payment] = hand;
                }

                return Task.FromResult<Refusal?>(null);
            }
        );
        if (refusal is not null)
        {
            hand.Dispose();
            if (_cards.TryGetValue(payment, out var kept) && ReferenceEquals(kept, hand))
            {
                _cards.Remove(payment);
            }
        }

        return refusal;
    }

    private CardView ViewOf(CardHand hand, CardEntry entry) =>
        new(new ShortWord(CardNumber.SchemeOf(hand.Number)), MaskedNumber.Of(hand.Number), TokenOf(hand.Number), entry);

    // Service code, third digit: who asks for a PIN and who offers it (ISO/IEC 7813, table 2).
    private static PinDemand DemandOf(CardHand hand, CardEntry entry) =>
        entry != CardEntry.Swiped ? PinDemand.None
        : hand.ServiceCode is [_, _, '0' or '3' or '5'] ? PinDemand.Needed
        : PinDemand.Offered;

    private bool IsExpired(string expiry)
    {
        var today = ChinaTime.DayOf(NowMs);
        var (year, month) = (int.Parse(expiry.AsSpan(0, 2), null), int.Parse(expiry.AsSpan(2), null));
        return 200_000 + (year * 100) + month < today / 100;
    }

    private Refusal? Encrypt(Guid payment, IReadOnlyList<int> keys)
    {
        if (
            _machine.HandOf(payment) is not { Card: not null, PinIsSettled: false }
            || !_cards.TryGetValue(payment, out var hand)
            || LayoutOf(payment) is not { } layout
        )
        {
            return new Refusal("payment.no-pin-awaited");
        }

        if (keys.Count is < ShortestPin or > LongestPin || keys.Any(k => k is < 0 or > 9))
        {
            return new Refusal("pin.length");
        }

        Span<char> digits = stackalloc char[LongestPin];
        for (var i = 0; i < keys.Count; i++)
        {
            digits[i] = layout[keys[i]];
        }

        if (_machine.HandOf(payment) is { PinIsForChip: true })
        {
            _sessions.Find(s => s.Payment == payment)?.Keep(digits[..keys.Count]);
            digits.Clear();
            _layouts.TryRemove(payment, out _);
            return null;
        }

        var pin = ClearPin.From(digits[..keys.Count]);
        digits.Clear();
        var made = _settings.Keys.EncryptPin(ref pin, hand.Number, hand.PinBlockRoom());
        pin.Dispose();
        _layouts.TryRemove(payment, out _);
        if (!made)
        {
            hand.WipePin();
        }

        return made ? null : new Refusal("pin.no-key");
    }

    private byte[] SealCard(Guid payment, CardHand hand)
    {
        Span<byte> plain = stackalloc byte[23];
        plain.Clear();
        Encoding.ASCII.GetBytes(hand.Expiry, plain);
        Encoding.ASCII.GetBytes(hand.Number, plain[4..]);
        var seal = _settings.Keys.Seal(plain[..(4 + hand.Number.Length)], TerminalStore.CardContext(payment));
        CryptographicOperations.ZeroMemory(plain);
        return seal;
    }

    private SealedCard OpenCard(Guid payment)
    {
        // A payment that follows another has that one's card.
        var owner = payment;
        for (var at = FindInBooks(owner); at is { Of: { } of } && FlowRule.Of(at.Flow).From == CardFrom.Original; at = FindInBooks(owner))
        {
            owner = of;
        }

        var seal = _settings.Store.Card(owner);
        var plain = seal is null ? null : _settings.Keys.Open(seal, TerminalStore.CardContext(owner));
        if (plain is null)
        {
            throw new Foundation.Store.StoreBrokenException($"The sealed card of payment {owner} is gone or was changed.");
        }

        Span<char> text = stackalloc char[23];
        Encoding.ASCII.GetChars(plain, text);
        CryptographicOperations.ZeroMemory(plain);
        var card = new SealedCard(text[4..plain.Length], text[..4]);
        text.Clear();
        return card;
    }

    private Payment? FindInBooks(Guid id) => _machine.Books.Payments.GetValueOrDefault(id) ?? _settings.Store.Find(id);

    // A hand lives as long as its payment may still need it: until there is an answer, or none will come.
    private void LetGoOfCards()
    {
        foreach (var (id, hand) in _cards)
        {
            if (_machine.Books.Payments.GetValueOrDefault(id)?.Phase is not (Phase.Begun or Phase.Intended) && !_machine.AsksAgain(id))
            {
                hand.Dispose();
                _cards.Remove(id);
                _layouts.TryRemove(id, out _);
            }
        }

        foreach (var payment in _machine.Books.Payments.Values)
        {
            if (_settings.PinPad is null && _machine.WaitOf(payment) == PaymentWait.Pin && !_layouts.ContainsKey(payment.Id))
            {
                _layouts[payment.Id] = Shuffled();
            }
        }
    }

    // Fisher and Yates; a byte too large to be fair is drawn again.
    private string Shuffled()
    {
        Span<char> digits = stackalloc char[10];
        "0123456789".CopyTo(digits);
        Span<byte> drawn = stackalloc byte[1];
        for (var i = 9; i > 0; i--)
        {
            do
            {
                _settings.Randomness.Fill(drawn);
            } while (drawn[0] >= 256 - (256 % (i + 1)));

            var j = drawn[0] % (i + 1);
            (digits[i], digits[j]) = (digits[j], digits[i]);
        }

        return digits.ToString();
    }
}

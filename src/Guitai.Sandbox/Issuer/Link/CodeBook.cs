using System.Globalization;
using System.Text;
using Guitai.Sandbox.Issuer.Books;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;
using Guitai.Sandbox.Issuer.Wire;

namespace Guitai.Sandbox.Issuer.Link;

/// <summary>What became of a payment code.</summary>
public enum CodeFate
{
    /// <summary>It stands for a card.</summary>
    Good,

    /// <summary>Nobody showed it.</summary>
    Unknown,

    /// <summary>Its time is over, or it was used for something else.</summary>
    Over,
}

/// <summary>Who knows what a code stands for: uses it up, for one purpose; the same purpose again is the same use.</summary>
/// <param name="code">Its digits.</param>
/// <param name="purpose">The transaction.</param>
/// <returns>What became of it, and the card's place among the UnionPay cards.</returns>
public delegate (CodeFate Fate, int Card) CodeUse(string code, string purpose);

/// <summary>The way from a phone's code to a card of this issuer.</summary>
internal sealed class CodeBook
{
    private const int Digits = 19;

    /// <summary>Whose codes are taken; null for nobody's.</summary>
    public CodeUse? Phones { get; set; }

    /// <summary>Reads the code of a sale: <c>A3</c>, three digits of length, nineteen digits, under entry mode 03; or <c>A5</c> and <c>unionpay</c>, for one to be shown.</summary>
    /// <returns>False when there is none that can be read.</returns>
    public bool TryRead(in LinkMessage message, CardDirectory directory, CardValues values, ref Question question)
    {
        var field = message[59];
        if (field.SequenceEqual("A5008unionpay"u8))
        {
            return question.IsOrder = message[22].StartsWith("03"u8);
        }

        if (
            field.Length != 5 + Digits
            || !field.StartsWith("A3019"u8)
            || !Numerals.AreDigits(field[5..])
            || !message[22].StartsWith("03"u8)
        )
        {
            return false;
        }

        question.IsCode = true;
        var (fate, card) = Use(field[5..], question.Acquirer, question.Rrn);
        question.IsExpired = fate == CodeFate.Over;
        if (fate != CodeFate.Unknown && directory.FirstUnionPay is >= 0 and var program)
        {
            question.Place = new CardPlace((byte)program, card);
            question.IsOurCard = directory.Has(question.Place);
            question.CardMark = question.IsOurCard ? values.Mark(directory.Pan(question.Place)) : 0;
        }

        return true;
    }

    private (CodeFate Fate, int Card) Use(ReadOnlySpan<byte> code, ulong acquirer, ulong rrn) =>
        Phones?.Invoke(Encoding.ASCII.GetString(code), string.Create(CultureInfo.InvariantCulture, $"{acquirer}/{rrn:D12}"))
        ?? (CodeFate.Unknown, 0);
}

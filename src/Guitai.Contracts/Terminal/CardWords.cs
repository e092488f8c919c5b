using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guitai.Contracts.Terminal;

/// <summary>A card number as people may see it: at most six digits, stars, and the last four (PCI DSS 3.4.1). Anything else is not one.</summary>
[JsonConverter(typeof(CardWordConverter<MaskedNumber>))]
public readonly record struct MaskedNumber : ICardWord<MaskedNumber>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">It shows more than it may.</exception>
    public MaskedNumber(string text) => _text = IsOne(text) ? text : throw new ArgumentException("Not a masked card number.", nameof(text));

    /// <summary>Masks a number of 12 to 19 digits.</summary>
    public static MaskedNumber Of(ReadOnlySpan<char> number) =>
        new(string.Concat(number[..6], new string('*', number.Length - 10), number[^4..]));

    /// <inheritdoc/>
    public static MaskedNumber Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    private static bool IsOne(string text) =>
        text.Length is >= 12 and <= 19
        && text.AsSpan(0, 6).IndexOfAnyExceptInRange('0', '9') < 0
        && text.AsSpan(text.Length - 4).IndexOfAnyExceptInRange('0', '9') < 0
        && text.AsSpan(6, text.Length - 10).IndexOfAnyExcept('*') < 0;
}

/// <summary>The keyed token of a card: the same card has the same one at the same terminal, and nobody gets from it to the number.</summary>
[JsonConverter(typeof(CardWordConverter<CardToken>))]
public readonly record struct CardToken : ICardWord<CardToken>
{
    private const string Prefix = "card-";
    private readonly string? _text;

    /// <exception cref="ArgumentException">Not a token.</exception>
    public CardToken(string text) =>
        _text =
            text.Length == Prefix.Length + 26 && text.StartsWith(Prefix, StringComparison.Ordinal)
                ? text
                : throw new ArgumentException("Not a card token.", nameof(text));

    /// <summary>A token out of the first 16 bytes of a keyed hash.</summary>
    public static CardToken Of(ReadOnlySpan<byte> hash)
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz234567";
        Span<char> text = stackalloc char[26];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (hash[bit / 8] << 8) | (bit / 8 < 15 ? hash[(bit / 8) + 1] : 0);
            text[i] = letters[(pair >> (11 - (bit % 8))) & 31];
        }

        return new CardToken(string.Concat(Prefix, text));
    }

    /// <inheritdoc/>
    public static CardToken Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>The host's name of a transaction, field 37: twelve digits.</summary>
[JsonConverter(typeof(CardWordConverter<RetrievalReference>))]
public readonly record struct RetrievalReference : ICardWord<RetrievalReference>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">Not twelve characters.</exception>
    public RetrievalReference(string text) =>
        _text = text.Length == 12 ? text : throw new ArgumentException("A retrieval reference has twelve characters.", nameof(text));

    /// <inheritdoc/>
    public static RetrievalReference Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>A short word of the host or the scheme: at most ten characters, so that no card number fits.</summary>
[JsonConverter(typeof(CardWordConverter<ShortWord>))]
public readonly record struct ShortWord : ICardWord<ShortWord>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">Longer than ten characters.</exception>
    public ShortWord(string text) =>
        _text = text.Length <= 10 ? text : throw new ArgumentException("At most ten characters.", nameof(text));

    /// <inheritdoc/>
    public static ShortWord Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>A merchant's number at the acquirer, field 42: fifteen characters.</summary>
[JsonConverter(typeof(CardWordConverter<MerchantNumber>))]
public readonly record struct MerchantNumber : ICardWord<MerchantNumber>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">Not fifteen characters.</exception>
    public MerchantNumber(string text) =>
        _text = text.Length == 15 ? text : throw new ArgumentException("A merchant number has fifteen characters.", nameof(text));

    /// <inheritdoc/>
    public static MerchantNumber Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>What the customer's phone shows for a minute and a reader reads: 16 to 24 digits of WeChat Pay, Alipay or UnionPay. On its way it is in memory and in the message alone; it never prints.</summary>
[JsonConverter(typeof(CardWordConverter<PaymentCode>))]
public readonly record struct PaymentCode : ICardWord<PaymentCode>
{
    private readonly string? _digits;

    /// <exception cref="ArgumentException">It has not the shape of one.</exception>
    public PaymentCode(string digits) =>
        _digits = CodeWallet.Of(digits) is not null ? digits : throw new ArgumentException("Not a payment code.", nameof(digits));

    /// <summary>Whose it is; null of none.</summary>
    public string? Wallet => CodeWallet.Of(_digits);

    /// <inheritdoc/>
    public static PaymentCode Parse(string text) => new(text);

    /// <summary>The digits, for where they go.</summary>
    public string Reveal() => _digits ?? "";

    /// <inheritdoc/>
    public string ToJson() => Reveal();

    /// <inheritdoc/>
    public override string ToString() => "a payment code";
}

/// <summary>What a shown code says: a wallet's address, or EMVCo's merchant-presented text. Whoever reads it can pay the shop, and nothing else.</summary>
[JsonConverter(typeof(CardWordConverter<CodeText>))]
public readonly record struct CodeText : ICardWord<CodeText>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">Nothing that a phone could pay with.</exception>
    public CodeText(string text) => _text = IsOne(text) ? text : throw new ArgumentException("Not the text of a code.", nameof(text));

    /// <inheritdoc/>
    public static CodeText Parse(string text) => new(text);

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text) =>
        text.Length is >= 12 and <= 512
        && text.AsSpan().IndexOfAnyExceptInRange('!', '\uffff') < 0
        && (
            text.StartsWith("weixin://", StringComparison.Ordinal)
            || text.StartsWith("https://", StringComparison.Ordinal)
            || text.StartsWith("000201", StringComparison.Ordinal)
        );

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>A chip application's identifier (AID): 10 to 32 hexadecimal digits that begin with A, D or F as registered providers' do (ISO/IEC 7816-4, 8.2.1.2), so that no card number is one.</summary>
[JsonConverter(typeof(CardWordConverter<ChipApplication>))]
public readonly record struct ChipApplication : ICardWord<ChipApplication>
{
    private readonly string? _hex;

    /// <exception cref="ArgumentException">Not an identifier.</exception>
    public ChipApplication(string hex) =>
        _hex = IsOne(hex) ? hex : throw new ArgumentException("Not an application's identifier.", nameof(hex));

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string hex) =>
        hex.Length is >= 10 and <= 32 && hex[0] is 'A' or 'D' or 'F' && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigitUpper);

    /// <inheritdoc/>
    public static ChipApplication Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _hex ?? "";
}

/// <summary>A chip application's name for people (tags 9F12, 50): at most 16 characters, with fewer than twelve digits, so that no card number is one.</summary>
[JsonConverter(typeof(CardWordConverter<ChipLabel>))]
public readonly record struct ChipLabel : ICardWord<ChipLabel>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">Too long, or a number.</exception>
    public ChipLabel(string text) => _text = IsOne(text) ? text : throw new ArgumentException("Not an application's name.", nameof(text));

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text) => text.Length <= 16 && text.Count(char.IsAsciiDigit) < 12;

    /// <inheritdoc/>
    public static ChipLabel Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>A short value of a chip: two, five or eight bytes as hexadecimal digits, or none.</summary>
[JsonConverter(typeof(CardWordConverter<ChipBytes>))]
public readonly record struct ChipBytes : ICardWord<ChipBytes>
{
    private readonly string? _hex;

    /// <exception cref="ArgumentException">Of another length, or no hexadecimal digits.</exception>
    public ChipBytes(string hex) =>
        _hex =
            hex.Length is 0 or 4 or 10 or 16 && hex.All(char.IsAsciiHexDigitUpper)
                ? hex
                : throw new ArgumentException("Not a value of a chip.", nameof(hex));

    /// <inheritdoc/>
    public static ChipBytes Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _hex ?? "";
}

/// <summary>A wallet's own number of a payment: 20 to 64 letters and digits, so that no card number is one.</summary>
[JsonConverter(typeof(CardWordConverter<WalletNumber>))]
public readonly record struct WalletNumber : ICardWord<WalletNumber>
{
    private readonly string? _text;

    /// <exception cref="ArgumentException">Too short, too long, or with other characters.</exception>
    public WalletNumber(string text) => _text = IsOne(text) ? text : throw new ArgumentException("Not a wallet's number.", nameof(text));

    /// <inheritdoc/>
    public static WalletNumber Parse(string text) => new(text);

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text) => text.Length is >= 20 and <= 64 && text.All(char.IsAsciiLetterOrDigit);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>Whose a payment code is: by its first digits and its length (docs/decisions/0024-codes.md).</summary>
public static class CodeWallet
{
    /// <summary>WeChat Pay.</summary>
    public const string WeChat = "wechat";

    /// <summary>Alipay.</summary>
    public const string Alipay = "alipay";

    /// <summary>UnionPay QR.</summary>
    public const string UnionPay = "unionpay";

    /// <summary>Every wallet.</summary>
    public static IReadOnlyList<string> All { get; } = [WeChat, Alipay, UnionPay];

    /// <summary>The wallet of a code; null for what is no payment code.</summary>
    public static string? Of(ReadOnlySpan<char> code)
    {
        if (code.Length is < 16 or > 24 || code.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return null;
        }

        var begins = ((code[0] - '0') * 10) + (code[1] - '0');
        return begins switch
        {
            >= 10 and <= 15 when code.Length == 18 => WeChat,
            >= 25 and <= 30 => Alipay,
            62 when code.Length == 19 => UnionPay,
            _ => null,
        };
    }

    /// <summary>A code as it may be shown and kept: four digits, the others as stars.</summary>
    public static string Mask(ReadOnlySpan<char> code) => string.Concat(code[..4], new string('*', code.Length - 4));
}

/// <summary>A word that JSON carries as text and that checks itself.</summary>
public interface ICardWord<TSelf>
    where TSelf : struct, ICardWord<TSelf>
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    static abstract TSelf Parse(string text);

    /// <summary>The text in JSON; for most what they print.</summary>
    string ToJson() => ToString() ?? "";
}

/// <summary>JSON of a <see cref="ICardWord{TSelf}"/>: its text; what is none is refused.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the serialiser.")]
public sealed class CardWordConverter<T> : JsonConverter<T>
    where T : struct, ICardWord<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return T.Parse(reader.GetString() ?? "");
        }
        catch (ArgumentException exception)
        {
            // The text itself is not repeated: it may be what must not be seen.
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToJson());
}

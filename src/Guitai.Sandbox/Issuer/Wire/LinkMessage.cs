using System.Buffers;
using System.Numerics;

namespace Guitai.Sandbox.Issuer.Wire;

/// <summary>Where a field's content stands in its message.</summary>
internal readonly record struct FieldPlace(ushort At, ushort Length);

/// <summary>A message of the issuer link over the bytes that came; nothing is copied.</summary>
internal ref struct LinkMessage
{
    /// <summary>How many places <see cref="TryRead"/> needs.</summary>
    public const int Places = 129;

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789ABCDEF"u8);
    private static readonly SearchValues<byte> s_track = SearchValues.Create("0123456789=D"u8);

    private static readonly SearchValues<byte> s_letters = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz "u8
    );

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Span<FieldPlace> _places;
    private ulong _low;
    private ulong _high;

    private LinkMessage(ReadOnlySpan<byte> bytes, Span<FieldPlace> places, int type)
    {
        _bytes = bytes;
        _places = places;
        Type = type;
    }

    /// <summary>The four digits of the message type.</summary>
    public int Type { get; }

    /// <summary>The first field whose content cannot be what it should; 0 when all can.</summary>
    public int BadField { get; private set; }

    /// <summary>The whole message.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The MAC's field: 128 where a field above 64 is there, else 64.</summary>
    public readonly int MacField => _high != 0 ? 128 : 64;

    /// <summary>What the MAC covers: all from the type up to its field.</summary>
    public readonly ReadOnlySpan<byte> MacInput => _bytes[.._places[MacField].At];

    /// <summary>True when the field is there.</summary>
    public readonly bool Has(int field) => ((field <= 64 ? _low >> (64 - field) : _high >> (128 - field)) & 1) != 0;

    /// <summary>True when the field is there and holds something.</summary>
    public readonly bool Holds(int field) => Has(field) && _places[field].Length > 0;

    /// <summary>The field's characters; empty when it is not there.</summary>
    public readonly ReadOnlySpan<byte> this[int field] => Has(field) ? _bytes.Slice(_places[field].At, _places[field].Length) : default;

    /// <summary>True when the field is there and its content can be what it should.</summary>
    public readonly bool IsReadable(int field) => Has(field) && (BadField == 0 || IsRight(in FieldTable.Of(field), this[field]));

    /// <summary>Walks a message.</summary>
    /// <param name="bytes">All from the type on.</param>
    /// <param name="places">Room for <see cref="Places"/>.</param>
    /// <param name="message">The message; <see cref="BadField"/> tells whether its contents can be believed.</param>
    /// <returns>False when it cannot be told where its fields are.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Span<FieldPlace> places, out LinkMessage message)
    {
        message = default;
        // The first digit is the version of the standard, 0 for 1987.
        if (
            bytes.Length < 20
            || bytes[0] != '0'
            || !Numerals.AreDigits(bytes[..4])
            || !Numerals.TryReadHex(bytes.Slice(4, 16), out var low)
        )
        {
            return false;
        }

        var at = 20;
        var high = 0UL;
        if ((low >> 63) != 0)
        {
            if (bytes.Length < 36 || !Numerals.TryReadHex(bytes.Slice(20, 16), out high) || (high >> 63) != 0)
            {
                return false;
            }

            at = 36;
            low &= ulong.MaxValue >> 1;
        }

        message = new LinkMessage(bytes, places, (int)Numerals.Number(bytes[..4])) { _low = low, _high = high };
        return message.TryWalk(low, 0, ref at) && message.TryWalk(high, 64, ref at) && at == bytes.Length;
    }

    private bool TryWalk(ulong bits, int before, ref int at)
    {
        while (bits != 0)
        {
            var place = BitOperations.LeadingZeroCount(bits);
            bits &= ~(1UL << (63 - place));
            var field = before + place + 1;
            ref readonly var rule = ref FieldTable.Of(field);
            if (rule.Kind == FieldKind.None || !TryLength(in rule, ref at, out var length) || _bytes.Length - at < length)
            {
                return false;
            }

            _places[field] = new FieldPlace((ushort)at, (ushort)length);
            if (BadField == 0 && !IsRight(in rule, _bytes.Slice(at, length)))
            {
                BadField = field;
            }

            at += length;
        }

        return true;
    }

    private readonly bool TryLength(in FieldRule rule, ref int at, out int length)
    {
        length = rule.Length;
        if (rule.Prefix > 0)
        {
            if (_bytes.Length - at < rule.Prefix || !Numerals.AreDigits(_bytes.Slice(at, rule.Prefix)))
            {
                return false;
            }

            length = (int)Numerals.Number(_bytes.Slice(at, rule.Prefix));
            at += rule.Prefix;
        }

        var fits = length <= rule.Length;
        length = rule.Kind == FieldKind.Bytes ? 2 * length : length;
        return fits;
    }

    private static bool IsRight(in FieldRule rule, ReadOnlySpan<byte> content) =>
        rule.Kind switch
        {
            FieldKind.Digits => Numerals.AreDigits(content),
            FieldKind.Track => !content.ContainsAnyExcept(s_track),
            FieldKind.Letters => !content.ContainsAnyExcept(s_letters),
            FieldKind.Bytes => !content.ContainsAnyExcept(s_hex),
            FieldKind.Signed => content[0] is (byte)'C' or (byte)'D' && Numerals.AreDigits(content[1..]),
            _ => !content.ContainsAnyExceptInRange((byte)' ', (byte)'~'),
        };
}

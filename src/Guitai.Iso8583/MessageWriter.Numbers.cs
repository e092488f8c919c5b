using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Guitai.Iso8583;

/// <content>Numbers that the short path does not take: of variable length, signed, in text, or of more than sixteen digits.</content>
public ref partial struct MessageWriter
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteNumber(in FieldPlan plan, int field, long number)
    {
        unchecked
        {
            var magnitude = (ulong)number;
            if (number < 0 || plan.Kind != FieldKind.Digits)
            {
                if (plan.Kind != FieldKind.SignedDigits)
                {
                    Fail(plan.Kind == FieldKind.Digits ? Fault.Characters : Fault.OtherKind, field);
                    return;
                }

                magnitude = number < 0 ? (ulong)-number : magnitude;
            }

            int units = plan.Length;
            if (plan.Prefix != LengthPrefix.None)
            {
                units = CountDigits(magnitude);
            }

            if (units > plan.Length || (units <= 18 && magnitude >= (ulong)Digits.PowersOfTen[units]))
            {
                Fail(Fault.TooLong, field);
                return;
            }

            var bytes = plan.BytesOf(units);
            if (!Open(in plan, field, units, bytes))
            {
                return;
            }

            var (at, length) = (_at, bytes);
            if (plan.Kind == FieldKind.SignedDigits)
            {
                _destination[at++] = number < 0 ? (byte)'D' : (byte)'C';
                length--;
            }

            if (plan.Shape is FieldShape.Text or FieldShape.SignedText)
            {
                WriteDecimal(_destination.Slice(at, length), magnitude);
            }
            else
            {
                WritePacked(at, length, magnitude, units, plan.Padding);
            }

            Close(field, bytes);
        }
    }

    private readonly void WritePacked(int at, int bytes, ulong number, int units, FieldPadding padding)
    {
        unchecked
        {
            if (bytes > 8 || number >= 10_000_000_000_000_000)
            {
                Span<byte> text = stackalloc byte[20];
                var digits = CountDigits(number);
                WriteDecimal(text[..digits], number);
                WritePackedText(_destination.Slice(at, bytes), text[..digits], units, padding);
                return;
            }

            var packed = Digits.ToPacked(number) << (64 - (8 * bytes));
            if ((units & 1) != 0 && padding != FieldPadding.ZerosBefore)
            {
                packed <<= 4;
                packed |= padding == FieldPadding.FAfter ? 15UL << (64 - (8 * bytes)) : 0;
            }

            // Eight bytes at once where there is room behind: the next field overwrites what is too much.
            if (_destination.Length - at >= 8)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_destination[at..], packed);
                return;
            }

            for (var i = 0; i < bytes; i++)
            {
                _destination[at + i] = (byte)(packed >> (56 - (8 * i)));
            }
        }
    }

    private static void WriteDecimal(Span<byte> target, ulong number)
    {
        unchecked
        {
            for (var i = target.Length - 1; i >= 0; i--)
            {
                var quotient = number / 10;
                target[i] = (byte)('0' + (number - (quotient * 10)));
                number = quotient;
            }
        }
    }

    private static void WriteHex(Span<byte> target, ulong bitmap)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, bitmap);
        Convert.TryToHexString(bytes, target, out _);
    }

    private static int CountDigits(ulong number)
    {
        var digits = 1;
        while (digits < 19 && number >= (ulong)Digits.PowersOfTen[digits])
        {
            digits++;
        }

        return number >= 10_000_000_000_000_000_000 ? 20 : digits;
    }
}

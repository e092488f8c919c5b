using System.Runtime.CompilerServices;

namespace Guitai.Iso8583;

/// <content>Text in every shape, with the padding that each has.</content>
public ref partial struct MessageWriter
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteRareText(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        switch (plan.Shape)
        {
            case FieldShape.Text:
                WriteText(in plan, field, text);
                break;
            case FieldShape.Packed:
                WriteDigits(in plan, field, text);
                break;
            case FieldShape.Chinese:
                WriteText(in plan, field, text);
                break;
            case FieldShape.SignedPacked or FieldShape.SignedText:
                WriteSigned(in plan, field, text);
                break;
            default:
                Fail(Fault.OtherKind, field);
                break;
        }
    }

    private void WriteText(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        var held =
            plan.Shape == FieldShape.Chinese ? CharacterSets.AllChinese(text) : CharacterSets.AllText(text, 0, text.Length, plan.Set);
        if (!held)
        {
            Fail(Fault.Characters, field);
            return;
        }

        if (text.Length > plan.Length)
        {
            Fail(Fault.TooLong, field);
            return;
        }

        int units = plan.Prefix == LengthPrefix.None ? plan.Length : text.Length;
        if (units != text.Length && plan.Padding == FieldPadding.None)
        {
            Fail(Fault.TooShort, field);
            return;
        }

        if (!Open(in plan, field, units, units))
        {
            return;
        }

        var target = _destination.Slice(_at, units);
        if (plan.Padding == FieldPadding.ZerosBefore)
        {
            target[..(units - text.Length)].Fill((byte)'0');
            text.CopyTo(target[(units - text.Length)..]);
        }
        else
        {
            text.CopyTo(target);
            target[text.Length..].Fill((byte)' ');
        }

        Close(field, units);
    }

    private void WriteDigits(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        if (
            !CharacterSets.AllText(text, 0, text.Length, plan.Kind == FieldKind.Digits ? CharacterSets.TextDigits : CharacterSets.TextTrack)
        )
        {
            Fail(Fault.Characters, field);
            return;
        }

        if (text.Length > plan.Length)
        {
            Fail(Fault.TooLong, field);
            return;
        }

        int units = plan.Prefix == LengthPrefix.None ? plan.Length : text.Length;
        if (units != text.Length && plan.Padding == FieldPadding.None)
        {
            Fail(Fault.TooShort, field);
            return;
        }

        var bytes = (units + 1) >> 1;
        if (!Open(in plan, field, units, bytes))
        {
            return;
        }

        WritePackedText(_destination.Slice(_at, bytes), text, units, plan.Padding);
        Close(field, bytes);
    }

    private void WriteSigned(in FieldPlan plan, int field, scoped ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'C' or (byte)'D', ..] || !CharacterSets.AllText(text, 1, text.Length - 1, CharacterSets.TextDigits))
        {
            Fail(Fault.Characters, field);
            return;
        }

        if (text.Length - 1 > plan.Length)
        {
            Fail(Fault.TooLong, field);
            return;
        }

        int bytes = plan.WireLength;
        if (!Open(in plan, field, plan.Length, bytes))
        {
            return;
        }

        var target = _destination.Slice(_at, bytes);
        target[0] = text[0];
        if (plan.Shape == FieldShape.SignedPacked)
        {
            WritePackedText(target[1..], text[1..], plan.Length, FieldPadding.ZerosBefore);
        }
        else
        {
            target[1..].Fill((byte)'0');
            text[1..].CopyTo(target[(bytes - text.Length + 1)..]);
        }

        Close(field, bytes);
    }

    // Digits of a fixed length that are too few always get zeros before them; the padding says where the odd digit's other half is.
    private static void WritePackedText(Span<byte> target, ReadOnlySpan<byte> text, int units, FieldPadding padding)
    {
        if (units == text.Length && (units & 1) == 0)
        {
            Digits.Pack(text, target);
            return;
        }

        target.Clear();
        var skip = units - text.Length + (padding == FieldPadding.ZerosBefore ? units & 1 : 0);
        for (var i = 0; i < text.Length; i++)
        {
            var position = i + skip;
            target[position >> 1] |= (byte)(Digits.Digit(text[i]) << ((~position & 1) << 2));
        }

        if ((units & 1) != 0 && padding == FieldPadding.FAfter)
        {
            target[^1] |= 15;
        }
    }
}

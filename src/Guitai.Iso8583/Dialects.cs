using System.Collections.ObjectModel;

namespace Guitai.Iso8583;

/// <summary>
/// The dialects known by name. Each is a table of contents (what a field holds) crossed with a few rules of writing (how digits, bytes and lengths stand on
/// the wire); nothing in the code of reading and writing knows them.
/// </summary>
public static class Dialects
{
    /// <summary>
    /// Terminals of the UnionPay kind: packed digits, 1987. Fixed digits of odd length stand right, DE22 and those of variable length stand left; fields 43,
    /// 44 and 56 to 63 as UnionPay uses them, Chinese in GB18030.
    /// </summary>
    public static Dialect UnionPay { get; } =
        Make("unionpay", Packed1987, PackedRules with { OddVariable = FieldPadding.ZeroAfter }, FieldTables.Of1987, FieldTables.OfUnionPay)
            .With(
                "unionpay",
                22,
                new FieldFormat(
                    FieldKind.Digits,
                    FieldEncoding.PackedDigits,
                    LengthPrefix.None,
                    FieldPadding.ZeroAfter,
                    3,
                    FieldMask.Show,
                    "Point of service entry mode"
                )
            );

    /// <summary>ISO 8583:1987 in text throughout: bitmaps and bytes as hexadecimal.</summary>
    public static Dialect Ascii87 { get; } = Make("ascii87", Text1987, TextRules, FieldTables.Of1987);

    /// <summary>ISO 8583:1987 in text, with raw bitmaps and raw bytes.</summary>
    public static Dialect Ascii87Binary { get; } =
        Make(
            "ascii87-binary",
            Text1987 with
            {
                BitmapEncoding = FieldEncoding.Raw,
            },
            TextRules with
            {
                Bytes = FieldEncoding.Raw,
            },
            FieldTables.Of1987
        );

    /// <summary>ISO 8583:1987 in packed digits, raw bitmaps and raw bytes; odd digits stand right.</summary>
    public static Dialect Binary87 { get; } = Make("binary87", Packed1987, PackedRules, FieldTables.Of1987);

    /// <summary>ISO 8583:1993 in text throughout: bitmaps and bytes as hexadecimal.</summary>
    public static Dialect Ascii93 { get; } =
        Make("ascii93", Text1987 with { Version = 1 }, TextRules, FieldTables.Of1987, FieldTables.Of1993);

    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, Dialect> ByName { get; } =
        new ReadOnlyDictionary<string, Dialect>(
            ((Dialect[])[UnionPay, Ascii87, Ascii87Binary, Binary87, Ascii93]).ToDictionary(d => d.Name, StringComparer.OrdinalIgnoreCase)
        );

    private static MessageFormat Packed1987 => new(0, FieldEncoding.PackedDigits, FieldEncoding.Raw);

    private static MessageFormat Text1987 => new(0, FieldEncoding.Text, FieldEncoding.HexText);

    // How a dialect writes digits, bytes and lengths, whatever the field.
    private sealed record Rules(
        FieldEncoding Digits,
        FieldEncoding Bytes,
        LengthPrefix TwoDigits,
        LengthPrefix ThreeDigits,
        FieldPadding OddVariable
    );

    private static Rules PackedRules =>
        new(FieldEncoding.PackedDigits, FieldEncoding.Raw, LengthPrefix.Packed2, LengthPrefix.Packed4, FieldPadding.ZerosBefore);

    private static Rules TextRules =>
        new(FieldEncoding.Text, FieldEncoding.HexText, LengthPrefix.Text2, LengthPrefix.Text3, FieldPadding.ZerosBefore);

    private static Dialect Make(string name, MessageFormat format, Rules rules, params string[] tables) =>
        new(name, format, FieldTables.Parse(tables).ToDictionary(c => c.Key, c => Field(c.Value, rules)));

    private static FieldFormat Field(FieldTables.Content content, Rules rules)
    {
        var encoding = content.Kind switch
        {
            FieldKind.Digits or FieldKind.SignedDigits or FieldKind.Track => rules.Digits,
            FieldKind.Bytes => rules.Bytes,
            _ => FieldEncoding.Text,
        };
        var prefix = content.PrefixDigits switch
        {
            0 => LengthPrefix.None,
            2 => rules.TwoDigits,
            _ => rules.ThreeDigits,
        };
        var padding = content.Kind switch
        {
            FieldKind.Bytes => FieldPadding.None,
            FieldKind.Digits or FieldKind.SignedDigits or FieldKind.Track => prefix == LengthPrefix.None || encoding == FieldEncoding.Text
                ? FieldPadding.ZerosBefore
                : rules.OddVariable,
            _ => FieldPadding.SpacesAfter,
        };
        return new FieldFormat(content.Kind, encoding, prefix, padding, content.Length, content.Mask, content.Name);
    }
}

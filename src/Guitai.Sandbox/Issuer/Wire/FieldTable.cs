namespace Guitai.Sandbox.Issuer.Wire;

/// <summary>What a field may hold.</summary>
internal enum FieldKind : byte
{
    /// <summary>The standard gives the number no meaning.</summary>
    None,

    /// <summary>Decimal digits.</summary>
    Digits,

    /// <summary>Letters and digits, filled with blanks.</summary>
    Letters,

    /// <summary>Printable characters.</summary>
    Text,

    /// <summary>A track: digits and separators.</summary>
    Track,

    /// <summary>Bytes, each two hexadecimal characters; the length counts bytes.</summary>
    Bytes,

    /// <summary>C or D, then digits.</summary>
    Signed,
}

/// <summary>One field of ISO 8583:1987: what it holds, how long at most, and how many digits of length stand before it (0 for a fixed one).</summary>
internal readonly record struct FieldRule(FieldKind Kind, int Length, int Prefix);

/// <summary>The fields of ISO 8583:1987 as the issuer link writes them. Fields that no message of the link needs are known too, so that they can be stepped over.</summary>
internal static class FieldTable
{
    // Letter, length, dots for digits of length; "8*" repeats, "66=" goes on with that number.
    private const string Rules =
        "2=n19.. n6 3*n12 n10 3*n8 2*n6 6*n4 6*n3 2*n2 n1 4*x9 2*n11.. t28.. z37.. z104... a12 a6 a2 a3 t8 t15 t40 t25.. t76.. 3*t999... 3*n3 b8 n16 "
        + "t120... b255... 8*t999... b8 66=n1 n2 3*n3 2*n4 n6 8*n10 4*n12 4*n16 n42 a1 a2 a5 a7 a42 b8 x17 t25 2*n11.. t17.. 2*t28.. t100... "
        + "23*t999... b8";

    private static readonly FieldRule[] s_rules = Parse();

    /// <summary>The rule of field 2 to 128; a kind of <see cref="FieldKind.None"/> when there is none.</summary>
    public static ref readonly FieldRule Of(int field) => ref s_rules[field];

    private static FieldRule[] Parse()
    {
        var rules = new FieldRule[129];
        var field = 0;
        foreach (var word in Rules.Split(' '))
        {
            var rule = word;
            if (rule.Split('=') is [var start, var rest])
            {
                field = int.Parse(start);
                rule = rest;
            }

            var times = 1;
            if (rule.Split('*') is [var count, var repeated])
            {
                times = int.Parse(count);
                rule = repeated;
            }

            var kind = rule[0] switch
            {
                'n' => FieldKind.Digits,
                'z' => FieldKind.Track,
                'b' => FieldKind.Bytes,
                'x' => FieldKind.Signed,
                'a' => FieldKind.Letters,
                _ => FieldKind.Text,
            };
            var made = new FieldRule(kind, int.Parse(rule[1..].TrimEnd('.')), rule.Count(c => c == '.'));
            Array.Fill(rules, made, field, times);
            field += times;
        }

        return rules;
    }
}

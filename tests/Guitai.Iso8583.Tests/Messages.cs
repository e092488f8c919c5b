using System.Text;

namespace Guitai.Iso8583.Tests;

/// <summary>Random messages of a dialect, from a seed, with every field of the dialect in play.</summary>
internal static class Messages
{
    private const string Chinese = "最佳运输北京银联测试商户";

    public static TheoryData<string> DialectNames => [.. Dialects.ByName.Keys];

    public static IsoMessage Any(Dialect dialect, int seed)
    {
        var random = new Random(seed);
        var message = new IsoMessage(new Mti((1000 * dialect.Format.Version) + random.Next(1000)));
        var above = random.Next(3) == 0;
        foreach (var (number, format) in dialect.Fields.Where(f => above || f.Key <= 64))
        {
            if (random.Next(4) == 0)
            {
                message[number] = Value(format, random);
            }
        }

        message.EmptySecondBitmap = random.Next(8) == 0 && message.Fields.Keys.All(n => n <= 64);
        return message;
    }

    /// <summary>A value as reading gives it back: filled to its fixed length.</summary>
    private static string Value(FieldFormat format, Random random)
    {
        var length = format.Prefix == LengthPrefix.None ? format.Length : random.Next(Math.Min(format.Length, 200) + 1);
        return format.Kind switch
        {
            FieldKind.Bytes => Convert.ToHexString(Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)).ToArray()),
            FieldKind.Digits => Characters("0123456789", length, random),
            FieldKind.SignedDigits => "CD"[random.Next(2)] + Characters("0123456789", length, random),
            FieldKind.Track => Characters("0123456789D", length, random),
            FieldKind.Letters => Characters("ABCXYZabcxyz ", length, random),
            FieldKind.LettersAndDigits => Characters("ABCXYZabcxyz0189 ", length, random),
            FieldKind.Printable => Characters(string.Concat(Enumerable.Range(0x20, 0x5F).Select(c => (char)c)), length, random),
            _ => Names(length, random),
        };
    }

    private static string Names(int bytes, Random random)
    {
        var name = new StringBuilder();
        for (var left = bytes; left > 0; )
        {
            var two = left > 1 && random.Next(2) == 0;
            name.Append(two ? Chinese[random.Next(Chinese.Length)] : (char)random.Next(0x20, 0x7F));
            left -= two ? 2 : 1;
        }

        return name.ToString();
    }

    private static string Characters(string set, int length, Random random) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => set[random.Next(set.Length)]));
}

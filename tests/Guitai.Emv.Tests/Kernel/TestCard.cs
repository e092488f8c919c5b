namespace Guitai.Emv.Tests.Kernel;

/// <summary>
/// A card's data with all its certificates, made by the tests' own keys and by code that shares nothing with the kernel. Objects can be changed before
/// <see cref="Sign"/>, which fits the certificates to them, and after it, which spoils them.
/// </summary>
internal sealed class TestCard
{
    public const string Cdol = "9F02069F03069F1A0295055F2A029A039C019F3704";
    public const string Number = "12345678";

    public string Aid { get; set; } = "A000000333010101";

    public string Label { get; set; } = "UNIONPAY DEBIT";

    public string Priority { get; set; } = "01";

    public string Pdol { get; set; } = "9F37049F6604";

    public string Aip { get; set; } = "7C00";

    /// <summary>Objects by tag, in the order of the card: the signed record of file 1, and the records of file 2.</summary>
    public List<(string Tag, string Value)> Signed { get; } =
    [
        ("5A", "6228480000000018"),
        ("5F24", "301231"),
        ("5F25", "200101"),
        ("5F34", "01"),
        ("5F28", "0156"),
        ("9F07", "FF80"),
        ("9F08", "0030"),
        ("57", "6228480000000018D301222010000000000F"),
        ("9F42", "0156"),
        ("8E", "00000000000000001F00"),
        ("8C", Cdol),
        ("8D", "8A02" + Cdol),
        ("9F0D", "D84000A800"),
        ("9F0E", "0010000000"),
        ("9F0F", "D84004F800"),
        ("9F4A", "82"),
    ];

    public List<(string Tag, string Value)> Unsigned { get; } = [];

    public TestKey IssuerKey { get; set; } = TestKey.Issuer;

    public TestKey Key { get; set; } = TestKey.Card;

    public string IssuerAlgorithms { get; set; } = "0101";

    public string CardAlgorithms { get; set; } = "0101";

    /// <summary>How much longer than it is a key's certificate says that it is.</summary>
    public int IssuerMore { get; set; }

    public int CardMore { get; set; }

    public string CertificateExpiry { get; set; } = "1230";

    public byte[] DynamicNumber { get; set; } = [0x08, 1, 2, 3, 4, 5, 6, 7, 8];

    public string Afl { get; set; } = "0801010110010400";

    public string this[string tag] => Signed.Concat(Unsigned).First(o => o.Tag == tag).Value;

    public TestCard With(string tag, string value)
    {
        foreach (var list in (List<(string Tag, string Value)>[])[Signed, Unsigned])
        {
            var at = list.FindIndex(o => o.Tag == tag);
            if (at >= 0)
            {
                list[at] = (tag, value);
                return this;
            }
        }

        Signed.Add((tag, value));
        return this;
    }

    public TestCard Without(string tag)
    {
        Signed.RemoveAll(o => o.Tag == tag);
        Unsigned.RemoveAll(o => o.Tag == tag);
        return this;
    }

    public byte[] SignedData => [.. Hex(Tlvs(Signed)), .. this.Signed.Contains(("9F4A", "82")) ? Hex(Aip) : []];

    /// <summary>Certificates of authority and issuer for the data as they stand.</summary>
    public TestCard Sign(string issuerIdentifier = "622848FF", string serial = "001234")
    {
        var pan = this["5A"].PadRight(20, 'F');
        var issuer = TestKey.Authority.Split(IssuerKey, 36);
        var issuerContent = Hex(
            $"02{issuerIdentifier}{CertificateExpiry}{serial}{IssuerAlgorithms}{IssuerKey.Length + IssuerMore:X2}{IssuerKey.Exponent.Length:X2}"
        );
        var own = IssuerKey.Split(Key, 42);
        var ownContent = Hex($"04{pan}{CertificateExpiry}000001{CardAlgorithms}{Key.Length + CardMore:X2}{Key.Exponent.Length:X2}");
        Unsigned.Clear();
        Put("8F", "57");
        Put("90", Text(TestKey.Authority.Sign([.. issuerContent, .. issuer.Here], [.. issuer.Remainder, .. IssuerKey.Exponent])));
        Put("9F32", Text(IssuerKey.Exponent));
        Put("92", Text(issuer.Remainder));
        Put("9F46", Text(IssuerKey.Sign([.. ownContent, .. own.Here], [.. own.Remainder, .. Key.Exponent, .. SignedData])));
        Put("9F47", Text(Key.Exponent));
        Put("9F48", Text(own.Remainder));
        Put("93", Text(IssuerKey.Sign(Hex("0301DAC1"), SignedData)));
        return this;
    }

    /// <summary>A key of its own for PINs.</summary>
    public TestCard SignPinKey(TestKey pin)
    {
        var own = IssuerKey.Split(pin, 42);
        var content = Hex($"04{this["5A"].PadRight(20, 'F')}{CertificateExpiry}0000020101{pin.Length:X2}{pin.Exponent.Length:X2}");
        Put("9F2D", Text(IssuerKey.Sign([.. content, .. own.Here], [.. own.Remainder, .. pin.Exponent])));
        Put("9F2E", Text(pin.Exponent));
        Put("9F2F", Text(own.Remainder));
        return this;
    }

    public string Fci =>
        Wrap(
            "6F",
            Wrap("84", Aid) + Wrap("A5", Wrap("50", Ascii(Label)) + Wrap("87", Priority) + (Pdol.Length == 0 ? "" : Wrap("9F38", Pdol)))
        );

    /// <summary>The record's content: file 1 record 1 is signed, file 2 has four more.</summary>
    public string Record(int file, int record)
    {
        if (file == 1)
        {
            return Wrap("70", Tlvs(Signed));
        }

        var size = (Unsigned.Count + 3) / 4;
        return Wrap("70", Tlvs(Unsigned.Skip((record - 1) * size).Take(size)));
    }

    /// <summary>The card's signature over what INTERNAL AUTHENTICATE brought.</summary>
    public string Dynamic(string data) => Text(Key.Sign([0x05, 0x01, (byte)DynamicNumber.Length, .. DynamicNumber], Hex(data)));

    /// <summary>An answer to GENERATE AC with a signature (Book 2, 6.6): the objects, and the signature over them and what went before.</summary>
    public string Combined(string cid, string cryptogram, string went, string? cidInside = null, string? wentInside = null)
    {
        var objects = Wrap("9F27", cid) + Wrap("9F36", "0017") + Wrap("9F10", Script.IssuerData);
        var hash = TestKey.Hash(Hex((wentInside ?? went) + objects));
        byte[] inside = [.. DynamicNumber, .. Hex(cidInside ?? cid), .. Hex(cryptogram), .. hash];
        var signature = Key.Sign([0x05, 0x01, (byte)inside.Length, .. inside], Hex(Number));
        return Wrap("77", objects + Wrap("9F4B", Text(signature)));
    }

    public static string Wrap(string tag, string value)
    {
        var length = value.Length / 2;
        return tag
            + (
                length > 255 ? $"82{length:X4}"
                : length > 127 ? $"81{length:X2}"
                : $"{length:X2}"
            )
            + value;
    }

    public static string Ascii(string text) => Text(System.Text.Encoding.ASCII.GetBytes(text));

    public static string Text(byte[] bytes) => Convert.ToHexString(bytes);

    public static byte[] Hex(string text) => Convert.FromHexString(text);

    private static string Tlvs(IEnumerable<(string Tag, string Value)> objects) => string.Concat(objects.Select(o => Wrap(o.Tag, o.Value)));

    private void Put(string tag, string value)
    {
        if (value.Length > 0)
        {
            Unsigned.Add((tag, value));
        }
    }
}

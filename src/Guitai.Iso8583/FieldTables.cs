using System.Globalization;

namespace Guitai.Iso8583;

/// <summary>
/// What each field holds in each version of the standard, a line each: number, kind and length as the standard writes them (<c>n6</c> fixed, <c>n..19</c> at
/// most 19 with two digits of length, <c>b...255</c> with three; b counts bytes), what it shows when printed, and its name.
/// </summary>
internal static class FieldTables
{
    /// <summary>A field without its encoding.</summary>
    public readonly record struct Content(int Number, FieldKind Kind, int Length, int PrefixDigits, FieldMask Mask, string Name);

    /// <summary>The lines of a table; later lines replace earlier ones of the same number.</summary>
    public static Dictionary<int, Content> Parse(params string[] tables)
    {
        var contents = new Dictionary<int, Content>();
        foreach (var line in tables.SelectMany(t => t.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var words = line.Split(' ', 4);
            var (first, last) = words[0].Split('-') is [var from, var to]
                ? (Number(from), Number(to))
                : (Number(words[0]), Number(words[0]));
            var kind = words[1][..words[1].IndexOfAny(['.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])];
            var dots = words[1].Count(c => c == '.');
            for (var number = first; number <= last; number++)
            {
                contents[number] = new Content(
                    number,
                    Kind(kind),
                    Number(words[1][(kind.Length + dots)..]),
                    dots,
                    words[2] switch
                    {
                        "show" => FieldMask.Show,
                        "card" => FieldMask.CardNumber,
                        _ => FieldMask.Hide,
                    },
                    words[3]
                );
            }
        }

        return contents;
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static FieldKind Kind(string letters) =>
        letters switch
        {
            "n" => FieldKind.Digits,
            "x" => FieldKind.SignedDigits,
            "a" => FieldKind.Letters,
            "an" => FieldKind.LettersAndDigits,
            "ans" => FieldKind.Printable,
            "ansc" => FieldKind.PrintableOrChinese,
            "z" => FieldKind.Track,
            _ => FieldKind.Bytes,
        };

    /// <summary>ISO 8583:1987, table 4; field 55 as bytes, as EMV uses it (EMV Book 4, annex on data elements of messages).</summary>
    public const string Of1987 = """
        2 n..19 card Primary account number
        3 n6 show Processing code
        4 n12 show Amount, transaction
        5 n12 show Amount, settlement
        6 n12 show Amount, cardholder billing
        7 n10 show Transmission date and time
        8 n8 show Amount, cardholder billing fee
        9 n8 show Conversion rate, settlement
        10 n8 show Conversion rate, cardholder billing
        11 n6 show System trace audit number
        12 n6 show Time, local transaction
        13 n4 show Date, local transaction
        14 n4 hide Date, expiration
        15 n4 show Date, settlement
        16 n4 show Date, conversion
        17 n4 show Date, capture
        18 n4 show Merchant type
        19 n3 show Acquiring institution country code
        20 n3 show Primary account number country code
        21 n3 show Forwarding institution country code
        22 n3 show Point of service entry mode
        23 n3 show Card sequence number
        24 n3 show Network international identifier
        25 n2 show Point of service condition code
        26 n2 show Point of service PIN capture code
        27 n1 show Authorisation identification response length
        28 x8 show Amount, transaction fee
        29 x8 show Amount, settlement fee
        30 x8 show Amount, transaction processing fee
        31 x8 show Amount, settlement processing fee
        32 n..11 show Acquiring institution identification code
        33 n..11 show Forwarding institution identification code
        34 ans..28 hide Primary account number, extended
        35 z..37 hide Track 2 data
        36 z...104 hide Track 3 data
        37 an12 show Retrieval reference number
        38 an6 show Authorisation identification response
        39 an2 show Response code
        40 an3 show Service restriction code
        41 ans8 show Card acceptor terminal identification
        42 ans15 show Card acceptor identification code
        43 ans40 show Card acceptor name and location
        44 ans..25 show Additional response data
        45 ans..76 hide Track 1 data
        46 ans...999 hide Additional data, ISO
        47 ans...999 hide Additional data, national
        48 ans...999 hide Additional data, private
        49 n3 show Currency code, transaction
        50 n3 show Currency code, settlement
        51 n3 show Currency code, cardholder billing
        52 b8 hide Personal identification number data
        53 n16 show Security related control information
        54 ans...120 show Additional amounts
        55 b...255 hide Integrated circuit card data
        56-63 ans...999 hide Reserved
        64 b8 show Message authentication code
        66 n1 show Settlement code
        67 n2 show Extended payment code
        68 n3 show Receiving institution country code
        69 n3 show Settlement institution country code
        70 n3 show Network management information code
        71 n4 show Message number
        72 n4 show Message number, last
        73 n6 show Date, action
        74 n10 show Credits, number
        75 n10 show Credits, reversal number
        76 n10 show Debits, number
        77 n10 show Debits, reversal number
        78 n10 show Transfer, number
        79 n10 show Transfer, reversal number
        80 n10 show Inquiries, number
        81 n10 show Authorisations, number
        82 n12 show Credits, processing fee amount
        83 n12 show Credits, transaction fee amount
        84 n12 show Debits, processing fee amount
        85 n12 show Debits, transaction fee amount
        86 n16 show Credits, amount
        87 n16 show Credits, reversal amount
        88 n16 show Debits, amount
        89 n16 show Debits, reversal amount
        90 n42 show Original data elements
        91 an1 show File update code
        92 an2 show File security code
        93 an5 show Response indicator
        94 an7 show Service indicator
        95 an42 show Replacement amounts
        96 b8 hide Message security code
        97 x16 show Amount, net settlement
        98 ans25 show Payee
        99 n..11 show Settlement institution identification code
        100 n..11 show Receiving institution identification code
        101 ans..17 show File name
        102 ans..28 hide Account identification 1
        103 ans..28 hide Account identification 2
        104 ans...100 hide Transaction description
        105-127 ans...999 hide Reserved
        128 b8 show Message authentication code
        """;

    /// <summary>What ISO 8583:1993, table 4, changes against 1987.</summary>
    public const string Of1993 = """
        12 n12 show Date and time, local transaction
        15 n6 show Date, settlement
        22 an12 show Point of service data code
        25 n4 show Message reason code
        26 n4 show Card acceptor business code
        28 n6 show Date, reconciliation
        29 n3 show Reconciliation indicator
        30 n24 show Amounts, original
        31 ans..99 show Acquirer reference data
        39 n3 show Action code
        40 n3 show Service code
        43 ans..99 show Card acceptor name and location
        44 ans..99 show Additional response data
        46 ans...204 show Amounts, fees
        49 an3 show Currency code, transaction
        50 an3 show Currency code, reconciliation
        51 an3 show Currency code, cardholder billing
        53 b..48 hide Security related control information
        56 n..35 show Original data elements
        57 n3 show Authorisation life cycle code
        58 n..11 show Authorising agent institution identification code
        59 ans...999 hide Transport data
        66 ans...204 show Amounts, original fees
        67 n2 show Extended payment data
        71 n8 show Message number
        72 ans...999 hide Data record
        82 n10 show Inquiries, reversal number
        83 n10 show Payments, number
        84 n10 show Payments, reversal number
        85 n10 show Fee collections, number
        90 n10 show Fee collections, reversal number
        91 n3 show Country code, transaction destination institution
        92 n3 show Country code, transaction originator institution
        93 n..11 show Transaction destination institution identification code
        94 n..11 show Transaction originator institution identification code
        95 ans..99 show Card issuer reference data
        96 b...255 hide Key management data
        99 an..11 show Settlement institution identification code
        105 n16 show Credits, chargeback amount
        106 n16 show Debits, chargeback amount
        107 n10 show Credits, chargeback number
        108 n10 show Debits, chargeback number
        109 ans..84 show Credits, fee amounts
        110 ans..84 show Debits, fee amounts
        """;

    /// <summary>What terminals of the UnionPay kind change against 1987 (docs/walkthroughs/iso8583-message.md names what is certain and what is not).</summary>
    public const string OfUnionPay = """
        43 ansc40 show Card acceptor name and location
        44 ansc..25 show Additional response data
        48 n...322 show Settlement totals or batch records
        49 an3 show Currency code, transaction
        50 an3 show Currency code, settlement
        51 an3 show Currency code, cardholder billing
        56 ansc...512 hide Private
        57 ansc...100 hide Private
        58 ansc...100 hide Electronic purse data
        59 ansc...600 hide Payment code or voucher code
        60 n...17 show Message type, batch number, network code
        61 n...29 show Original batch, trace and date
        62 b...512 hide Keys, parameters or terminal data
        63 ansc...163 show Operator or card organisation
        """;
}

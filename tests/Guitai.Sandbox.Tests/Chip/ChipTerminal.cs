using System.Globalization;
using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>What a terminal says to a chip, and how it reads the answers. It follows the standard, not the card's code.</summary>
internal sealed class ChipTerminal
{
    private readonly ChipCard _card;
    private string _profile = "";

    public ChipTerminal(ChipCard card, CardSides side = CardSides.Contact)
    {
        _card = card;
        Atr = Convert.ToHexString(card.Power(side));
    }

    public string Atr { get; }

    /// <summary>The last cryptogram command's values, as CDOL1 has them: 9F02 9F03 9F1A 95 5F2A 9A 9C 9F37 9F21 9F4E.</summary>
    public static string Values(long amountMinor = 12_345, string currency = "0156", string type = "00") =>
        $"{amountMinor:D12}000000000000" + "0156" + "0000000000" + currency + "261121" + type + "89ABCDEF" + "101112" + new string('2', 40);

    /// <summary>The interchange profile that GET PROCESSING OPTIONS said.</summary>
    public string Profile => _profile;

    public string Raw(string command) => Convert.ToHexString(_card.Answer(Convert.FromHexString(command)));

    /// <summary>Sends a command that must be answered with 9000; its data.</summary>
    public string Good(string command)
    {
        var answer = Raw(command);
        Assert.EndsWith("9000", answer, StringComparison.Ordinal);
        return answer[..^4];
    }

    /// <summary>Sends a command that must be answered with a status alone.</summary>
    public void Bad(string status, string command) => Assert.Equal(status, Raw(command));

    public string Select(string aid, bool next = false) => Raw($"00A404{(next ? "02" : "00")}{aid.Length / 2:X2}{aid}00");

    /// <summary>PSE, its first application, GET PROCESSING OPTIONS; the records that the locator names, signed ones apart.</summary>
    public ChipReading Begin(string? aid = null, string pdolValues = "")
    {
        if (aid is null)
        {
            Good("00A404000E315041592E5359532E444446303100");
            aid = Tlvs.Find(Good("00B2010C00"), "4F");
        }

        Assert.EndsWith("9000", Select(aid), StringComparison.Ordinal);
        return Start(pdolValues);
    }

    public ChipReading Start(string pdolValues = "")
    {
        var options = Good($"80A80000{(pdolValues.Length / 2) + 2:X2}83{pdolValues.Length / 2:X2}{pdolValues}00");
        var (profile, locator) = options.StartsWith("80", StringComparison.Ordinal)
            ? (Tlvs.Find(options, "80")[..4], Tlvs.Find(options, "80")[4..])
            : (Tlvs.Find(options, "82"), Tlvs.Find(options, "94"));
        _profile = profile;
        return Read(profile, locator);
    }

    public ChipReading Read(string profile, string locator)
    {
        var all = "";
        var signed = "";
        foreach (var entry in locator.Chunk(8).Select(c => Convert.FromHexString(c)))
        {
            for (var record = entry[1]; record <= entry[2]; record++)
            {
                var inside = Tlvs.Find(Good($"00B2{record:X2}{entry[0] | 4:X2}00"), "70");
                all += inside;
                signed += record < entry[1] + entry[3] ? inside : "";
            }
        }

        return new ChipReading(profile, all, signed);
    }

    /// <summary>The first cryptogram.</summary>
    /// <param name="wish">00 decline, 40 approve, 80 online; 10 more for a combined signature.</param>
    public ChipProof First(int wish = 0x80, string? values = null) => Proof(Raw(Cryptogram(wish, values ?? Values())));

    /// <summary>The second cryptogram.</summary>
    public ChipProof Second(int wish, string code = "3030", string issuer = "", string? values = null) =>
        Proof(Raw(Cryptogram(wish, code + issuer + (values ?? Values()))));

    public static string Cryptogram(int wish, string values) => $"80AE{wish:X2}00{values.Length / 2:X2}{values}00";

    private static ChipProof Proof(string answer)
    {
        Assert.EndsWith("9000", answer, StringComparison.Ordinal);
        if (answer.StartsWith("80", StringComparison.Ordinal))
        {
            var value = Tlvs.Find(answer, "80");
            return new ChipProof(value[..2], value[2..6], value[6..22], value[22..], "", answer);
        }

        return new ChipProof(
            Tlvs.Find(answer, "9F27"),
            Tlvs.Find(answer, "9F36"),
            Tlvs.TryFind(answer, "9F26") ?? "",
            Tlvs.Find(answer, "9F10"),
            Tlvs.TryFind(answer, "9F4B") ?? "",
            answer
        );
    }
}

/// <summary>What a terminal read: the profile, all records' objects behind each other, and those that are signed.</summary>
internal sealed record ChipReading(string Profile, string Objects, string Signed)
{
    public string this[string tag] => Tlvs.Find(Objects, tag);
}

/// <summary>A cryptogram as it came. Texts are hexadecimal.</summary>
internal sealed record ChipProof(string Type, string Counter, string Cryptogram, string ApplicationData, string Signature, string Answer);

/// <summary>Finds objects in hexadecimal, at any depth.</summary>
internal static class Tlvs
{
    public static string Find(string objects, string tag) =>
        TryFind(objects, tag) ?? throw new InvalidOperationException($"{tag} is not in {objects}.");

    public static string? TryFind(string objects, string tag)
    {
        for (var at = 0; at + 4 <= objects.Length; )
        {
            var first = Byte(objects, at);
            var end = at + 2;
            if ((first & 0x1F) == 0x1F)
            {
                while ((Byte(objects, end) & 0x80) != 0)
                {
                    end += 2;
                }

                end += 2;
            }

            var length = Byte(objects, end);
            var begin = end + 2;
            if (length > 0x80)
            {
                var digits = 2 * (length & 0x7F);
                length = int.Parse(objects.AsSpan(begin, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                begin += digits;
            }

            var value = objects.Substring(begin, 2 * length);
            if (objects[at..end] == tag)
            {
                return value;
            }

            if ((first & 0x20) != 0 && TryFind(value, tag) is { } inside)
            {
                return inside;
            }

            at = begin + (2 * length);
        }

        return null;
    }

    private static int Byte(string text, int at) => int.Parse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

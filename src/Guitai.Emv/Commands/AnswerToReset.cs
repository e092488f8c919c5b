namespace Guitai.Emv.Commands;

/// <summary>The protocol that a card speaks.</summary>
public enum CardProtocol
{
    /// <summary>Byte by byte; commands carry data one way only.</summary>
    T0,

    /// <summary>Block by block.</summary>
    T1,

    /// <summary>ISO/IEC 14443-4.</summary>
    Contactless,
}

/// <summary>A contact card's answer to reset, checked as EMV Book 1, 8.3 wants.</summary>
/// <param name="Protocol">The protocol that the card offers first.</param>
/// <param name="Historical">The historical bytes, at most 15.</param>
public sealed record AnswerToReset(CardProtocol Protocol, ReadOnlyMemory<byte> Historical)
{
    /// <summary>Reads an answer to reset.</summary>
    /// <returns>Null when it is none that a payment card may give.</returns>
    public static AnswerToReset? Parse(ReadOnlySpan<byte> bytes)
    {
        // 8.3.1: TS, direct or inverse convention; 8.3: at most 32 bytes and TS.
        if (bytes.Length is < 2 or > 33 || bytes[0] is not (0x3B or 0x3F))
        {
            return null;
        }

        var at = 1;
        var format = bytes[at++];
        var historical = format & 0x0F;
        var protocols = new List<int>();
        var follows = format >> 4;
        for (var group = 1; follows != 0; group++)
        {
            Span<int> characters = [-1, -1, -1, -1];
            for (var i = 0; i < 4; i++)
            {
                if ((follows & (1 << i)) != 0)
                {
                    if (at >= bytes.Length)
                    {
                        return null;
                    }

                    characters[i] = bytes[at++];
                }
            }

            if (!IsAllowed(group, characters, protocols))
            {
                return null;
            }

            if (characters[3] >= 0)
            {
                protocols.Add(characters[3] & 0x0F);
            }

            follows = characters[3] < 0 ? 0 : characters[3] >> 4;
        }

        // 8.3.5: TCK is there when anything but T=0 is offered, and makes the XOR of all after TS zero.
        var hasCheck = protocols.Any(p => p != 0);
        if (bytes.Length != at + historical + (hasCheck ? 1 : 0) || (hasCheck && Xor(bytes[1..]) != 0))
        {
            return null;
        }

        var protocol = protocols.Count == 0 || protocols[0] == 0 ? CardProtocol.T0 : CardProtocol.T1;
        return new AnswerToReset(protocol, bytes.Slice(at, historical).ToArray());
    }

    // Interface characters A to D of one group; -1 is absent.
    private static bool IsAllowed(int group, ReadOnlySpan<int> characters, List<int> protocols) =>
        group switch
        {
            // 8.3.3.2: no programming voltage; 8.3.3.4: T=0 or T=1.
            1 => characters[1] <= 0 && (characters[3] < 0 || (characters[3] & 0x0F) <= 1),
            // 8.3.3.5 to 8.3.3.8: specific mode only with what TA1 says; no TB2; TC2 is 0A; TD2 goes on with T=1 or global bytes.
            2 => (characters[0] < 0 || ((characters[0] & 0x10) == 0 && (characters[0] & 0x0F) == protocols[0]))
                && characters[1] < 0
                && characters[2] is -1 or 0x0A
                && (characters[3] < 0 || (characters[3] & 0x0F) is 0x01 or 0x0E or 0x0F),
            // 8.3.3.9 to 8.3.3.11: IFSI 10 to FE, BWI at most 4 and CWI at most 5, TC3 says LRC.
            3 when protocols[1] == 1 => characters[0] is -1 or (>= 0x10 and <= 0xFE)
                && characters[1] >= 0
                && characters[1] >> 4 <= 4
                && (characters[1] & 0x0F) <= 5
                && characters[2] <= 0,
            _ => true,
        };

    private static int Xor(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
        {
            sum ^= value;
        }

        return sum;
    }
}

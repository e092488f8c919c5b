namespace Guitai.Emv.Commands;

/// <summary>A command to a card (ISO/IEC 7816-4; EMV Book 1, 11.1; Book 3, 6.3), in its short form.</summary>
/// <param name="Class">CLA.</param>
/// <param name="Instruction">INS.</param>
/// <param name="P1">The first parameter.</param>
/// <param name="P2">The second parameter.</param>
/// <param name="Data">0 to 255 bytes.</param>
/// <param name="Expected">Bytes wanted in the answer: null none, 1 to 256; 256 is written as 00, <em>all there are</em>.</param>
public sealed record CommandApdu(byte Class, byte Instruction, byte P1, byte P2, ReadOnlyMemory<byte> Data, int? Expected)
{
    /// <summary>What every command with an answer asks for: all there is (EMV Book 3, 6.5).</summary>
    public const int All = 256;

    /// <summary>1: nothing either way; 2: an answer; 3: data; 4: both (EMV Book 1, 9.3.1.1).</summary>
    public int Case => (Data.IsEmpty ? 1 : 3) + (Expected is null ? 0 : 1);

    /// <summary>The command as T=1 and contactless readers take it.</summary>
    public byte[] ToBytes() =>
        [
            Class,
            Instruction,
            P1,
            P2,
            .. Data.IsEmpty ? [] : (byte[])[(byte)Data.Length, .. Data.Span],
            .. Expected is { } expected ? [(byte)(expected & 0xFF)] : Array.Empty<byte>(),
        ];

    /// <summary>Reads a command that somebody else made, an issuer's script for example.</summary>
    /// <returns>Null when the bytes are no short command.</returns>
    public static CommandApdu? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            return null;
        }

        var body = bytes[4..];
        ReadOnlySpan<byte> data = [];
        int? expected = null;
        if (body.Length == 1)
        {
            expected = body[0];
        }
        else if (body.Length > 1)
        {
            var length = body[0];
            if (length == 0 || body.Length is var all && all != length + 1 && all != length + 2)
            {
                return null;
            }

            data = body.Slice(1, length);
            expected = body.Length == length + 2 ? body[^1] : null;
        }

        return new CommandApdu(bytes[0], bytes[1], bytes[2], bytes[3], data.ToArray(), expected == 0 ? All : expected);
    }

    /// <summary>The four bytes of the head: the data of a command may be secret.</summary>
    public override string ToString() => $"{Class:X2}{Instruction:X2}{P1:X2}{P2:X2}";
}

/// <summary>What a card answers: data, and the status word SW1 SW2.</summary>
/// <param name="Data">The data; empty when there is none.</param>
/// <param name="Status">SW1 SW2 as a number: 0x9000.</param>
public readonly record struct CardAnswer(ReadOnlyMemory<byte> Data, int Status)
{
    /// <summary>Everything went well.</summary>
    public const int Ok = 0x9000;

    /// <summary>SW1.</summary>
    public int Status1 => Status >> 8;

    /// <summary>SW2.</summary>
    public int Status2 => Status & 0xFF;

    /// <summary>Takes data and status apart.</summary>
    /// <returns>Null when there is not even a status.</returns>
    public static CardAnswer? Parse(ReadOnlyMemory<byte> bytes) =>
        bytes.Length < 2 ? null : new CardAnswer(bytes[..^2], (bytes.Span[^2] << 8) | bytes.Span[^1]);

    /// <summary>The status alone: the data may be secret.</summary>
    public override string ToString() => $"{Status:X4}";
}

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>What a card answers: data and a status word.</summary>
internal readonly record struct CardAnswer(byte[] Data, int Status)
{
    /// <summary>Done, with nothing to say.</summary>
    public static CardAnswer Done => new([], Statuses.Done);

    /// <summary>Data, and 9000.</summary>
    public static CardAnswer Of(byte[] data) => new(data, Statuses.Done);

    /// <summary>A status alone.</summary>
    public static CardAnswer Refused(int status) => new([], status);

    /// <summary>As it goes over the line.</summary>
    public byte[] Bytes => [.. Data, (byte)(Status >> 8), (byte)(Status & 0xFF)];
}

/// <summary>Status words (EMV Book 1, 11 and Book 3, 6.5).</summary>
internal static class Statuses
{
    public const int Done = 0x9000;
    public const int FileInvalidated = 0x6283;
    public const int IssuerAuthenticationFailed = 0x6300;
    public const int PinWrong = 0x63C0;
    public const int WrongLength = 0x6700;
    public const int SecurityNotSatisfied = 0x6982;
    public const int PinBlocked = 0x6983;
    public const int PinWasBlocked = 0x6984;
    public const int UseContacts = 0x6984;
    public const int NotNow = 0x6985;
    public const int ScriptMacWrong = 0x6988;
    public const int WrongData = 0x6A80;
    public const int NotSupported = 0x6A81;
    public const int NotFound = 0x6A82;
    public const int NoSuchRecord = 0x6A83;
    public const int WrongParameters = 0x6A86;
    public const int NoSuchObject = 0x6A88;
    public const int UnknownInstruction = 0x6D00;
    public const int UnknownClass = 0x6E00;
    public const int Broken = 0x6F00;
}

/// <summary>A command as a card reads it (EMV Book 1, 9.4.1).</summary>
internal readonly ref struct CardCommand
{
    private CardCommand(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> data, int expected)
    {
        Bytes = bytes;
        Data = data;
        Expected = expected;
    }

    /// <summary>All of it.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What it brings.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Le: how much it wants, 256 for all there is; -1 where it does not say.</summary>
    public int Expected { get; }

    public int Class => Bytes[0];
    public int Instruction => Bytes[1];
    public int First => Bytes[2];
    public int Second => Bytes[3];

    /// <summary>Both parameters as one number.</summary>
    public int Parameters => (Bytes[2] << 8) | Bytes[3];

    /// <summary>Reads a command of at most 261 bytes.</summary>
    /// <returns>False when its lengths do not fit: 6700.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CardCommand command)
    {
        command = default;
        if (bytes.Length < 4)
        {
            return false;
        }

        if (bytes.Length <= 5)
        {
            command = new CardCommand(bytes, [], bytes.Length == 4 ? -1 : Wanted(bytes[4]));
            return true;
        }

        var rest = bytes.Length - 5 - bytes[4];
        if (bytes[4] == 0 || rest is not (0 or 1))
        {
            return false;
        }

        command = new CardCommand(bytes, bytes.Slice(5, bytes[4]), rest == 0 ? -1 : Wanted(bytes[^1]));
        return true;
    }

    private static int Wanted(byte length) => length == 0 ? 256 : length;
}

namespace Guitai.Emv.Commands;

/// <summary>
/// One command over the protocol T=0 (EMV Book 1, 9.3.1): the protocol carries data one way at a time, so a card announces an answer by <c>61xx</c>, and a
/// wrong length by <c>6Cxx</c>. Pure: it says what to send next, and takes what came.
/// </summary>
/// <param name="command">The command.</param>
public sealed class T0Exchange(CommandApdu command)
{
    // A card that keeps announcing data never ends otherwise.
    private const int MostSteps = 16;
    private const int LongestAnswer = 4096;

    private readonly List<byte> _data = [];
    private CommandApdu _sent = command;
    private int _warning;
    private int _steps;

    /// <summary>The first bytes to send: always five and the data.</summary>
    public byte[] First { get; } = Write(command);

    /// <summary>Takes what the card answered to what was sent last.</summary>
    /// <param name="answer">Data and status.</param>
    /// <param name="next">What to send next; null when the exchange has ended.</param>
    /// <returns>The whole answer when the exchange has ended; its status is 0 when the card does not keep to the protocol.</returns>
    public CardAnswer Take(CardAnswer answer, out byte[]? next)
    {
        next = null;
        _data.AddRange(answer.Data.Span);
        if (++_steps > MostSteps || _data.Count > LongestAnswer)
        {
            return default;
        }

        switch (answer.Status1)
        {
            // 9.3.1.2: Le was wrong, the right one is xx.
            case 0x6C when _sent.Expected is not null && _sent.Data.IsEmpty:
                _sent = _sent with { Expected = answer.Status2 == 0 ? CommandApdu.All : answer.Status2 };
                next = Write(_sent);
                return default;
            // 9.3.1.3: xx bytes are ready.
            case 0x61:
                next = Fetch(answer.Status2);
                return default;
            // A warning before the data of a case 4 command: the data are fetched, the warning stays (9.3.1.1.4).
            case 0x62 or 0x63 when _sent.Case == 4:
                _warning = answer.Status;
                next = Fetch(0);
                return default;
            default:
                var status = _warning != 0 && answer.Status == CardAnswer.Ok ? _warning : answer.Status;
                return new CardAnswer(_data.ToArray(), status);
        }
    }

    private byte[] Fetch(int length)
    {
        _sent = new CommandApdu(0x00, 0xC0, 0, 0, default, length == 0 ? CommandApdu.All : length);
        return Write(_sent);
    }

    // P3 is Lc of cases 3 and 4, Le of case 2, 00 of case 1 (9.3.1.1).
    private static byte[] Write(CommandApdu command) =>
        [
            command.Class,
            command.Instruction,
            command.P1,
            command.P2,
            (byte)((command.Data.IsEmpty ? command.Expected ?? 0 : command.Data.Length) & 0xFF),
            .. command.Data.Span,
        ];
}

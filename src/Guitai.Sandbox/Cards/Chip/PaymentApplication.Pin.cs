using System.Text;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>The holder's PIN, in clear or enciphered (EMV Book 3, 6.5.12; Book 2, 7).</summary>
internal sealed partial class PaymentApplication
{
    private byte[]? _challenge;
    private bool _hadTries;
    private bool _pinTried;
    private bool _pinFailed;

    private CardAnswer Challenge(CardCommand command)
    {
        if (command.Parameters != 0)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        _challenge = RandomBytes(8);
        return CardAnswer.Of(_challenge);
    }

    private CardAnswer Verify(CardCommand command)
    {
        var challenge = _challenge;
        _challenge = null;
        if (_stage != Stage.Started)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (command.First != 0 || command.Second is not (0x80 or 0x88) || (command.Second == 0x88 && data.Key is null))
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        // VIS 1.5, 10: 6984 says that all tries were gone before this transaction, 6983 that it used them up.
        if (memory.Facts.PinTries == 0)
        {
            return CardAnswer.Refused(_hadTries ? Statuses.PinBlocked : Statuses.PinWasBlocked);
        }

        if (command.Data.Length != (command.Second == 0x80 ? 8 : data.Key!.Length))
        {
            return CardAnswer.Refused(Statuses.WrongLength);
        }

        if (command.Second == 0x88 && challenge is null)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        _pinTried = true;
        var block = command.Second == 0x80 ? command.Data.ToArray() : Decipher(command.Data, challenge);
        if (block.AsSpan().SequenceEqual(PinBlockOf(data.Pin)))
        {
            _pinFailed = false;
            memory.Change(f => f with { PinTries = data.File.PinLimit });
            return CardAnswer.Done;
        }

        _pinFailed = true;
        var facts = memory.Change(f => f with { PinTries = f.PinTries - 1 });
        return CardAnswer.Refused(Statuses.PinWrong | facts.PinTries);
    }

    // The PIN's block out of the ciphered data; nothing where header or challenge are not right, which counts as a wrong PIN (EMV Book 2, 7.2).
    private byte[] Decipher(ReadOnlySpan<byte> ciphered, ReadOnlySpan<byte> challenge)
    {
        if (ciphered.SequenceCompareTo(data.Key!.Modulus) >= 0)
        {
            return [];
        }

        var clear = data.Key.Apply(ciphered);
        return clear[0] == 0x7F && clear.AsSpan(9, 8).SequenceEqual(challenge) ? clear[1..9] : [];
    }

    // Format 2 of ISO 9564-1.
    private static byte[] PinBlockOf(string pin) =>
        Convert.FromHexString(new StringBuilder("2").Append(pin.Length.ToString("X1", null)).Append(pin.PadRight(14, 'F')).ToString());
}

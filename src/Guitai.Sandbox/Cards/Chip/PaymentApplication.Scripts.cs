using System.Buffers.Binary;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>The issuer's commands (EMV Book 3, 6.5.1 to 6.5.3 and 6.5.10; PBOC's UPDATE RECORD), each with a MAC of eight bytes at its end (Book 2, 9.2).</summary>
internal sealed partial class PaymentApplication
{
    private const int MacBytes = 8;

    private CardAnswer Script(CardCommand command)
    {
        if ((command.Class, command.Instruction) is not ((0x84, 0x16 or 0x18 or 0x1E or 0x24) or (0x04 or 0x84, 0xDC)))
        {
            return CardAnswer.Refused(Statuses.UnknownInstruction);
        }

        // Their key hangs on the transaction's cryptogram: without one there is none.
        if (_stage is not (Stage.Asked or Stage.Ended) || _first != AskOnline)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (command.Data.Length < MacBytes)
        {
            return CardAnswer.Refused(Statuses.WrongLength);
        }

        var key = Cryptograms.ScriptOfCard(data.ScriptKey, data.Version, memory.Facts.Counter, _cryptogram);
        var inside = command.Data[..^MacBytes];
        var mac = Scripts.Mac(key, command.Bytes[..5], memory.Facts.Counter, _cryptogram, inside);
        if (mac != BinaryPrimitives.ReadUInt64BigEndian(command.Data[^MacBytes..]))
        {
            _scriptRefused = true;
            memory.Change(f => f with { ScriptFailed = true });
            return CardAnswer.Refused(Statuses.ScriptMacWrong);
        }

        var answer = Obey(command, inside);
        _scriptRefused |= answer.Status != Statuses.Done;
        memory.Change(f => f with { ScriptsDone = f.ScriptsDone + 1, ScriptFailed = f.ScriptFailed || _scriptRefused });
        return answer;
    }

    private CardAnswer Obey(CardCommand command, ReadOnlySpan<byte> inside)
    {
        if (command.Instruction == 0xDC)
        {
            return UpdateRecord(command, inside);
        }

        if (command.Parameters != 0)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (!inside.IsEmpty)
        {
            return CardAnswer.Refused(Statuses.WrongLength);
        }

        var instruction = command.Instruction;
        memory.Change(f =>
            instruction switch
            {
                0x16 => f with { CardBlocked = true },
                0x18 => f with { Blocked = false },
                0x1E => f with { Blocked = true },
                _ => f with { PinTries = data.File.PinLimit },
            }
        );
        return CardAnswer.Done;
    }

    private CardAnswer UpdateRecord(CardCommand command, ReadOnlySpan<byte> record)
    {
        var file = command.Second >> 3;
        if ((command.Second & 7) != 4)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (!Side.Records.Value.ContainsKey((file, command.First)))
        {
            return CardAnswer.Refused(Statuses.NoSuchRecord);
        }

        if (record is not [0x70, ..])
        {
            return CardAnswer.Refused(Statuses.WrongData);
        }

        var place = $"{file:X2}{command.First:X2}";
        var text = Convert.ToHexString(record);
        memory.Change(f => f with { Updates = new Dictionary<string, string>(f.Updates) { [place] = text } });
        return CardAnswer.Done;
    }
}

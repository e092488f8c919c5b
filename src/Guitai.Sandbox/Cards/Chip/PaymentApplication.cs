using System.Buffers.Binary;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>
/// A payment application of a chip: PBOC's debit and credit with contacts (JR/T 0025.5, EMV Book 3) and qPBOC without (JR/T 0025.12). It knows no clock, and nothing
/// of the terminal but its commands.
/// </summary>
internal sealed partial class PaymentApplication(ApplicationData data, ChipMemory memory, RandomFill random)
{
    /// <summary>The file of the log, and how many entries it has (9F4D).</summary>
    public const byte LogFile = 11;

    /// <summary>Entries of the log.</summary>
    public const byte LogEntries = 10;

    // 9F4F: date, time, amount, other amount, country, currency, merchant, type, counter.
    private static readonly ObjectList s_logFormat = new(Convert.FromHexString("9A039F21039F02069F03069F1A025F2A029F4E149C019F3602"));

    private enum Stage
    {
        Selected,
        Started,
        Asked,
        Ended,
    }

    private Stage _stage;
    private bool _tap;
    private byte[] _pdolValues = [];
    private byte[]? _dynamicRecord;

    /// <summary>What it was personalised with.</summary>
    public ApplicationData Data => data;

    /// <summary>What it remembers.</summary>
    public ChipFacts Facts => memory.Facts;

    /// <summary>True when it can be selected with a warning only.</summary>
    public bool IsBlocked => data.File.Blocked || memory.Facts.Blocked;

    /// <summary>Makes it as it was sent out. Counters go on: the issuer takes none twice.</summary>
    public void Renew() => memory.Change(f => data.Born with { Counter = f.Counter, LastOnlineCounter = f.LastOnlineCounter });

    private ApplicationSide Side => _tap ? data.Tap : data.Contact;

    /// <summary>SELECT: whatever went before is over.</summary>
    public CardAnswer Select(bool tap)
    {
        _stage = Stage.Selected;
        _tap = tap;
        _pdolValues = [];
        _dynamicRecord = null;
        ForgetTransaction();
        return new CardAnswer(data.Fci(tap), IsBlocked ? Statuses.FileInvalidated : Statuses.Done);
    }

    /// <summary>Every command but SELECT and those of the line.</summary>
    public CardAnswer Answer(CardCommand command)
    {
        var isChallengeOver = command.Instruction != 0x20;
        var answer = (command.Class, command.Instruction) switch
        {
            (0x80, 0xA8) => Start(command),
            (0x00, 0xB2) => ReadRecord(command),
            (0x80, 0xCA) => GetData(command),
            _ when _tap => CardAnswer.Refused(Statuses.NotNow),
            (0x00, 0x84) => Challenge(command),
            (0x00, 0x20) => Verify(command),
            (0x00, 0x88) => InternalAuthenticate(command),
            (0x80, 0xAE) => GenerateCryptogram(command),
            (0x00, 0x82) => ExternalAuthenticate(command),
            (0x84, _) or (0x04, 0xDC) => Script(command),
            _ => CardAnswer.Refused(Statuses.UnknownInstruction),
        };
        if (isChallengeOver && command.Instruction != 0x84)
        {
            _challenge = null;
        }

        return answer;
    }

    // GET PROCESSING OPTIONS (EMV Book 3, 6.5.8).
    private CardAnswer Start(CardCommand command)
    {
        var pdol = _tap ? data.TapPdol : data.Pdol;
        if (_stage != Stage.Selected || IsBlocked || memory.Facts.Counter == 0xFFFF)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (command.Parameters != 0)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (command.Data is not [0x83, ..])
        {
            return CardAnswer.Refused(Statuses.WrongData);
        }

        var wanted = pdol?.Length ?? 0;
        var head = wanted < 0x80 ? 2 : 3;
        if (command.Data.Length != head + wanted || command.Data[head - 1] != wanted)
        {
            return CardAnswer.Refused(Statuses.WrongLength);
        }

        if (_tap && !IsForTaps(command.Data[head..]))
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (_tap && !CanProveHolder(command.Data[head..]))
        {
            return CardAnswer.Refused(Statuses.UseContacts);
        }

        _pdolValues = command.Data[head..].ToArray();
        _before = memory.Facts;
        memory.Count();
        if (_tap)
        {
            return StartTap();
        }

        _stage = Stage.Started;
        _hadTries = _before.PinTries > 0;
        return CardAnswer.Of(
            data.File.AnswerInParts
                ? Tlv.Of(0x77, Tlv.Of(0x82, Side.Profile), Tlv.Of(0x94, Side.Locator))
                : Tlv.Of(0x80, [.. Side.Profile, .. Side.Locator])
        );
    }

    // READ RECORD (EMV Book 3, 6.5.11).
    private CardAnswer ReadRecord(CardCommand command)
    {
        var file = command.Second >> 3;
        if ((command.Second & 7) != 4 || command.First == 0 || file is 0 or > 30 || !command.Data.IsEmpty)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (file == LogFile)
        {
            var log = memory.Facts.Log;
            return command.First > log.Count
                ? CardAnswer.Refused(Statuses.NoSuchRecord)
                : CardAnswer.Of(Convert.FromHexString(log[command.First - 1]));
        }

        if (_stage == Stage.Selected)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (_tap && _dynamicRecord is not null && file == ChipRecords.DynamicFile && command.First == ChipRecords.DynamicRecord)
        {
            return CardAnswer.Of(_dynamicRecord);
        }

        if (memory.Facts.Updates.TryGetValue($"{file:X2}{command.First:X2}", out var update))
        {
            return CardAnswer.Of(Convert.FromHexString(update));
        }

        var records = Side.Records.Value;
        return records.TryGetValue((file, command.First), out var record) ? CardAnswer.Of(record)
            : records.Keys.Any(k => k.File == file) ? CardAnswer.Refused(Statuses.NoSuchRecord)
            : CardAnswer.Refused(Statuses.NotFound);
    }

    // GET DATA (EMV Book 3, 6.5.7; JR/T 0025.13 for electronic cash).
    private CardAnswer GetData(CardCommand command)
    {
        var facts = memory.Facts;
        byte[]? value = command.Parameters switch
        {
            0x9F13 => Two(facts.LastOnlineCounter),
            0x9F17 => [(byte)facts.PinTries],
            0x9F36 => Two(facts.Counter),
            0x9F4F => s_logFormat.Bytes,
            0x9F78 when data.Rules.TapBalanceMinor is not null => Amounts.Digits(data.Rules.TapLimitMinor),
            0x9F79 when data.Rules.TapBalanceMinor is not null => Amounts.Digits(facts.TapBalanceMinor),
            _ => null,
        };
        return !command.Data.IsEmpty ? CardAnswer.Refused(Statuses.WrongLength)
            : value is null ? CardAnswer.Refused(Statuses.NoSuchObject)
            : CardAnswer.Of(Tlv.Of(command.Parameters, value.AsSpan()));
    }

    // INTERNAL AUTHENTICATE (EMV Book 3, 6.5.9; Book 2, 6.5).
    private CardAnswer InternalAuthenticate(CardCommand command)
    {
        if (!data.SignsDynamically)
        {
            return CardAnswer.Refused(Statuses.UnknownInstruction);
        }

        if (_stage != Stage.Started)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (command.Parameters != 0)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (command.Data.Length != data.Ddol.Length)
        {
            return CardAnswer.Refused(Statuses.WrongLength);
        }

        _signedDynamically = true;
        var signature = Sign([8, .. RandomBytes(8)], command.Data);
        return CardAnswer.Of(data.File.AnswerInParts ? Tlv.Of(0x77, Tlv.Of(0x9F4B, signature)) : Tlv.Of(0x80, signature));
    }

    private byte[] Sign(ReadOnlySpan<byte> dynamicData, ReadOnlySpan<byte> terminalData)
    {
        var signature = Certificates.DynamicData(data.Key!, dynamicData, terminalData);
        if (data.File.Flaw == ProofFlaw.DynamicData)
        {
            signature[^1] ^= 1;
        }

        return signature;
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        random(bytes);
        return bytes;
    }

    private static byte[] Two(int number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }
}

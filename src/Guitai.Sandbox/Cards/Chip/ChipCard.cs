using System.Text;
using Guitai.Sandbox.Cards.Chip.Files;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>An application, seen from outside.</summary>
/// <param name="File">What it was personalised from.</param>
/// <param name="Facts">What it remembers.</param>
public sealed record ApplicationView(ApplicationFile File, ChipFacts Facts);

/// <summary>A whole chip as a reader has it: a reset, then commands and answers. It has power or not; without it, it forgets what is not in its memory.</summary>
public sealed class ChipCard
{
    private static readonly byte[] s_directoryName = "1PAY.SYS.DDF01"u8.ToArray();
    private static readonly byte[] s_tapDirectoryName = "2PAY.SYS.DDF01"u8.ToArray();

    private readonly List<PaymentApplication> _applications;
    private CardSides _side;
    private bool _directory;
    private PaymentApplication? _selected;
    private byte[] _waiting = [];

    internal ChipCard(CardFile file, List<PaymentApplication> applications) => (File, _applications) = (file, applications);

    /// <summary>What it was personalised from.</summary>
    public CardFile File { get; }

    /// <summary>The number of its first application.</summary>
    public string Pan => Encoding.ASCII.GetString(_applications[0].Data.Pan);

    /// <summary>The name of its first application (4F).</summary>
    internal byte[] FirstName => _applications[0].Data.Aid;

    /// <summary>Whether its first application takes the issuer's answer by EXTERNAL AUTHENTICATE.</summary>
    internal bool TakesIssuerByCommand => _applications[0].Data.IssuerByCommand;

    /// <summary>Its applications and what they remember.</summary>
    public IReadOnlyList<ApplicationView> Applications => [.. _applications.Select(a => new ApplicationView(a.Data.File, a.Facts))];

    /// <summary>Makes it as it was sent out, but for its counters.</summary>
    internal void Renew()
    {
        foreach (var application in _applications)
        {
            application.Renew();
        }
    }

    /// <summary>What it answers to a reset (EMV Book 1, 8); empty when it stays mute.</summary>
    /// <param name="side">By its contacts, or by a field, where the reader answers for the card (PC/SC part 3, 3.1.3.2.3).</param>
    public byte[] Atr(CardSides side) =>
        File.Fault == ChipFault.Mute || (File.Sides & side) == CardSides.None ? []
        : File.Fault == ChipFault.BadAtr ? [0x3B]
        : side == CardSides.Contactless ? [0x3B, 0x80, 0x80, 0x01, 0x01]
        : File.Protocol == ChipProtocol.T0 ? [0x3B, 0x60, 0x00, 0x00]
        : [0x3B, 0xE0, 0x00, 0x00, 0x81, 0x31, 0xFE, 0x45, 0xEB];

    /// <summary>Powers it, or resets it.</summary>
    /// <returns>Its <see cref="Atr"/>.</returns>
    public byte[] Power(CardSides side)
    {
        PowerOff();
        var atr = Atr(side);
        _side = atr.Length == 0 ? CardSides.None : side;
        return atr;
    }

    /// <summary>Takes its power away.</summary>
    public void PowerOff()
    {
        _side = CardSides.None;
        _selected = null;
        _directory = false;
        _waiting = [];
    }

    /// <summary>Answers a command.</summary>
    /// <param name="command">ISO/IEC 7816-4, short lengths.</param>
    /// <returns>Data and two bytes of status; nothing without power.</returns>
    public byte[] Answer(ReadOnlySpan<byte> command)
    {
        if (_side == CardSides.None)
        {
            return [];
        }

        if (!CardCommand.TryRead(command, out var read))
        {
            return CardAnswer.Refused(Statuses.WrongLength).Bytes;
        }

        var isBytewise = _side == CardSides.Contact && File.Protocol == ChipProtocol.T0;
        if (isBytewise && read is { Class: 0, Instruction: 0xC0 })
        {
            return Fetch(read).Bytes;
        }

        _waiting = [];
        var answer = File.Fault == ChipFault.Error ? CardAnswer.Refused(Statuses.Broken) : Do(read);
        return (isBytewise ? Bytewise(read, answer) : answer).Bytes;
    }

    private CardAnswer Do(CardCommand command)
    {
        if (command.Class is not (0x00 or 0x80 or 0x84 or 0x04))
        {
            return CardAnswer.Refused(Statuses.UnknownClass);
        }

        if (command is { Class: 0, Instruction: 0xA4 })
        {
            return Select(command);
        }

        if (_directory && command is { Class: 0, Instruction: 0xB2 })
        {
            return ReadDirectory(command);
        }

        if (IsCardBlocked)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        return _selected is { } application ? application.Answer(command)
            : command.Instruction is 0xB2 or 0xA8 or 0xCA or 0x84 or 0x20 or 0x88 or 0xAE or 0x82 ? CardAnswer.Refused(Statuses.NotNow)
            : CardAnswer.Refused(Statuses.UnknownInstruction);
    }

    private bool IsCardBlocked => File.Blocked || _applications.Exists(a => a.Facts.CardBlocked);

    // SELECT by name, whole or its beginning, the first or the next one (EMV Book 1, 11.3 and 12.3.1).
    private CardAnswer Select(CardCommand command)
    {
        if (command.First != 4 || command.Second is not (0 or 2) || command.Data.Length is < 5 or > 16)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (IsCardBlocked)
        {
            return CardAnswer.Refused(Statuses.NotSupported);
        }

        var isTap = _side == CardSides.Contactless;
        if (command.Data.SequenceEqual(isTap ? s_tapDirectoryName : s_directoryName))
        {
            return SelectDirectory(isTap);
        }

        var from = command.Second == 2 && _selected is { } last ? _applications.IndexOf(last) + 1 : 0;
        var name = command.Data.ToArray();
        var found = _applications.FindIndex(from, a => a.Data.Aid.AsSpan().StartsWith(name));
        if (found < 0)
        {
            return CardAnswer.Refused(Statuses.NotFound);
        }

        _directory = false;
        _selected = _applications[found];
        return _selected.Select(isTap);
    }

    private CardAnswer SelectDirectory(bool isTap)
    {
        if (!File.HasDirectory)
        {
            return CardAnswer.Refused(Statuses.NotFound);
        }

        _selected = null;
        _directory = !isTap;
        var inside = isTap
            ? Tlv.Of(0xBF0C, [.. _applications.Select(a => a.Data.Entry)])
            : Tlv.Join(Tlv.Of(0x88, "01"), Tlv.Of(0x5F2D, "zhen"u8));
        var name = Encoding.ASCII.GetString(isTap ? s_tapDirectoryName : s_directoryName);
        return new CardAnswer(
            Tlv.Of(0x6F, Tlv.Of(0x84, Encoding.ASCII.GetBytes(name)), Tlv.Of(0xA5, inside.AsSpan())),
            File.DirectoryBlocked ? Statuses.FileInvalidated : Statuses.Done
        );
    }

    // The directory's records: two applications in each (EMV Book 1, 12.2.3).
    private CardAnswer ReadDirectory(CardCommand command)
    {
        if (command.Second != ((1 << 3) | 4) || command.First == 0)
        {
            return CardAnswer.Refused((command.Second & 7) == 4 ? Statuses.NotFound : Statuses.WrongParameters);
        }

        var entries = _applications.Skip((command.First - 1) * 2).Take(2).Select(a => a.Data.Entry).ToArray();
        return entries.Length == 0 ? CardAnswer.Refused(Statuses.NoSuchRecord) : CardAnswer.Of(Tlv.Of(0x70, entries));
    }

    // ISO/IEC 7816-3, T=0 (EMV Book 1, 9.3.1): what a command that brought data answers is fetched; who wants another length is told the right one.
    private CardAnswer Bytewise(CardCommand command, CardAnswer answer)
    {
        if (answer.Data.Length == 0)
        {
            return answer;
        }

        if (command.Data.IsEmpty)
        {
            return command.Expected == answer.Data.Length ? answer : CardAnswer.Refused(0x6C00 | (answer.Data.Length & 0xFF));
        }

        _waiting = answer.Data;
        return CardAnswer.Refused(answer.Status == Statuses.Done ? 0x6100 | (answer.Data.Length & 0xFF) : answer.Status);
    }

    private CardAnswer Fetch(CardCommand command)
    {
        if (_waiting.Length == 0 || command.Parameters != 0)
        {
            return CardAnswer.Refused(_waiting.Length == 0 ? Statuses.NotNow : Statuses.WrongParameters);
        }

        if (command.Expected > _waiting.Length || command.Expected < 0)
        {
            return CardAnswer.Refused(0x6C00 | (_waiting.Length & 0xFF));
        }

        var part = _waiting[..command.Expected];
        _waiting = _waiting[command.Expected..];
        return new CardAnswer(part, _waiting.Length == 0 ? Statuses.Done : 0x6100 | (_waiting.Length & 0xFF));
    }
}

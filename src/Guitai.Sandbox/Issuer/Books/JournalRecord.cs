using System.Buffers.Binary;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>
/// What stands in the journal. A card is its program and index, never its number; of a number that is not the issuer's own stands a keyed mark. There is no PIN,
/// track, card value or key in it.
/// </summary>
internal abstract record JournalRecord
{
    /// <summary>No record is longer.</summary>
    public const int MaxBytes = 256;

    private const byte NoCard = 255;

    private JournalRecord() { }

    /// <summary>A transaction as it was asked for and answered.</summary>
    public sealed record Answered(Func<Func<CardPlace, CardAccount?>, Transaction> Restore) : JournalRecord;

    /// <summary>A card as somebody changed it by hand.</summary>
    public sealed record CardChanged(CardPlace Place, Action<CardAccount> Restore) : JournalRecord;

    /// <summary>A hold that ran out.</summary>
    public sealed record HoldExpired(TransactionKey Key) : JournalRecord;

    /// <summary>Writes a transaction.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Transaction transaction, Span<byte> target)
    {
        var writer = new Fields(target);
        writer.Put(1, 1);
        writer.Put(transaction.Acquirer, 8);
        writer.Put(transaction.Rrn, 8);
        writer.Put(transaction.Class, 1);
        writer.Put((byte)transaction.Kind, 1);
        writer.Put(transaction.CardMark, 8);
        writer.Put(transaction.Card?.Place.Program ?? NoCard, 1);
        writer.Put((uint)(transaction.Card?.Place.Index ?? 0), 4);
        writer.Put((uint)transaction.ProcessingCode, 4);
        writer.Put((ulong)transaction.AmountMinor, 8);
        writer.Put(transaction.OriginalMark, 8);
        writer.Put(transaction.OriginalKey.Acquirer, 8);
        writer.Put(transaction.OriginalKey.RrnAndClass, 8);
        writer.Put((uint)transaction.Day, 4);
        writer.Put((ulong)transaction.AtMs, 8);
        writer.Put((uint)(transaction.Counter + 1), 4);
        writer.Put((byte)transaction.Pin, 1);
        writer.Put((byte)transaction.Script, 1);
        writer.Put(transaction.Code, 2);
        writer.Put((uint)transaction.Approval, 4);
        writer.Put(unchecked((ulong)transaction.BalanceMinor), 8);
        var chip = transaction.Chip ?? [];
        writer.Put((uint)chip.Length, 1);
        writer.Put(chip);
        if (transaction.Certificate != CertificateOutcome.None)
        {
            writer.Put((byte)transaction.Certificate, 1);
        }

        return writer.At;
    }

    /// <summary>Writes a card as it stands after it was changed by hand.</summary>
    public static int Write(CardAccount account, Span<byte> target)
    {
        var writer = new Fields(target);
        writer.Put(2, 1);
        writer.Put(account.Place.Program, 1);
        writer.Put((uint)account.Place.Index, 4);
        writer.Put(unchecked((ulong)account.OpeningMinor), 8);
        writer.Put(unchecked((ulong)account.LimitMinor), 8);
        writer.Put((uint)account.Condition, 1);
        writer.Put((uint)account.Script, 1);
        writer.Put((uint)account.WrongPins, 4);
        writer.Put(account.ApplicationBlocked ? 1u : 0, 1);
        return writer.At;
    }

    /// <summary>Writes that a hold ran out.</summary>
    public static int Write(TransactionKey expired, Span<byte> target)
    {
        var writer = new Fields(target);
        writer.Put(3, 1);
        writer.Put(expired.Acquirer, 8);
        writer.Put(expired.RrnAndClass, 8);
        return writer.At;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none: the file was made by something else.</exception>
    public static JournalRecord Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Fields(bytes);
            return reader.Take(1) switch
            {
                1 => ReadTransaction(ref reader),
                2 => ReadCard(ref reader),
                3 => new HoldExpired(new TransactionKey(reader.Take(8), reader.Take(8))),
                _ => throw new InvalidDataException("The issuer's journal holds a record of an unknown kind."),
            };
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException("The issuer's journal holds a record that is too short.", exception);
        }
    }

    private static Answered ReadTransaction(ref Fields reader)
    {
        var acquirer = reader.Take(8);
        var rrn = reader.Take(8);
        var messageClass = (byte)reader.Take(1);
        var kind = (TransactionKind)reader.Take(1);
        var mark = reader.Take(8);
        var program = (byte)reader.Take(1);
        var index = (int)reader.Take(4);
        var processing = (int)reader.Take(4);
        var amount = (long)reader.Take(8);
        var originalMark = reader.Take(8);
        var original = new TransactionKey(reader.Take(8), reader.Take(8));
        var day = (int)reader.Take(4);
        var at = (long)reader.Take(8);
        var counter = (int)reader.Take(4) - 1;
        var pin = (PinOutcome)reader.Take(1);
        var script = (CardScript)reader.Take(1);
        var code = (ushort)reader.Take(2);
        var approval = (int)reader.Take(4);
        var balance = unchecked((long)reader.Take(8));
        var chip = reader.TakeBytes((int)reader.Take(1));

        // Only what has one ends with it.
        var certificate = reader.IsAtEnd ? CertificateOutcome.None : (CertificateOutcome)reader.Take(1);
        return new Answered(account => new Transaction
        {
            Acquirer = acquirer,
            Rrn = rrn,
            Class = messageClass,
            Kind = kind,
            CardMark = mark,
            Card = program == NoCard ? null : account(new CardPlace(program, index)),
            ProcessingCode = processing,
            AmountMinor = amount,
            OriginalMark = originalMark,
            OriginalKey = original,
            Day = day,
            AtMs = at,
            Counter = counter,
            Pin = pin,
            Script = script,
            Certificate = certificate,
            Code = code,
            Approval = approval,
            BalanceMinor = balance,
            Chip = chip,
        });
    }

    private static CardChanged ReadCard(ref Fields reader)
    {
        var place = new CardPlace((byte)reader.Take(1), (int)reader.Take(4));
        var opening = unchecked((long)reader.Take(8));
        var limit = unchecked((long)reader.Take(8));
        var condition = (CardCondition)reader.Take(1);
        var script = (CardScript)reader.Take(1);
        var wrongPins = (int)reader.Take(4);
        var blocked = reader.Take(1) == 1;
        return new CardChanged(
            place,
            account =>
            {
                account.OpeningMinor = opening;
                account.LimitMinor = limit;
                account.Condition = condition;
                account.Script = script;
                account.WrongPins = wrongPins;
                account.ApplicationBlocked = blocked;
            }
        );
    }

    // Numbers one after the other, highest byte first.
    private ref struct Fields
    {
        private readonly Span<byte> _target;
        private readonly ReadOnlySpan<byte> _source;

        public Fields(Span<byte> target) => _target = target;

        public Fields(ReadOnlySpan<byte> source) => _source = source;

        public int At { get; private set; }

        public void Put(ulong number, int bytes)
        {
            Span<byte> whole = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(whole, number);
            whole[(8 - bytes)..].CopyTo(_target[At..]);
            At += bytes;
        }

        public ulong Take(int bytes)
        {
            var number = 0UL;
            foreach (var value in _source.Slice(At, bytes))
            {
                number = (number << 8) | value;
            }

            At += bytes;
            return number;
        }

        public void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_target[At..]);
            At += bytes.Length;
        }

        public byte[]? TakeBytes(int bytes)
        {
            var taken = bytes == 0 ? null : _source.Slice(At, bytes).ToArray();
            At += bytes;
            return taken;
        }

        public readonly bool IsAtEnd => At >= _source.Length;
    }
}

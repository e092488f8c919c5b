using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>What a question was answered with.</summary>
/// <param name="Transaction">The transaction whose first answer this is; null when it was seen before with other content (94).</param>
/// <param name="Repeated">True when it had been answered before.</param>
/// <param name="Position">How far the journal has to be written before the answer may leave.</param>
/// <param name="Overdrawn">True when an advice took more than the card had.</param>
internal readonly record struct Outcome(Transaction? Transaction, bool Repeated, long Position, bool Overdrawn = false);

/// <summary>The issuer's own books in memory: cards' money, what was asked and answered, totals. One lock, and a journal from which it all comes back.</summary>
internal sealed partial class IssuerBooks : IDisposable
{
    private const int Shards = 64;

    private readonly Lock _lock = new();
    private readonly CardDirectory _directory;
    private readonly IssuerRules _rules;
    private readonly IssuerJournal _journal;
    private readonly ChipAnswers _chips;
    private readonly Dictionary<TransactionKey, Transaction>[] _seen = new Dictionary<TransactionKey, Transaction>[Shards];
    private readonly HashSet<(TransactionKey Key, ulong Rrn)> _reversedAhead = [];
    private readonly Dictionary<CardPlace, CardAccount> _accounts = [];
    private readonly Queue<Transaction> _holds = new();
    private readonly RunningTotals _totals = new();
    private int _approvals;

    private IssuerBooks(CardDirectory directory, IssuerRules rules, ChipAnswers chips, IssuerJournal journal)
    {
        _chips = chips;
        _directory = directory;
        _rules = rules;
        _journal = journal;
        for (var shard = 0; shard < Shards; shard++)
        {
            // Many small tables grow without one long pause.
            _seen[shard] = [];
        }
    }

    /// <summary>Opens the journal and brings the books to where it ends.</summary>
    /// <exception cref="InvalidDataException">The journal is damaged before its end.</exception>
    /// <exception cref="IOException">It cannot be opened, or another process has it.</exception>
    public static IssuerBooks Open(string path, CardDirectory directory, IssuerRules rules, ChipAnswers chips)
    {
        var journal = IssuerJournal.Open(path);
        try
        {
            var books = new IssuerBooks(directory, rules, chips, journal);
            journal.ReadAll(books.Replay);
            return books;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Decides, moves and notes in the journal. <see cref="Flush"/> has to follow before the answer leaves.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="nowMs">When it came.</param>
    public Outcome Answer(in Question question, long nowMs)
    {
        var key = TransactionKey.Of(question.Acquirer, question.Rrn, question.Class);
        lock (_lock)
        {
            ReleaseOldHolds(nowMs);
            if (Find(key) is { } before && before.Rrn == question.Rrn)
            {
                return new Outcome(before.IsSame(in question) ? before : null, Repeated: true, _journal.Position);
            }

            var original = question.HasOriginal ? Find(question.OriginalKey) : null;
            var card =
                question.IsOurCard ? Account(question.Place)
                : question.Kind == TransactionKind.Refund && question.Pan.IsEmpty ? original?.Card
                : null;
            var overtaken = _reversedAhead.Count > 0 && _reversedAhead.Contains((key, question.Rrn));
            var code = overtaken ? Codes.Duplicate : Decision.Of(in question, card, original, _rules);
            if (question.Kind == TransactionKind.Reversal && original is not null && question.Pan.IsEmpty)
            {
                card = original.Card;
            }

            var transaction = new Transaction
            {
                Acquirer = question.Acquirer,
                Rrn = question.Rrn,
                Class = question.Class,
                Kind = question.Kind,
                CardMark = question.CardMark,
                Card = card,
                ProcessingCode = question.ProcessingCode,
                AmountMinor = question.AmountMinor,
                OriginalMark = question.OriginalMark,
                OriginalKey = question.OriginalKey,
                Day = question.Day,
                AtMs = nowMs,
                Counter = overtaken || question.ChipKey is null ? -1 : question.Counter,
                Pin = question.Pin,
                Script = ScriptFor(in question, card, original),
                Certificate = question.Certificate,
                Code = code,
                Approval = code == Codes.Approved ? _approvals + 1 : 0,
                BalanceMinor = question.Kind == TransactionKind.Balance ? card?.AvailableMinor ?? 0 : 0,
            };
            if (question.ChipKey is not null && !overtaken)
            {
                transaction.Chip = _chips.Make(in question, transaction);
            }

            Apply(transaction);
            var overdrawn =
                transaction is { Class: 2, IsApproved: true, Card.AvailableMinor: < 0 } && transaction.Kind is not TransactionKind.Refund;
            return new Outcome(transaction, Repeated: false, _journal.Append(transaction), overdrawn);
        }
    }

    /// <summary>Hands to the operating system what stands before a position.</summary>
    public void Flush(long position) => _journal.Flush(position);

    /// <summary>Looks at a card's account, or changes it.</summary>
    /// <param name="change">What to do to it; null only looks. What it changes is in the journal when this returns.</param>
    public T OnAccount<T>(CardPlace place, Action<CardAccount>? change, Func<CardAccount, T> look)
    {
        long position;
        T seen;
        lock (_lock)
        {
            var account = Account(place);
            position = _journal.Position;
            if (change is not null)
            {
                change(account);
                position = _journal.Append(account);
            }

            seen = look(account);
        }

        _journal.Flush(position);
        return seen;
    }

    /// <summary>All totals, oldest day first.</summary>
    public IReadOnlyList<AcquirerDay> Totals()
    {
        lock (_lock)
        {
            return _totals.List();
        }
    }

    /// <summary>What the issuer knows of a transaction; null when it never saw it.</summary>
    public T? OnTransaction<T>(TransactionKey key, Func<Transaction, T> look)
        where T : class
    {
        lock (_lock)
        {
            return Find(key) is { } transaction ? look(transaction) : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private static CardScript ScriptFor(in Question question, CardAccount? card, Transaction? original) =>
        question.Kind == TransactionKind.ScriptResult ? (question.IsScriptDone ? original?.Script ?? CardScript.None : CardScript.None)
        : question.ChipKey is not null ? card?.Script ?? CardScript.None
        : CardScript.None;

    private Dictionary<TransactionKey, Transaction> Shard(TransactionKey key) => _seen[key.GetHashCode() & (Shards - 1)];

    private Transaction? Find(TransactionKey key) => Shard(key).GetValueOrDefault(key);

    private CardAccount Account(CardPlace place)
    {
        if (!_accounts.TryGetValue(place, out var account))
        {
            account = new CardAccount(place, _directory.Traits(place), _rules.PinTries);
            _accounts.Add(place, account);
        }

        return account;
    }

    // The one way by which anything moves, at work and from the journal.
    private void Apply(Transaction transaction)
    {
        Shard(transaction.Key)[transaction.Key] = transaction;
        transaction.Original = transaction.OriginalKey == default ? null : Find(transaction.OriginalKey);
        if (transaction.Card is { } card)
        {
            Moves.Note(transaction, card, _rules.PinTries);
        }

        if (transaction.Code != Codes.Approved)
        {
            return;
        }

        _approvals = transaction.Approval;
        if (transaction.Kind == TransactionKind.Reversal)
        {
            Reverse(transaction);
            return;
        }

        if (transaction.Kind == TransactionKind.ScriptResult && transaction.Original?.Card is { } chip)
        {
            Moves.ScriptDone(chip, transaction.Script);
        }

        _totals.Add(transaction, Moves.Do(transaction));
        if (transaction.Kind == TransactionKind.PreAuthorisation)
        {
            _holds.Enqueue(transaction);
        }
    }

    private void Reverse(Transaction reversal)
    {
        if (reversal.Original is not { } original)
        {
            _reversedAhead.Add((reversal.OriginalKey, reversal.Rrn));
            _totals.Add(reversal, 0);
            return;
        }

        var undone = 0L;
        if (!original.Reversed && original.IsApproved)
        {
            undone = Moves.Undo(original);
            _totals.Undone(reversal, original, undone);
        }

        original.Reversed = true;
        _totals.Add(reversal, 0);
    }

    private void ReleaseOldHolds(long nowMs)
    {
        var oldest = nowMs - (_rules.HoldDays * 86_400_000L);
        while (_holds.TryPeek(out var hold) && (hold.Ended || hold.Reversed || hold.AtMs < oldest))
        {
            _holds.Dequeue();
            if (!hold.Ended && !hold.Reversed)
            {
                Moves.Expire(hold);
                _journal.AppendExpiry(hold.Key);
            }
        }
    }

    private void Replay(JournalRecord record)
    {
        switch (record)
        {
            case JournalRecord.Answered answered:
                Apply(answered.Restore(place => _directory.Has(place) ? Account(place) : null));
                break;
            case JournalRecord.CardChanged changed when _directory.Has(changed.Place):
                changed.Restore(Account(changed.Place));
                break;
            case JournalRecord.HoldExpired expired when Find(expired.Key) is { } hold:
                Moves.Expire(hold);
                break;
        }
    }
}

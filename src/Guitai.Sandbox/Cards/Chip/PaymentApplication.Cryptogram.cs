using System.Buffers.Binary;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>The two cryptograms of a transaction, and the issuer's answer between them (EMV Book 3, 6.5.5 and 9; PBOC's card verification results).</summary>
internal sealed partial class PaymentApplication
{
    private const int Decline = 0x00;
    private const int Approve = 0x40;
    private const int AskOnline = 0x80;

    // In the order in which the issuer's cryptogram covers them.
    private static readonly int[] s_covered = [0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37];

    private bool _signedDynamically;
    private byte[] _firstValues = [];
    private ulong _cryptogram;
    private int _first;
    private bool _authenticated;
    private bool _authenticationFailed;
    private bool _unableToGoOnline;
    private bool _scriptRefused;

    // As it was when the transaction began: that is what the verification results tell of.
    private ChipFacts _before = new();

    private void ForgetTransaction()
    {
        _challenge = null;
        _pinTried = _pinFailed = _signedDynamically = _scriptRefused = false;
        _firstValues = [];
        _cryptogram = 0;
        _first = Decline;
        _authenticated = _authenticationFailed = _unableToGoOnline = false;
    }

    private CardAnswer GenerateCryptogram(CardCommand command)
    {
        if (_stage is not (Stage.Started or Stage.Asked))
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        var wanted = command.First & 0xC0;
        var combined = (command.First & 0x10) != 0;
        if (command.Second != 0 || (command.First & 0x2F) != 0 || wanted == 0xC0 || (combined && data.File.Proof != CardProof.Combined))
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        var list = _stage == Stage.Started ? data.Cdol1 : data.Cdol2;
        return command.Data.Length != list.Length ? CardAnswer.Refused(Statuses.WrongLength)
            : _stage == Stage.Started ? First(wanted, combined, command.Data)
            : wanted == AskOnline ? CardAnswer.Refused(Statuses.WrongParameters)
            : Second(wanted, combined, command.Data);
    }

    private CardAnswer First(int wanted, bool combined, ReadOnlySpan<byte> values)
    {
        _firstValues = values.ToArray();
        _first = Choose(wanted, values);
        _stage = _first == AskOnline ? Stage.Asked : Stage.Ended;
        var verification = Verification(_first, second: null);
        _cryptogram = Compute(data.Cdol1, values, verification);
        if (_first == AskOnline)
        {
            memory.Change(f => f with { OnlineUnfinished = true });
        }
        else
        {
            var approved = _first == Approve;
            var entry = approved ? LogEntry(data.Cdol1, values) : null;
            memory.Change(f => f with { Offline = f.Offline + (approved ? 1 : 0), Log = Logged(f, entry) });
        }

        return Reply(_first, _cryptogram, verification, combined, values, data.Cdol1);
    }

    // What the card thinks of the terminal's wish: it may be stricter, never more generous.
    private int Choose(int wanted, ReadOnlySpan<byte> values)
    {
        var rules = data.Rules;
        var facts = memory.Facts;
        if (wanted == Decline || rules.AlwaysDecline || IsBlocked)
        {
            return Decline;
        }

        var isOwnCurrency = data.Cdol1.Find(0x5F2A, values).SequenceEqual((byte[])[0x01, 0x56]);
        var canDecide = isOwnCurrency && Amounts.Minor(data.Cdol1.Find(0x9F02, values)) <= rules.OfflineLimitMinor;
        if (rules.OfflineOnly)
        {
            return wanted == Approve && canDecide && facts.Offline < rules.UpperOffline ? Approve : Decline;
        }

        return wanted == Approve && canDecide && facts.Offline < rules.LowerOffline && !facts.OnlineUnfinished && !facts.IssuerFailed
            ? Approve
            : AskOnline;
    }

    private CardAnswer Second(int wanted, bool combined, ReadOnlySpan<byte> values)
    {
        var code = data.Cdol2.Find(0x8A, values);
        _unableToGoOnline = code is [(byte)'Y' or (byte)'Z', (byte)'3'];
        // The terminal speaks for itself, not for the issuer (EMV Book 4, annex A6): Z1 refuses a question under a bad signature.
        var isAlone = _unableToGoOnline || code is [(byte)'Y' or (byte)'Z', (byte)'1'];
        var proof = data.Cdol2.Find(0x91, values);
        if (!isAlone && proof.ContainsAnyExcept((byte)0))
        {
            Take(proof[..(data.Version == Cryptograms.Version18 ? 8 : 10)]);
        }

        var type = wanted == Approve && Agrees() ? Approve : Decline;
        _stage = Stage.Ended;
        var verification = Verification(_first, type);
        var number = Compute(data.Cdol2, values, verification);
        var entry = type == Approve ? LogEntry(data.Cdol2, values) : null;
        memory.Change(f =>
            f with
            {
                OnlineUnfinished = false,
                IssuerFailed = _authenticationFailed,
                Offline =
                    isAlone ? f.Offline + (type == Approve ? 1 : 0)
                    : _authenticationFailed ? f.Offline
                    : 0,
                LastOnlineCounter = isAlone || _authenticationFailed ? f.LastOnlineCounter : f.Counter,
                ScriptsDone = f.ScriptsDone - _before.ScriptsDone,
                ScriptFailed = _scriptRefused,
                Log = Logged(f, entry),
            }
        );
        return Reply(type, number, verification, combined, values, data.Cdol2);
    }

    private bool Agrees()
    {
        var rules = data.Rules;
        return !IsBlocked
            && !_authenticationFailed
            && (
                _unableToGoOnline
                    ? memory.Facts.Offline < rules.UpperOffline
                    : !rules.DeclinesApproval && (_authenticated || data.File.IssuerAnswer != IssuerAnswerRule.Mandatory)
            );
    }

    // EXTERNAL AUTHENTICATE (EMV Book 3, 6.5.4): once, and only between the cryptograms.
    private CardAnswer ExternalAuthenticate(CardCommand command)
    {
        if (!data.IssuerByCommand)
        {
            return CardAnswer.Refused(Statuses.UnknownInstruction);
        }

        if (_stage != Stage.Asked || _authenticated || _authenticationFailed)
        {
            return CardAnswer.Refused(Statuses.NotNow);
        }

        if (command.Parameters != 0)
        {
            return CardAnswer.Refused(Statuses.WrongParameters);
        }

        if (command.Data.Length is < 8 or > 16)
        {
            return CardAnswer.Refused(Statuses.WrongLength);
        }

        return Take(command.Data) ? CardAnswer.Done : CardAnswer.Refused(Statuses.IssuerAuthenticationFailed);
    }

    // The issuer's answer to this transaction's ARQC (91).
    private bool Take(ReadOnlySpan<byte> proof)
    {
        var key = TransactionKey();
        var isRight =
            data.Version == Cryptograms.Version18
                ? proof.Length == 8
                    && Cryptograms.Answer2(key, _cryptogram, BinaryPrimitives.ReadUInt32BigEndian(proof[4..]))
                        == BinaryPrimitives.ReadUInt32BigEndian(proof)
                : proof.Length == 10
                    && Cryptograms.Answer1(key, _cryptogram, BinaryPrimitives.ReadUInt16BigEndian(proof[8..]))
                        == BinaryPrimitives.ReadUInt64BigEndian(proof);
        _authenticated = isRight && data.File.IssuerAnswer != IssuerAnswerRule.Distrust;
        _authenticationFailed = !_authenticated;
        return _authenticated;
    }

    private Des TransactionKey() => Cryptograms.OfCard(data.CryptogramKey, data.Version, memory.Facts.Counter);

    private ulong Compute(ObjectList list, ReadOnlySpan<byte> values, byte[] application)
    {
        List<byte> covered = [];
        foreach (var tag in s_covered)
        {
            covered.AddRange(list.Find(tag, values));
        }

        covered.AddRange(Side.Profile);
        covered.AddRange(Two(memory.Facts.Counter));
        covered.AddRange(data.Version == Cryptograms.Version18 ? application : application[3..7]);
        return Cryptograms.Compute(TransactionKey(), data.Version, [.. covered]);
    }

    // 9F10 as PBOC has it: length, key index, version, verification results with their length, algorithm (01 triple-DES).
    private byte[] Verification(int first, int? second)
    {
        var results = (second ?? 0x80) | (first >> 2);
        results |= _authenticationFailed ? 0x08 : 0;
        results |= _pinTried ? 0x04 : 0;
        results |= _pinTried && _pinFailed ? 0x02 : 0;
        results |= _unableToGoOnline ? 0x01 : 0;
        var risk = _before.OnlineUnfinished ? 0x80 : 0;
        risk |= memory.Facts.PinTries == 0 ? 0x40 : 0;
        risk |= _before.Offline >= data.Rules.LowerOffline ? 0x20 : 0;
        risk |= _before.LastOnlineCounter == 0 ? 0x10 : 0;
        risk |= _before.IssuerFailed ? 0x08 : 0;
        var scripts = (Math.Min(_before.ScriptsDone, 15) << 4) | (_before.ScriptFailed ? 0x08 : 0) | (_signedDynamically ? 0x02 : 0);
        return [0x07, 0x01, (byte)data.Version, 0x03, (byte)results, (byte)risk, (byte)scripts, 0x01];
    }

    private CardAnswer Reply(int type, ulong number, byte[] verification, bool combined, ReadOnlySpan<byte> values, ObjectList list)
    {
        var counter = Two(memory.Facts.Counter);
        var cryptogram = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(cryptogram, number);
        if (!combined || type == Decline)
        {
            return CardAnswer.Of(
                data.File.AnswerInParts
                    ? Tlv.Of(
                        0x77,
                        Tlv.Of(0x9F27, [(byte)type]),
                        Tlv.Of(0x9F36, counter),
                        Tlv.Of(0x9F26, cryptogram),
                        Tlv.Of(0x9F10, verification)
                    )
                    : Tlv.Of(0x80, [(byte)type, .. counter, .. cryptogram, .. verification])
            );
        }

        // Combined with the signature (EMV Book 2, 6.6): the cryptogram comes inside of it only.
        byte[] before = [.. Tlv.Of(0x9F27, [(byte)type]), .. Tlv.Of(0x9F36, counter)];
        var behind = Tlv.Of(0x9F10, verification);
        byte[] said = [.. _pdolValues, .. _firstValues, .. list == data.Cdol2 ? values : [], .. before, .. behind];
        byte[] dynamicData = [8, .. RandomBytes(8), (byte)type, .. cryptogram, .. Certificates.Hash(said)];
        var signature = Sign(dynamicData, list.Find(0x9F37, values));
        return CardAnswer.Of(Tlv.Of(0x77, before, Tlv.Of(0x9F4B, signature), behind));
    }

    private string LogEntry(ObjectList list, ReadOnlySpan<byte> values)
    {
        List<byte> entry = [];
        foreach (
            var (tag, length) in (ReadOnlySpan<(int, int)>)
                [(0x9A, 3), (0x9F21, 3), (0x9F02, 6), (0x9F03, 6), (0x9F1A, 2), (0x5F2A, 2), (0x9F4E, 20), (0x9C, 1)]
        )
        {
            var value = list.Find(tag, values);
            entry.AddRange(value.Length == length ? value : new byte[length]);
        }

        entry.AddRange(Two(memory.Facts.Counter));
        return Convert.ToHexString([.. entry]);
    }

    private static IReadOnlyList<string> Logged(ChipFacts facts, string? entry) =>
        entry is null ? facts.Log : [.. facts.Log.Prepend(entry).Take(LogEntries)];
}

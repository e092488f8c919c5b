using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Guitai.Emv.Commands;
using Guitai.Emv.Contactless;
using Guitai.Emv.Cryptogram;
using Guitai.Emv.Cvm;
using Guitai.Emv.OfflineAuthentication;
using Guitai.Emv.Parameters;
using Guitai.Emv.Reading;
using Guitai.Emv.Restrictions;
using Guitai.Emv.Risk;
using Guitai.Emv.Selection;

namespace Guitai.Emv.Kernel;

/// <summary>
/// One card's transaction as a state machine (EMV 4.3, Books 1 to 4; contactless qPBOC and qVSDC). It is told what happened and says what it wants next,
/// until it wants nothing more: <see cref="Finished"/>. It has no clock, no thread, no randomness and no device; everything comes through
/// <see cref="Handle"/>. Whatever a card answers, it ends, after at most <see cref="MostCommands"/> commands.
/// </summary>
/// <param name="parameters">What the acquirer downloaded.</param>
/// <param name="profile">What the terminal is and can.</param>
public sealed class EmvKernel(KernelParameters parameters, TerminalProfile profile) : IDisposable
{
    /// <summary>More commands than any card needs: one that keeps the kernel busy is let go.</summary>
    public const int MostCommands = 400;

    private const long LargestAmount = 999_999_999_999;

    // Stage by stage as the books have them; each may end the transaction.
    private static readonly Func<Session, IEnumerable<Wanted>>[] s_contact =
    [
        CandidateList.Run,
        ApplicationStart.Run,
        ApplicationData.Run,
        OfflineDataAuthentication.Run,
        ProcessingRestrictions.Run,
        CardholderVerification.Run,
        TerminalRiskManagement.Run,
        FirstCryptogram.Run,
        OnlineProcessing.Run,
    ];

    private static readonly Func<Session, IEnumerable<Wanted>>[] s_contactless = [ContactlessSelection.Run, ContactlessTransaction.Run];

    private Session? _session;
    private IEnumerator<Wanted>? _stages;
    private Wanted? _wanted;
    private CommandApdu? _command;
    private T0Exchange? _exchange;
    private CardProtocol _protocol;
    private int _commands;

    /// <summary>The transaction's data elements as they stand: what goes to the host and on the receipt.</summary>
    public TransactionObjects Data => _session?.Data ?? throw new InvalidOperationException("No transaction was started.");

    /// <summary>Begins with a card in the contact reader; whatever went before is forgotten.</summary>
    /// <param name="request">What is paid.</param>
    /// <param name="answerToReset">What the card answered to its reset.</param>
    /// <param name="protocol">The protocol that the reader settled on; null for the one that the card offers first.</param>
    public Wanted Start(TransactionRequest request, ReadOnlySpan<byte> answerToReset, CardProtocol? protocol = null)
    {
        var reset = AnswerToReset.Parse(answerToReset);
        Begin(request, contactless: false);
        _protocol = protocol ?? reset?.Protocol ?? CardProtocol.T1;
        if (reset is null)
        {
            _session!.Fail(EndReason.BadReset);
        }

        return Advance();
    }

    /// <summary>Begins with one card in the contactless reader's field; whatever went before is forgotten.</summary>
    /// <param name="request">What is paid.</param>
    public Wanted StartContactless(TransactionRequest request)
    {
        Begin(request, contactless: true);
        _protocol = CardProtocol.Contactless;
        return Advance();
    }

    /// <summary>Tells what happened.</summary>
    /// <param name="input">An answer to what was wanted last; <see cref="CardGone"/> and <see cref="Cancelled"/> at any time.</param>
    /// <returns>What is wanted next.</returns>
    /// <exception cref="InvalidOperationException">Nothing was started, or the input is no answer to what was wanted.</exception>
    public Wanted Handle(KernelInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_session is not { } session || _wanted is not { } wanted)
        {
            throw new InvalidOperationException("No transaction was started.");
        }

        if (wanted is Finished)
        {
            return wanted;
        }

        if (input is CardGone or Cancelled)
        {
            return Stop(session, wanted, input);
        }

        if (!Answers(wanted, input))
        {
            throw new InvalidOperationException($"{input.GetType().Name} is no answer to {wanted.GetType().Name}.");
        }

        if (wanted is SendCommand sent)
        {
            Wipe(sent, sent.Bytes);
            Wipe(sent, _command?.Data ?? default);
        }

        session.Input = input;
        return input is CardAnswered answered ? Take(session, answered) : Advance();
    }

    /// <summary>Lets the transaction go: what the card told is wiped.</summary>
    public void Dispose()
    {
        _stages?.Dispose();
        _session?.Data.Wipe();
    }

    private static bool Answers(Wanted wanted, KernelInput input) =>
        wanted switch
        {
            SendCommand => input is CardAnswered,
            ChooseApplication choose => input is ApplicationChosen chosen
                && (chosen.Index is not { } i || (i >= 0 && i < choose.Applications.Count)),
            EnterPin { Use: PinUse.Online } => input is OnlinePinTaken or PinBypassed or PinPadBroken,
            EnterPin pin => input is PinBypassed or PinPadBroken
                || (
                    input is PinEntered { Digits.Length: >= 4 and <= 12 } entered
                    && entered.Random.Length == pin.RandomBytes
                    && !entered.Digits.Span.ContainsAnyExceptInRange((byte)0, (byte)9)
                ),
            _ => input is HostAnswered { ResponseCode.Length: 2 } or HostSilent,
        };

    private void Begin(TransactionRequest request, bool contactless)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!IsSound(request))
        {
            throw new ArgumentException("An amount, counter or number that no terminal has.", nameof(request));
        }

        _stages?.Dispose();
        _session = new Session(parameters, profile, request, contactless);
        _stages = Run(_session, contactless ? s_contactless : s_contact).GetEnumerator();
        _commands = 0;
        _exchange = null;
    }

    private bool IsSound(TransactionRequest request) =>
        request is { UnpredictableNumber.Length: 4, AmountMinor: >= 0 and <= LargestAmount, OtherAmountMinor: >= 0, SequenceCounter: >= 0 }
        && request.OtherAmountMinor <= request.AmountMinor
        && profile is { Capabilities.Length: 3, AdditionalCapabilities.Length: 5, ContactlessQualifiers.Length: 4 };

    private static IEnumerable<Wanted> Run(Session session, Func<Session, IEnumerable<Wanted>>[] stages)
    {
        foreach (var stage in stages)
        {
            if (session.IsOver)
            {
                yield break;
            }

            foreach (var wanted in stage(session))
            {
                yield return wanted;
            }
        }
    }

    // A PIN that the card has is nobody's business any more.
    private static void Wipe(SendCommand sent, ReadOnlyMemory<byte> bytes)
    {
        if (sent.HoldsPin && MemoryMarshal.TryGetArray(bytes, out var array))
        {
            CryptographicOperations.ZeroMemory(array);
        }
    }

    // What leaves the kernel early: the reason, unless the outcome stands already or the card is not needed any more.
    private Wanted Stop(Session session, Wanted wanted, KernelInput input)
    {
        var mayLeave = wanted is GoOnline { CardMayLeave: true } or EnterPin { CardMayLeave: true };
        if (input is CardGone && mayLeave)
        {
            return wanted;
        }

        if (!session.IsOver)
        {
            var reason = input is CardGone ? EndReason.CardGone : EndReason.Cancelled;
            session.Finish(session.IsContactless && input is CardGone ? TransactionOutcome.TryAgain : TransactionOutcome.Ended, reason);
        }

        return End(session);
    }

    private Wanted Take(Session session, CardAnswered answered)
    {
        if (CardAnswer.Parse(answered.Bytes) is not { } answer)
        {
            if (!session.IsOver)
            {
                session.Fail(EndReason.CardError);
            }

            return End(session);
        }

        if (_exchange is not null)
        {
            answer = _exchange.Take(answer, out var next);
            if (next is not null)
            {
                return Count(session, new SendCommand(next, HoldsPin: false));
            }
        }

        session.Answer = answer;
        return Advance();
    }

    private Wanted Advance()
    {
        var session = _session!;
        if (!_stages!.MoveNext())
        {
            return End(session);
        }

        (_exchange, _command) = (null, null);
        if (_stages.Current is not SendCommand send)
        {
            return _wanted = _stages.Current;
        }

        if (_protocol == CardProtocol.T0)
        {
            _command = CommandApdu.Parse(send.Bytes.Span)!;
            _exchange = new T0Exchange(_command);
            Wipe(send, send.Bytes);
            send = send with { Bytes = _exchange.First };
        }

        return Count(session, send);
    }

    private Wanted Count(Session session, SendCommand send)
    {
        if (++_commands > MostCommands)
        {
            if (!session.IsOver)
            {
                session.Fail(EndReason.TooManyCommands);
            }

            return End(session);
        }

        return _wanted = send;
    }

    private Finished End(Session session)
    {
        if (!session.IsOver)
        {
            session.Fail(EndReason.BadCardData);
        }

        session.Amend();
        var finished = new Finished(session.Result!);
        _wanted = finished;
        return finished;
    }
}

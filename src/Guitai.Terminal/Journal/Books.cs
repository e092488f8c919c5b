using System.Collections.Immutable;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Journal;

/// <summary>What a settlement that is under way has come to.</summary>
/// <param name="Trace">Its message's number.</param>
/// <param name="Totals">What was told.</param>
/// <param name="Compared">The host differed: the batch's records are being sent.</param>
/// <param name="Uploaded">How many the host has.</param>
public sealed record Settlement(int Trace, BatchTotals Totals, bool Compared, int Uploaded);

/// <summary>The last batch that was closed.</summary>
public sealed record Settled(int Batch, BatchTotals Totals, bool Balanced, long AtMs);

/// <summary>The terminal as it is on disk: the fold of its journal. The same entries give the same books, live, at start and in <c>verify</c>.</summary>
public sealed record Books
{
    public string Terminal { get; init; } = "";

    public string Merchant { get; init; } = "";

    /// <summary>How its messages are authenticated, as the host's profile of it says: UnionPay, RetailMac or Cmac.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Where hosts listen, name:port, the first one first.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Where certificates are prolonged; empty before activation.</summary>
    public string Office { get; init; } = "";

    /// <summary>PEM of the authority behind the office's certificate; null for one that this machine trusts.</summary>
    public string? OfficeAuthority { get; init; }

    /// <summary>The master key's check value; empty without one.</summary>
    public string MasterCheckValue { get; init; } = "";

    public int LastTrace { get; init; }

    public int LastInvoice { get; init; }

    public int Batch { get; init; } = 1;

    public BatchTotals Totals { get; init; } = BatchTotals.None;

    /// <summary>Until when the last sign-in counts, Unix milliseconds; 0: sign in before anything else.</summary>
    public long SignedInUntilMs { get; init; }

    public long SignedInAtMs { get; init; }

    /// <summary>It signed off after a settlement: it signs in again when there is something to do.</summary>
    public bool IsSignedOff { get; init; }

    public OfflineLimits Offline { get; init; } = new(0, 0, 0);

    public Settlement? Settlement { get; init; }

    public Settled? LastSettled { get; init; }

    /// <summary>The host's code by which it does not take this terminal; empty when it does.</summary>
    public string Blocked { get; init; } = "";

    /// <summary>Those that are open, and those that an open one follows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableSortedDictionary<Guid, Payment> Payments { get; init; } = ImmutableSortedDictionary<Guid, Payment>.Empty;

    /// <summary>How far it has come to be a terminal.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TerminalStage Stage =>
        Terminal.Length == 0 ? TerminalStage.New
        : MasterCheckValue.Length == 0 ? TerminalStage.Keyless
        : Blocked.Length > 0 ? TerminalStage.Blocked
        : TerminalStage.Ready;

    /// <summary>The books after an entry.</summary>
    /// <exception cref="InvalidOperationException">The entry contradicts them: a bug or a damaged journal.</exception>
    public Books After(Entry entry) =>
        entry switch
        {
            Begun begun => With(First(begun)),
            PaymentEntry of => Follow(of),
            Activated activated => this with
            {
                Terminal = activated.Terminal,
                Merchant = activated.Merchant,
                Mac = activated.Mac,
                Hosts = activated.Hosts,
                Office = activated.Office,
                OfficeAuthority = activated.OfficeAuthority,
                MasterCheckValue = "",
                SignedInUntilMs = 0,
                Blocked = "",
            },
            KeyLoaded loaded => this with { MasterCheckValue = loaded.CheckValue, SignedInUntilMs = 0, Blocked = "" },
            SignedIn signedIn => After(signedIn),
            SignInDue => this with { SignedInUntilMs = 0, IsSignedOff = false },
            SignedOff => this with { SignedInUntilMs = 0, IsSignedOff = true },
            NumberUsed used => this with { LastTrace = used.Trace },
            SettlementBegun begun => this with
            {
                LastTrace = begun.Trace,
                Settlement = new Settlement(begun.Trace, begun.Totals, false, 0),
            },
            SettlementCompared => this with { Settlement = Settlement! with { Compared = true } },
            Uploaded uploaded => this with { Settlement = Settlement! with { Uploaded = uploaded.Records } },
            BatchClosed closed => this with
            {
                Settlement = null,
                LastSettled = new Settled(closed.Batch, Totals, closed.Balanced, closed.AtMs),
                Batch = closed.Next,
                Totals = BatchTotals.None,
            },
            BlockedByHost blocked => this with { Blocked = blocked.Blocked ? blocked.Code : "" },
            _ => throw new InvalidOperationException($"An entry that nobody knows: {entry.GetType().Name}."),
        };

    /// <summary>The batch has to be settled soon: its totals have room for 999 of each side (field 48), and what comes while there is no line needs some of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsNearlyFull => Math.Max(Totals.DebitCount, Totals.CreditCount) >= 900;

    /// <summary>The batch has no room for another payment.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFull => Math.Max(Totals.DebitCount, Totals.CreditCount) >= 999;

    /// <summary>The next trace number, 1 to 999999.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int NextTrace => (LastTrace % 999_999) + 1;

    /// <summary>The numbers of the next message with a receipt.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MessageNumbers NextNumbers => new(Batch, NextTrace, (LastInvoice % 999_999) + 1);

    private Books With(Payment payment) => this with { Payments = Payments.SetItem(payment.Id, payment) };

    private static Payment First(Begun begun) =>
        new()
        {
            Id = begun.Payment,
            Kind = begun.Kind,
            Phase = Phase.Begun,
            AmountMinor = begun.AmountMinor,
            Of = begun.Of,
            Operator = begun.Operator,
            MayBeOffline = begun.MayBeOffline,
            BegunAtMs = begun.AtMs,
        };

    private Books After(SignedIn signedIn)
    {
        var sameBatch = signedIn.Batch == Batch;
        return this with
        {
            SignedInUntilMs = signedIn.UntilMs,
            SignedInAtMs = signedIn.AtMs,
            IsSignedOff = false,
            Offline = signedIn.Offline,
            Blocked = "",
            Batch = signedIn.Batch,
            // A batch that the host rolled and this terminal did not see rolling: what was counted for the old one is not of the new one.
            Totals = sameBatch ? Totals : BatchTotals.None,
            Settlement = sameBatch ? Settlement : null,
            LastSettled = sameBatch ? LastSettled : new Settled(Batch, Totals, Settlement is { Compared: false }, signedIn.AtMs),
            LastTrace = Math.Max(LastTrace, signedIn.LastTrace),
        };
    }

    private Books Follow(PaymentEntry entry)
    {
        if (!Payments.TryGetValue(entry.Payment, out var payment))
        {
            throw new InvalidOperationException($"An entry of a payment that is not at hand: {entry.GetType().Name}.");
        }

        return entry switch
        {
            AmountSet set => With(In(payment, Phase.Begun) with { AmountMinor = set.AmountMinor }),
            Intended intended => After(In(payment, Phase.Begun), intended),
            Answered answered => After(In(payment, Phase.Intended, Phase.Repeating), answered),
            NotDone notDone => GiveBackWhatWasSetAside(payment)
                .With(In(payment, Phase.Intended, Phase.Owed) with { Phase = Phase.Begun, Retried = true, Code = notDone.Code }),
            ReversalDue due => After(payment, due),
            Reversed reversed => GiveBackWhatWasSetAside(payment)
                .With(
                    In(payment, Phase.Owed) with
                    {
                        Phase = Phase.Declined,
                        Reason = payment.Reason ?? new Refusal("payment.reversed"),
                        EndedAtMs = reversed.AtMs,
                        Signs = false,
                    }
                ),
            RepeatDue => With(In(payment, Phase.Intended) with { Phase = Phase.Repeating }),
            Renumbered renumbered => After(In(payment, Phase.Repeating), renumbered),
            GivenUp givenUp => With(
                In(payment, Phase.Begun) with
                {
                    Phase = Phase.Cancelled,
                    Reason = givenUp.Why,
                    EndedAtMs = givenUp.AtMs,
                }
            ),
            ApprovedOffline offline => After(In(payment, Phase.Begun), offline),
            Signed signed => With(payment with { Signs = false, Signature = signed.Strokes }),
            Reported => With(payment with { Reported = true, ReportDue = true }),
            ReportTaken => With(payment with { ReportDue = false }),
            _ => throw new InvalidOperationException($"An entry that nobody knows: {entry.GetType().Name}."),
        };
    }

    private static Payment In(Payment payment, params ReadOnlySpan<Phase> phases) =>
        phases.Contains(payment.Phase)
            ? payment
            : throw new InvalidOperationException($"A payment that is {payment.Phase} cannot take that entry.");

    private Books After(Payment payment, Intended intended)
    {
        var books = this with { LastTrace = intended.Numbers.Trace, LastInvoice = intended.Numbers.Invoice };
        books = books.With(
            payment with
            {
                Phase = Phase.Intended,
                Flow = intended.Flow,
                Numbers = intended.Numbers,
                Card = intended.Card,
                PinEntered = intended.PinEntered,
                IntendedAtMs = intended.AtMs,
            }
        );
        return books.SetAside(payment, intended.Flow, payment.AmountMinor ?? 0);
    }

    private Books After(Payment payment, Renumbered renumbered)
    {
        var numbers = renumbered.Numbers with { Invoice = payment.Numbers!.Invoice };
        var books = (this with { LastTrace = numbers.Trace }).With(payment with { Numbers = numbers });
        // What was approved here counts in the batch in which it is told.
        return payment.Offline ? books with { Totals = books.Totals.With(1, payment.AmountMinor ?? 0, 1) } : books;
    }

    // What a message takes of another payment is taken with the intent, so that two together never take more than there is.
    private Books SetAside(Payment payment, CardFlow flow, long minor)
    {
        if (payment.Of is not { } of)
        {
            return this;
        }

        var original = Payments[of];
        var taken = flow switch
        {
            CardFlow.Void or CardFlow.Refund or CardFlow.CompletionCancel => minor,
            CardFlow.Completion or CardFlow.CompletionAdvice or CardFlow.PreAuthorisationCancel => original.LeftMinor,
            _ => 0,
        };
        return With(original with { LeftMinor = original.LeftMinor - taken });
    }

    private Books GiveBackWhatWasSetAside(Payment payment)
    {
        if (payment.Of is not { } of || payment.Phase is Phase.Begun)
        {
            return this;
        }

        var original = Payments[of];
        var back = payment.Flow switch
        {
            CardFlow.Void or CardFlow.Refund or CardFlow.CompletionCancel => payment.AmountMinor ?? 0,
            CardFlow.Completion or CardFlow.PreAuthorisationCancel => original.AmountMinor ?? 0,
            _ => 0,
        };
        return With(original with { LeftMinor = original.LeftMinor + back });
    }

    private Books After(Payment payment, Answered answered)
    {
        if (payment.IsAdvice && !answered.Approved)
        {
            // It has happened: that the host does not take it is somebody's loss and no reason to tell the customer otherwise.
            return With(
                payment with
                {
                    Phase = Phase.Approved,
                    Code = answered.Code,
                    Reason = Refusal.With("payment.advice-refused", "code", answered.Code),
                }
            ) with
            {
                Totals = Totals.With(1, payment.AmountMinor ?? 0, -1),
            };
        }

        if (!answered.Approved)
        {
            return GiveBackWhatWasSetAside(payment)
                .With(
                    payment with
                    {
                        Phase = Phase.Declined,
                        Code = answered.Code,
                        Rrn = answered.Rrn,
                        HostAtMs = answered.HostAtMs,
                        Reason = Refusal.With("payment.declined", "code", answered.Code),
                        EndedAtMs = answered.AtMs,
                    }
                );
        }

        var counted = payment.IsAdvice;
        var amount = payment.AmountMinor ?? 0;
        var books = With(
            payment with
            {
                Phase = Phase.Approved,
                Code = answered.Code,
                Rrn = answered.Rrn,
                Authorisation = answered.Authorisation.Length > 0 ? answered.Authorisation : payment.Authorisation,
                HostAtMs = answered.HostAtMs,
                BalanceMinor = answered.BalanceMinor,
                Signs = answered.Signs || (counted && payment.Signs),
                LeftMinor = counted ? payment.LeftMinor : LeftOf(payment.Flow, amount),
                EndedAtMs = payment.EndedAtMs ?? answered.AtMs,
            }
        );
        return counted ? books : books.Count(payment, amount, 1);
    }

    private static long LeftOf(CardFlow flow, long amount) => flow is CardFlow.PreAuthorisation || FlowRule.Of(flow).Side > 0 ? amount : 0;

    // A tip changes the amount of the sale that it is of; everything else counts on its own side.
    private Books Count(Payment payment, long amount, int times)
    {
        if (payment.Numbers!.Batch != Batch)
        {
            // Of a batch that is closed: its totals are told.
            return this;
        }

        if (payment.Flow == CardFlow.TipAdjustment && payment.Of is { } of)
        {
            var original = Payments[of];
            var more = amount - (original.AmountMinor ?? 0);
            return With(original with { AmountMinor = amount, LeftMinor = original.LeftMinor + more }) with
            {
                Totals = Totals with { DebitMinor = Totals.DebitMinor + more },
            };
        }

        return this with
        {
            Totals = Totals.With(FlowRule.Of(payment.Flow).Side, amount, times),
        };
    }

    private Books After(Payment payment, ReversalDue due)
    {
        var wasApproved = In(payment, Phase.Intended, Phase.Approved).Phase == Phase.Approved;
        var books = With(
            payment with
            {
                Phase = Phase.Owed,
                Code = due.Why,
                Signs = false,
                LeftMinor = 0,
                EndedAtMs = null,
                Reason = due.Why == "06" ? new Refusal("payment.given-up") : null,
            }
        );
        return wasApproved ? books.Count(payment, payment.AmountMinor ?? 0, -1) : books;
    }

    private Books After(Payment payment, ApprovedOffline offline)
    {
        var amount = payment.AmountMinor ?? 0;
        var flow = FlowRule.OfflineOf(payment.Kind);
        var books = (
            this with
            {
                LastTrace = offline.Numbers.Trace,
                LastInvoice = offline.Numbers.Invoice,
                Totals = Totals.With(1, amount, 1),
            }
        ).With(
            payment with
            {
                Phase = Phase.Repeating,
                Flow = flow,
                Numbers = offline.Numbers,
                Card = offline.Card,
                Authorisation = offline.Authorisation,
                Offline = true,
                Signs = offline.Signs,
                LeftMinor = amount,
                IntendedAtMs = offline.AtMs,
                HostAtMs = offline.AtMs,
                EndedAtMs = offline.AtMs,
            }
        );
        return books.SetAside(payment, flow, amount);
    }
}

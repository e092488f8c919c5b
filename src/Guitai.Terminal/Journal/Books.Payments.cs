using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Machine;

namespace Guitai.Terminal.Journal;

/// <content>What entries make of payments, and of the totals that they count in.</content>
public sealed partial record Books
{
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
            Answered answered => After(In(payment, Phase.Intended, Phase.Repeating, Phase.Awaited), answered),
            AwaitsCustomer awaits => With(
                In(payment, Phase.Intended) with
                {
                    Phase = Phase.Awaited,
                    Rrn = awaits.Rrn,
                    Shown = awaits.Shown,
                }
            ),
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
            ScriptsRan ran => With(
                payment with
                {
                    Scripts = ran.Results,
                    ScriptsBatch = ran.Batch,
                    ScriptsTrace = ran.Trace,
                    ScriptsDue = true,
                }
            ) with
            {
                LastTrace = ran.Trace,
            },
            ScriptsTold => With(payment with { ScriptsDue = false }),
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
                WalletNumber = answered.WalletNumber,
                HostAtMs = answered.HostAtMs,
                BalanceMinor = answered.BalanceMinor,
                Signs = answered.Signs || (counted && payment.Signs),
                LeftMinor = counted ? payment.LeftMinor : LeftOf(payment.Flow, amount),
                EndedAtMs = payment.EndedAtMs ?? answered.AtMs,
                Chip = payment.Chip ?? answered.Chip,
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
        var wasApproved = In(payment, Phase.Intended, Phase.Awaited, Phase.Approved).Phase == Phase.Approved;
        var books = With(
            payment with
            {
                Phase = Phase.Owed,
                Code = due.Why,
                Signs = false,
                LeftMinor = 0,
                EndedAtMs = null,
                Reason = due.Because ?? (due.Why == "06" ? new Refusal("payment.given-up") : null),
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
                Chip = offline.Chip,
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

using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;

namespace Guitai.Emv.Cryptogram;

// The issuer is asked, and the card hears what it said (EMV Book 3, 10.9 to 10.11; Book 4, 6.3.8).
internal static class OnlineProcessing
{
    private const int AdviceRequired = 0x08;

    public static IEnumerable<Wanted> Run(Session s)
    {
        s.WentOnline = true;
        yield return new GoOnline(CardMayLeave: false);
        s.HostAnswer = s.Input as HostAnswered;
        s.WentOnline = s.Input is not HostSilent { WasAsked: false };
        if (s.HostAnswer is { } answer)
        {
            s.Data.PutText(0x8A, answer.ResponseCode, 2);
            foreach (var wanted in Hear(s, answer))
            {
                yield return wanted;
            }
        }

        foreach (var wanted in Complete(s))
        {
            yield return wanted;
        }

        if (s.Result is { Outcome: TransactionOutcome.Ended })
        {
            yield break;
        }

        // 10.10: whatever the card decided, the scripts for afterwards run; the outcome stands.
        foreach (var wanted in IssuerScripts.Run(s, 0x72))
        {
            yield return wanted;
        }
    }

    private static IEnumerable<Wanted> Hear(Session s, HostAnswered answer)
    {
        if (CardObjects.Read(answer.IssuerData.Span)?.Find(0x91) is { Length: >= 8 and <= 16 } authentication)
        {
            s.Data.Put(0x91, authentication);
            // 10.9: a command of its own when the AIP says so; otherwise it goes with the second GENERATE AC.
            if ((s.Aip![0] & 0x04) != 0)
            {
                yield return Session.Send(new CommandApdu(0x00, 0x82, 0, 0, authentication, Expected: null));
                s.Flags.Set(TsiBit.IssuerAuthentication);
                if (s.Answer.Status != CardAnswer.Ok)
                {
                    s.Flags.Set(TvrBit.IssuerAuthenticationFailed);
                }
            }
        }

        foreach (var wanted in IssuerScripts.Run(s, 0x71))
        {
            yield return wanted;
        }
    }

    // 10.11: the second GENERATE AC.
    private static IEnumerable<Wanted> Complete(Session s)
    {
        var wanted = s.HostAnswer switch
        {
            { Approved: true } => CryptogramType.Tc,
            { } => CryptogramType.Aac,
            null => ActionAnalysis.WithoutOnline(s),
        };
        if (s.HostAnswer is null)
        {
            // Book 4, annex A6: unable to go online, approved or refused offline.
            s.Data.PutText(0x8A, wanted == CryptogramType.Tc ? "Y3" : "Z3", 2);
        }

        if (GenerateAc.Create(s, wanted, 0x8D, s.SignedBefore) is not { } second)
        {
            s.Fail(EndReason.BadCardData);
            yield break;
        }

        yield return Session.Send(second.Command);
        if (!second.Take(s))
        {
            yield break;
        }

        Decide(s, wanted, second);
    }

    private static void Decide(Session s, CryptogramType wanted, GenerateAc second)
    {
        var advice = (s.Data.GetByte(0x9F27) & AdviceRequired) != 0;
        if (second.SignatureFailed)
        {
            s.Authentication.Failed = true;
            s.Flags.Set(TvrBit.CdaFailed);
            s.Finish(TransactionOutcome.Declined, EndReason.NotGenuine, advice);
        }
        else if (second.Type == CryptogramType.Tc)
        {
            s.Finish(TransactionOutcome.Approved, EndReason.None);
        }
        else
        {
            var reason = s.HostAnswer switch
            {
                null => EndReason.HostSilent,
                { Approved: true } => EndReason.CardDeclinedApproval,
                _ => EndReason.IssuerDeclined,
            };
            s.Finish(TransactionOutcome.Declined, reason, advice && wanted == CryptogramType.Tc);
        }
    }
}

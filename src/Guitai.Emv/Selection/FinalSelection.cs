using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;

namespace Guitai.Emv.Selection;

// One of the candidates is chosen and selected (EMV Book 1, 12.4).
internal static class FinalSelection
{
    public static IEnumerable<Wanted> Run(Session s)
    {
        while (true)
        {
            var ordered = s.Candidates.OrderBy(c => c.Rank).ToList();
            if (ordered.Count == 0)
            {
                s.Fail(s.SawBlockedApplication ? EndReason.ApplicationBlocked : EndReason.NoApplication);
                yield break;
            }

            // Steps 2 to 4: people choose among several; one alone is theirs to confirm when the card wants it.
            var offered = s.Profile.CardholderChooses && ordered.Count > 1 ? ordered : [ordered[0]];
            var chosen = offered[0];
            if (offered.Count > 1 || chosen.NeedsConfirmation)
            {
                yield return new ChooseApplication(offered.ConvertAll(c => c.Choice), s.TryAnother);
                if (s.Input is not ApplicationChosen { Index: { } index })
                {
                    s.NoneChosen = true;
                    s.Candidates.RemoveAll(c => offered.Contains(c));
                    continue;
                }

                chosen = offered[index];
            }

            yield return Session.Send(CandidateList.Select(chosen.Aid.ToBytes()));
            if (Begin(s, chosen))
            {
                yield break;
            }

            s.SawBlockedApplication |= s.Answer.Status == 0x6283;
            Drop(s, chosen);
        }
    }

    /// <summary>An application that cannot be used is not offered again (Book 1, 12.4, step 5; Book 3, 10.1).</summary>
    public static void Drop(Session s, Candidate candidate)
    {
        s.Candidates.Remove(candidate);
        s.TryAnother = true;
    }

    private static bool Begin(Session s, Candidate chosen)
    {
        var name = chosen.Aid.ToBytes();
        if (
            s.Answer.Status != CardAnswer.Ok
            || CandidateList.ControlInformation(s.Answer, n => n.AsSpan().SequenceEqual(name)) is not { } information
        )
        {
            return false;
        }

        s.BeginApplication(Candidate.Create(chosen.Aid, chosen.Parameters, information) with { Priority = chosen.Priority });
        s.Selected = s.Selected! with { Choice = s.Selected.Choice.Label == chosen.Aid.Hex ? chosen.Choice : s.Selected.Choice };
        s.Candidates[s.Candidates.IndexOf(chosen)] = s.Selected;
        foreach (var found in information)
        {
            s.Data.Take(found);
        }

        return true;
    }
}

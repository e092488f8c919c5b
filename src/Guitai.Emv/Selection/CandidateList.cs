using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;

namespace Guitai.Emv.Selection;

// Which applications card and terminal have in common (EMV Book 1, 12.3).
internal static class CandidateList
{
    private const int MostRecords = 64;
    private const int MostNext = 16;
    private const int DirectoryBlocked = 0x6283;
    private const int NoRecord = 0x6A83;
    private const int NotSupported = 0x6A81;

    public static IEnumerable<Wanted> Run(Session s)
    {
        foreach (var wanted in Directory(s))
        {
            yield return wanted;
        }

        if (s.IsOver || s.Candidates.Count > 0)
        {
            yield break;
        }

        foreach (var wanted in List(s))
        {
            yield return wanted;
        }

        if (!s.IsOver && s.Candidates.Count == 0)
        {
            s.Fail(s.SawBlockedApplication ? EndReason.ApplicationBlocked : EndReason.NoApplication);
        }
    }

    public static CommandApdu Select(byte[] name, bool next = false) =>
        new(0x00, 0xA4, 0x04, next ? (byte)0x02 : (byte)0x00, name, CommandApdu.All);

    public static CommandApdu ReadRecord(int record, int file) =>
        new(0x00, 0xB2, (byte)record, (byte)((file << 3) | 0x04), default, CommandApdu.All);

    /// <summary>The control information of a file whose name is as expected; null when it is not formed so.</summary>
    public static List<CardObject>? ControlInformation(CardAnswer answer, Func<byte[], bool> isName)
    {
        // Book 1, 11.3.4: 6F holds the name 84 and the proprietary template A5.
        var fci = CardObjects.ReadTemplate(answer.Data.Span, 0x6F);
        if (
            fci?.Find(0x84) is not { } name
            || !isName(name)
            || fci.Find(0xA5) is not { } own
            || CardObjects.Flatten(own) is not { } objects
        )
        {
            return null;
        }

        objects.Insert(0, new CardObject(0x84, name));
        return objects;
    }

    // The directory 1PAY.SYS.DDF01 (Book 1, 12.3.2).
    private static IEnumerable<Wanted> Directory(Session s)
    {
        var name = "1PAY.SYS.DDF01"u8.ToArray();
        yield return Session.Send(Select(name));
        if (s.Answer.Status == NotSupported)
        {
            s.Fail(EndReason.CardBlocked);
            yield break;
        }

        // Not there, blocked, or not formed as it must be: the list is tried instead.
        if (
            s.Answer.Status != CardAnswer.Ok
            || ControlInformation(s.Answer, n => n.AsSpan().SequenceEqual(name))?.Find(0x88) is not [var file and >= 1 and <= 10]
        )
        {
            yield break;
        }

        for (var record = 1; record <= MostRecords; record++)
        {
            yield return Session.Send(ReadRecord(record, file));
            if (s.Answer.Status == NoRecord)
            {
                yield break;
            }

            var entries = s.Answer.Status == CardAnswer.Ok ? CardObjects.ReadTemplate(s.Answer.Data.Span, 0x70) : null;
            if (entries is null)
            {
                s.Candidates.Clear();
                yield break;
            }

            // Book 1, 12.2.3: application templates 61; other entries are passed over.
            foreach (var entry in entries.Where(e => e.Tag == 0x61))
            {
                AddEntry(s, CardObjects.Read(entry.Value));
            }
        }
    }

    private static void AddEntry(Session s, List<CardObject>? entry)
    {
        if (entry?.Find(0x4F) is { } bytes && Aid.From(bytes) is { } aid && Candidate.Match(s.Parameters, aid) is { } ours)
        {
            Add(s, Candidate.Create(aid, ours, entry));
        }
    }

    private static void Add(Session s, Candidate candidate)
    {
        if (!s.Candidates.Any(c => c.Aid == candidate.Aid))
        {
            s.Candidates.Add(candidate);
        }
    }

    // Each of the terminal's applications is asked for (Book 1, 12.3.3).
    private static IEnumerable<Wanted> List(Session s)
    {
        var isFirst = true;
        foreach (var ours in s.Parameters.Applications)
        {
            for (var occurrence = 0; occurrence <= MostNext; occurrence++)
            {
                yield return Session.Send(Select(ours.Aid.ToBytes(), next: occurrence > 0));
                // Step 2: a card that knows no SELECT, or is blocked.
                if (isFirst && s.Answer.Status == NotSupported)
                {
                    s.Fail(EndReason.CardBlocked);
                    yield break;
                }

                isFirst = false;
                var goesOn =
                    occurrence == 0 ? s.Answer.Status is CardAnswer.Ok or DirectoryBlocked : s.Answer.Status1 is 0x90 or 0x62 or 0x63;
                if (!goesOn || !Take(s, ours))
                {
                    break;
                }
            }
        }
    }

    // Steps 3 to 7; true when the next occurrence of the same beginning is to be asked for.
    private static bool Take(Session s, ApplicationParameters ours)
    {
        var information = ControlInformation(s.Answer, n => Aid.From(n)?.StartsWith(ours.Aid) == true);
        if (information?.Find(0x84) is not { } name || Aid.From(name) is not { } aid)
        {
            return false;
        }

        var isExact = aid == ours.Aid;
        if (s.Answer.Status != CardAnswer.Ok)
        {
            s.SawBlockedApplication |= isExact || ours.AllowsPartial;
        }
        else if (isExact || ours.AllowsPartial)
        {
            Add(s, Candidate.Create(aid, Candidate.Match(s.Parameters, aid) ?? ours, information));
        }

        return !isExact;
    }
}

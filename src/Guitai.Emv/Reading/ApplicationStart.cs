using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Selection;

namespace Guitai.Emv.Reading;

// Selecting one application and starting it (EMV Book 1, 12.4; Book 3, 10.1).
internal static class ApplicationStart
{
    private const int NotThisTime = 0x6985;

    public static IEnumerable<Wanted> Run(Session s)
    {
        while (true)
        {
            foreach (var wanted in FinalSelection.Run(s))
            {
                yield return wanted;
            }

            if (s.IsOver)
            {
                yield break;
            }

            if (Command(s) is not { } command)
            {
                s.Fail(EndReason.BadCardData);
                yield break;
            }

            yield return Session.Send(command);
            if (s.Answer.Status == NotThisTime)
            {
                // Book 3, 10.1: conditions of use not satisfied; the application is dropped and another is chosen.
                FinalSelection.Drop(s, s.Selected!);
                continue;
            }

            if (s.Answer.Status != CardAnswer.Ok)
            {
                s.Fail(EndReason.CardError);
            }
            else if (Objects(s.Answer.Data.Span) is not { } objects)
            {
                s.Fail(EndReason.BadCardData);
            }
            else
            {
                Take(s, objects);
            }

            yield break;
        }
    }

    /// <summary>GET PROCESSING OPTIONS with what the PDOL asks for (Book 3, 6.5.8); null when the PDOL is malformed.</summary>
    public static CommandApdu? Command(Session s)
    {
        var pdol = s.Data.Get(0x9F38);
        // 252 bytes are what fits into one command beside the tag and a length of two bytes.
        if (s.Build(pdol ?? []) is not { Length: <= 252 } data)
        {
            return null;
        }

        s.PdolData = data;
        byte[] head = data.Length > 0x7F ? [0x83, 0x81, (byte)data.Length] : [0x83, (byte)data.Length];
        return new CommandApdu(0x80, 0xA8, 0, 0, (byte[])[.. head, .. data], CommandApdu.All);
    }

    /// <summary>The answer in format 1 (80: AIP and AFL) or format 2 (77) (Book 3, 6.5.8.4); null when it is neither.</summary>
    public static List<CardObject>? Objects(ReadOnlySpan<byte> answer)
    {
        if (CardObjects.Read(answer) is not [var only])
        {
            return null;
        }

        return only.Tag switch
        {
            0x80 when only.Value.Length >= 6 => [new(0x82, only.Value[..2]), new(0x94, only.Value[2..])],
            0x77 => CardObjects.Read(only.Value),
            _ => null,
        };
    }

    private static void Take(Session s, List<CardObject> objects)
    {
        if (objects.GroupBy(o => o.Tag).Any(g => g.Count() > 1))
        {
            s.Fail(EndReason.TwiceCardData);
            return;
        }

        // Both are mandatory (Book 3, 7.2).
        if (objects.Find(0x82) is not { } aip || objects.Find(0x94) is not { } locator)
        {
            s.Fail(EndReason.MissingCardData);
            return;
        }

        if (aip.Length != 2 || FileLocator.Parse(locator) is null or [])
        {
            s.Fail(EndReason.BadCardData);
            return;
        }

        s.Aip = aip;
        s.StartTags.UnionWith(objects.Select(o => o.Tag));
        foreach (var found in objects)
        {
            s.Data.Take(found);
        }
    }
}

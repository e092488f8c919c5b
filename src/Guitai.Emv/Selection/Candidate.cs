using System.Text;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;

namespace Guitai.Emv.Selection;

// An application that card and terminal have in common.
internal sealed record Candidate(Aid Aid, ApplicationParameters Parameters, ApplicationChoice Choice, byte Priority)
{
    // EMV Book 1, 12.2.3, table 48: bit 8, only with the cardholder's confirmation; bits 4 to 1, the rank, 0 is none.
    public bool NeedsConfirmation => (Priority & 0x80) != 0;

    public int Rank => (Priority & 0x0F) == 0 ? 16 : Priority & 0x0F;

    /// <summary>The terminal's parameters for an application of the card: exactly its own, else the longest beginning that may be partial (Book 1, 12.3.1).</summary>
    public static ApplicationParameters? Match(KernelParameters parameters, Aid aid)
    {
        ApplicationParameters? best = null;
        foreach (var ours in parameters.Applications)
        {
            if (ours.Aid == aid)
            {
                return ours;
            }

            if (ours.AllowsPartial && aid.StartsWith(ours.Aid) && (best is null || ours.Aid.Hex.Length > best.Aid.Hex.Length))
            {
                best = ours;
            }
        }

        return best;
    }

    public static Candidate Create(Aid aid, ApplicationParameters parameters, List<CardObject> objects) =>
        new(aid, parameters, new ApplicationChoice(aid, LabelOf(aid, objects)), objects.Find(0x87) is [var priority] ? priority : (byte)0);

    // EMV Book 4, 11.3: the preferred name when the terminal can show its code table, else the label. Here that is what ASCII has of table 1.
    private static string LabelOf(Aid aid, List<CardObject> objects)
    {
        var preferred = objects.Find(0x9F12);
        if (preferred is not null && objects.Find(0x9F11) is [0x01] && IsPlain(preferred))
        {
            return Encoding.ASCII.GetString(preferred).Trim();
        }

        return objects.Find(0x50) is { } label && IsPlain(label) ? Encoding.ASCII.GetString(label).Trim() : aid.Hex;
    }

    private static bool IsPlain(byte[] text) =>
        text.Length is >= 1 and <= 16 && text.All(c => c is >= 0x20 and <= 0x7E) && text.Any(c => c != 0x20);
}

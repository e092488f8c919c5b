using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;

namespace Guitai.Emv.Cryptogram;

// Commands that the issuer sends to the card (EMV Book 3, 10.10; Book 4, 6.3.9).
internal static class IssuerScripts
{
    private const byte NotPerformed = 0x00;
    private const byte Failed = 0x10;
    private const byte Successful = 0x20;
    private const int MostCommands = 64;

    /// <summary>Runs the scripts of one template: 71 before the second GENERATE AC, 72 after it.</summary>
    public static IEnumerable<Wanted> Run(Session s, int template)
    {
        var failure = template == 0x71 ? TvrBit.ScriptFailedBefore : TvrBit.ScriptFailedAfter;
        foreach (var script in Scripts(s, template))
        {
            s.Flags.Set(TsiBit.Scripts);
            var objects = CardObjects.Read(script);
            var identifier = objects?.Find(0x9F18) is { Length: 4 } given ? given : new byte[4];
            var commands = Commands(objects);
            var result = commands is null ? NotPerformed : Successful;
            var at = s.ScriptResults.Count;
            Put(s, at, NotPerformed, identifier);
            for (var number = 1; number <= commands?.Count; number++)
            {
                // A card that leaves now has failed at this one.
                Put(s, at, (byte)(Failed | Math.Min(number, 15)), identifier);
                yield return Session.Send(commands[number - 1]);
                // 10.10: 9000 and the warnings are fine; the first error ends this script.
                if (s.Answer.Status1 is not (0x90 or 0x62 or 0x63))
                {
                    result = (byte)(Failed | Math.Min(number, 15));
                    break;
                }
            }

            if (result != Successful)
            {
                s.Flags.Set(failure);
            }

            Put(s, at, result, identifier);
        }
    }

    // Annex A1, Issuer Script Results: result and number of the failing command, then the script's identifier.
    private static void Put(Session s, int at, byte result, byte[] identifier)
    {
        s.ScriptResults.RemoveRange(at, s.ScriptResults.Count - at);
        s.ScriptResults.AddRange([result, .. identifier]);
        s.Data.Put(0x9F5B, [.. s.ScriptResults]);
        s.Data.Put(0xDF31, [.. s.ScriptResults]);
    }

    private static List<byte[]> Scripts(Session s, int template) =>
        (CardObjects.Read(s.HostAnswer is { } answer ? answer.IssuerData.Span : []) ?? [])
            .Where(o => o.Tag == template)
            .Select(o => o.Value)
            .ToList();

    // Null when the script is malformed: then none of it is sent.
    private static List<CommandApdu>? Commands(List<CardObject>? objects)
    {
        var commands = objects?.Where(o => o.Tag == 0x86).Select(o => CommandApdu.Parse(o.Value)).ToList();
        return commands is { Count: > 0 and <= MostCommands } && commands.TrueForAll(c => c is not null)
            ? commands.ConvertAll(c => c!)
            : null;
    }
}

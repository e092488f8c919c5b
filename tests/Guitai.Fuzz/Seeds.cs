using System.Text;
using Guitai.Iso8583;

namespace Guitai.Fuzz;

/// <summary>What fuzzing begins with: the messages and codes of <c>tests/vectors</c>, each in the form of its target.</summary>
internal static class Seeds
{
    public static int Write(string vectors)
    {
        foreach (var line in Lines(vectors, "iso8583/messages.txt"))
        {
            var bytes = Convert.FromHexString(line[3]);
            Put(vectors, "iso8583-" + line[1], bytes);
            foreach (var dialect in Dialects.ByName.Values)
            {
                if (
                    IsoMessage.Read(Dialects.ByName[line[1]], bytes, out var message).IsNone
                    && message!.Write(dialect, out var other).IsNone
                )
                {
                    Put(vectors, "iso8583-" + dialect.Name, other);
                }
            }
        }

        foreach (var line in Lines(vectors, "iso8583/frames.txt"))
        {
            var frame = Convert.FromHexString(line[0]);
            Put(vectors, "framing", [0, .. frame]);
            Put(vectors, "framing", [0x21, .. frame, .. frame]);
            Put(vectors, "framing", [0x0A, .. "0003ABC0001D"u8]);
            Put(vectors, "framing", [0x07, 0, 0, 0, 2, 65, 66, 0, 0]);
        }

        foreach (var line in Lines(vectors, "emv/tlv.txt"))
        {
            Put(vectors, "tlv", Convert.FromHexString(line[0].Length % 2 == 0 ? line[0] : line[0] + "0"));
        }

        Put(
            vectors,
            "dol",
            Convert.FromHexString(
                "9F02069F1A0295055F2A029A039C019F3704FF9F02060000000012349F1A0201565F2A0201569A032611219C01009F37041A2B3C4D"
            )
        );
        Put(vectors, "dol", Convert.FromHexString("5A0ADF8129049F6604FF70105A084761739001010119DF81290101"));
        foreach (var line in Lines(vectors, "emv/merchant-qr.txt"))
        {
            Put(vectors, "qr", Encoding.UTF8.GetBytes(line[0][..^8]));
        }

        using var blocks = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(vectors, "crypto/key-blocks.json")));
        foreach (var block in blocks.RootElement.GetProperty("cases").EnumerateArray())
        {
            Put(vectors, "keyblock", Encoding.ASCII.GetBytes(block.GetProperty("block").GetString()!));
        }

        // Whole transactions, and each of them as people and hosts may make it.
        foreach (var line in Lines(vectors, "emv/transcripts.txt"))
        {
            Put(vectors, "kernel", Convert.FromHexString(line[1]));
        }

        Put(vectors, "qr", Convert.FromBase64String(Lines(vectors, "emv/consumer-qr.txt").First()[0]));
        return 0;
    }

    private static IEnumerable<string[]> Lines(string vectors, string file) =>
        File.ReadLines(Path.Combine(vectors, file))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(';', StringSplitOptions.TrimEntries));

    // Named by its content: the same input never stands twice.
    private static void Put(string vectors, string target, byte[] bytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(vectors, "fuzz", target)).FullName;
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16];
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }
}

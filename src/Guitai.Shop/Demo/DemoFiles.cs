using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace Guitai.Shop.Demo;

/// <summary>The demo shop's data, embedded in the program.</summary>
internal static class DemoFiles
{
    private const string Prefix = "Guitai.Shop.Demo.";

    /// <summary>Rows of a table by the names of its columns.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Table(string name)
    {
        using var reader = CsvReader.Create(Bytes(name + ".csv"), new CsvReaderOptions { Separator = ',' });
        reader.ReadHeader();
        var columns = reader.Headers.ToArray();
        List<IReadOnlyDictionary<string, string>> rows = [];
        while (reader.Read())
        {
            rows.Add(
                columns.Select((c, i) => (c, Value: reader.GetString(i))).ToDictionary(p => p.c, p => p.Value, StringComparer.Ordinal)
            );
        }

        return rows;
    }

    /// <summary>The merchant's name in both languages and its currency.</summary>
    public static DemoMerchant Merchant() =>
        JsonSerializer.Deserialize<DemoMerchant>(Bytes("merchant.json"), ShopJson.Options)
        ?? throw new InvalidOperationException("The demo has no merchant.");

    /// <summary>Every picture by its name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Pictures()
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in typeof(DemoFiles).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var file = name[Prefix.Length..].Replace('\\', '/');
            found[Path.GetFileNameWithoutExtension(file.Split('/')[^1])] = Bytes(name[Prefix.Length..]);
        }

        return found;
    }

    /// <summary>An id that is the same in every demo.</summary>
    public static Guid Id(string kind, string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"guitai-demo/{kind}/{key}"))[..16];

        // RFC 9562, 5.8: version 8, of our own making.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static byte[] Bytes(string name)
    {
        using var stream =
            typeof(DemoFiles).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The demo's {name} is missing.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

/// <summary>The business in the demo.</summary>
internal sealed record DemoMerchant(string Name, string? NameEn, string Currency);

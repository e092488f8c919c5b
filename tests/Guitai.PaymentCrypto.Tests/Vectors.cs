using System.Text.Json;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Published values from <c>tests/vectors/crypto</c>; each file names the origin of its cases.</summary>
internal static class Vectors
{
    /// <summary>The cases of a file; fewer than named is a broken file, not a pass.</summary>
    public static IReadOnlyList<JsonElement> Read(string name, int atLeast)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Guitai.slnx")))
        {
            folder = folder.Parent!;
        }

        var cases = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(folder.FullName, "tests/vectors/crypto", name + ".json")))
            .RootElement.GetProperty("cases")
            .EnumerateArray()
            .ToList();
        Assert.True(cases.Count >= atLeast, $"{name} has {cases.Count} cases.");
        return cases;
    }

    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString()! : "";

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    /// <summary>Randomness that a test knows: the given bytes over and over.</summary>
    public static FillRandom Fixed(params byte[] bytes) =>
        span =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = bytes[i % bytes.Length];
            }
        };

    public static FillRandom System { get; } = global::System.Security.Cryptography.RandomNumberGenerator.Fill;
}

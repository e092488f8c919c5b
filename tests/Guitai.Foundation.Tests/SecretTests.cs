using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Guitai.Foundation.Tests;

public sealed class SecretTests
{
    private const string Planted = "6214830100001234";

    private static readonly Secret<string> s_secret = new(Planted);
    private static readonly JsonSerializerOptions s_withFields = new() { IncludeFields = true };

    public static TheoryData<string, Func<string?>> Printers =>
        new()
        {
            { "ToString", () => s_secret.ToString() },
            { "a format", () => s_secret.ToString("G", CultureInfo.InvariantCulture) },
            { "string.Format", () => string.Format(CultureInfo.InvariantCulture, "{0} {0:G} {0,20:X}", s_secret) },
            { "interpolation", () => $"{s_secret} {s_secret:N}" },
            { "concatenation", () => "" + s_secret },
            { "StringBuilder", () => new StringBuilder().Append(s_secret).AppendFormat("{0:D}", s_secret).ToString() },
            { "Convert", () => Convert.ToString(s_secret, CultureInfo.InvariantCulture) },
            { "a record", () => new Login("wang", s_secret).ToString() },
            { "JSON", () => JsonSerializer.Serialize(s_secret) },
            { "JSON of a record", () => JsonSerializer.Serialize(new Login("wang", s_secret)) },
            { "JSON as an object", () => JsonSerializer.Serialize<object>(new { Inner = (object)s_secret }) },
            { "JSON in collections", () => JsonSerializer.Serialize(new Dictionary<string, object> { ["a"] = new[] { s_secret } }) },
            { "JSON with fields", () => JsonSerializer.Serialize(s_secret, s_withFields) },
            { "an exception", () => new InvalidOperationException($"refused {s_secret}").ToString() },
        };

    [Theory]
    [MemberData(nameof(Printers))]
    public void A_secret_prints_nowhere(string where, Func<string?> print)
    {
        var printed = print();
        Assert.DoesNotContain(Planted, printed, StringComparison.Ordinal);
        Assert.True(
            printed!.Contains("***", StringComparison.Ordinal) || printed.Contains("null", StringComparison.Ordinal),
            $"{where}: {printed}"
        );
    }

    [Fact]
    public void A_secret_is_read_from_a_request()
    {
        var login = JsonSerializer.Deserialize<Login>($$"""{"Name":"wang","Password":"{{Planted}}"}""")!;
        Assert.Equal(Planted, login.Password!.Reveal());
        Assert.Equal(1234, JsonSerializer.Deserialize<Secret<int>>("1234")!.Reveal());
        Assert.Null(JsonSerializer.Deserialize<Login>("""{"Name":"wang","Password":null}""")!.Password);
    }

    [Fact]
    public void A_secret_that_cannot_be_read_is_not_in_the_error()
    {
        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Secret<int>>($"\"{Planted}\""));
        Assert.DoesNotContain(Planted, refused.ToString(), StringComparison.Ordinal);
    }

    private sealed record Login(string Name, Secret<string>? Password);
}

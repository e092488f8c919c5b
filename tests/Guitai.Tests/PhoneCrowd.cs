using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Guitai.Tests;

/// <summary>Customers with phones at a sandbox: they show codes, scan what the shop shows, type the password where it is asked for, and now and then refuse.</summary>
internal sealed class PhoneCrowd : IDisposable
{
    /// <summary>Whose UnionPay cards nobody swipes.</summary>
    public const int First = 100;

    /// <summary>How many customers.</summary>
    public const int Count = 4;

    private const int RefusedPercent = 10;

    private static readonly string[] s_wallets = ["WeChat", "Alipay", "UnionPay"];

    private readonly Random _random;
    private readonly HttpClient _http;

    public PhoneCrowd(Uri sandbox, int seed)
    {
        (_random, _http) = (new Random(seed), new HttpClient { BaseAddress = new Uri(sandbox, "sandbox/api/phone/") });
        _http.DefaultRequestHeaders.Add("X-Guitai", "1");
    }

    /// <summary>One customer is careful: the password for the smallest sum.</summary>
    public Task PrepareAsync() => SendAsync(First, new { alwaysAsk = true });

    /// <summary>Somebody's code at some wallet.</summary>
    public async Task<string> CodeAsync()
    {
        var (customer, wallet) = (First + _random.Next(Count), s_wallets[_random.Next(s_wallets.Length)]);
        return (string)(await SendAsync($"{customer}/code", new { wallet }))["code"]!;
    }

    /// <summary>Does what the phones ask for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            for (var customer = First; customer < First + Count; customer++)
            {
                await LookAsync(customer);
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task LookAsync(int customer)
    {
        var phone = JsonNode.Parse(await _http.GetStringAsync(new Uri(customer.ToString(CultureInfo.InvariantCulture), UriKind.Relative)))!;
        foreach (var prompt in phone["prompts"]!.AsArray())
        {
            var (id, password) = ((string)prompt!["id"]!, (string)phone["customer"]!["password"]!);
            _ =
                _random.Next(100) < RefusedPercent
                    ? await SendAsync($"{customer}/refuse", new { id })
                    : await SendAsync($"{customer}/pay", new { id, password });
        }

        if (customer == First + _random.Next(Count))
        {
            foreach (var open in phone["open"]!.AsArray())
            {
                await SendAsync($"{customer}/scan", new { text = (string)open!["text"]! });
            }
        }
    }

    private Task<JsonNode> SendAsync<T>(int customer, T body) => SendAsync(customer.ToString(CultureInfo.InvariantCulture), body);

    private async Task<JsonNode> SendAsync<T>(string path, T body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Guitai.Sandbox.Wallets.Books;

/// <summary>What a customer was made for.</summary>
public enum CustomerTrait
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>Plenty of money.</summary>
    Rich,

    /// <summary>A few yuan.</summary>
    Poor,

    /// <summary>Nothing at all.</summary>
    Empty,

    /// <summary>Wants the password for the smallest sum.</summary>
    Careful,

    /// <summary>Begins without network.</summary>
    Offline,
}

/// <summary>A customer's money and ways, as they are now.</summary>
internal sealed class Customer(int index, long balanceMinor, bool alwaysAsk, bool online)
{
    public int Index { get; } = index;
    public long[] BalanceMinor { get; } = [balanceMinor, balanceMinor];
    public bool AlwaysAsk { get; set; } = alwaysAsk;
    public bool Online { get; set; } = online;

    // Payments without password on the day that stands beside them, by wallet.
    private readonly (int Day, int Times)[] _free = new (int, int)[2];

    public int FreeTimes(WalletKind wallet, int day) => _free[(int)wallet].Day == day ? _free[(int)wallet].Times : 0;

    public void CountFree(WalletKind wallet, int day) => _free[(int)wallet] = (day, FreeTimes(wallet, day) + 1);
}

/// <summary>The customers: those below 100 are somebody, the others are alike and there for load.</summary>
internal sealed class Customers(byte[] key)
{
    /// <summary>From here on customers are for load: rich, and never out of payments without password.</summary>
    public const int FirstPlain = 100;

    private static readonly (string Name, CustomerTrait Trait, long Minor)[] s_named =
    [
        ("林晓满", CustomerTrait.Rich, 5_000_000),
        ("周小舟", CustomerTrait.Plain, 80_000),
        ("陈一毛", CustomerTrait.Poor, 888),
        ("吴空空", CustomerTrait.Empty, 0),
        ("郑谨言", CustomerTrait.Careful, 300_000),
        ("沈远山", CustomerTrait.Offline, 120_000),
    ];

    private readonly Dictionary<int, Customer> _touched = [];

    /// <summary>How many have a name.</summary>
    public static int Named => s_named.Length;

    public static bool Exists(int index) =>
        index is >= 0 and < Codes.PaymentCodes.Customers && (index < s_named.Length || index >= FirstPlain);

    public static CustomerTrait Trait(int index) => index < s_named.Length ? s_named[index].Trait : CustomerTrait.Rich;

    public static string Name(int index) => index < s_named.Length ? s_named[index].Name : $"顾客{index}";

    /// <summary>The customer as they are now.</summary>
    public Customer this[int index]
    {
        get
        {
            if (!_touched.TryGetValue(index, out var customer))
            {
                var trait = Trait(index);
                customer = new Customer(
                    index,
                    index < s_named.Length ? s_named[index].Minor : 100_000_000_00,
                    trait == CustomerTrait.Careful,
                    trait != CustomerTrait.Offline
                );
                _touched[index] = customer;
            }

            return customer;
        }
    }

    /// <summary>The six digits of the payment password.</summary>
    public string Password(int index) => $"{Number($"password {index}") % 1_000_000:D6}";

    /// <summary>WeChat's name for a customer within one application.</summary>
    public string OpenId(int index, string appId) =>
        "o" + Convert.ToBase64String(Hash($"openid {appId} {index}"))[..27].Replace('+', '-').Replace('/', '_');

    /// <summary>Alipay's number for a customer: 2088 and twelve digits.</summary>
    public string BuyerId(int index) => $"2088{Number($"buyer {index}") % 1_000_000_000_000:D12}";

    /// <summary>What Alipay shows of a customer's login.</summary>
    public string Login(int index) => $"13{Number($"login {index}") % 10}****{Number($"login {index}") / 10 % 10_000:D4}";

    private ulong Number(string text) => BitConverter.ToUInt64(Hash(text)) >> 8;

    private byte[] Hash(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

using Guitai.Sandbox.Wallets.Books;

namespace Guitai.Sandbox.Wallets.Phone;

/// <content>Shops' UnionPay codes. What the phone asks for is forgotten with it: the code is read again. The money is the card's, at its issuer.</content>
public sealed partial class CustomerPhone
{
    private const string Waiting = "09";

    private IEnumerable<PhonePrompt> UnionPayPrompts(int customer)
    {
        foreach (var (key, prompt) in _unionPay.Where(p => p.Key.Customer == customer))
        {
            if (Network?.OrderStanding(key.Reference) == Waiting)
            {
                yield return prompt;
            }
            else
            {
                _unionPay.TryRemove(key, out _);
            }
        }
    }

    private PhoneOutcome ScanUnionPay(IUnionPayNetwork network, int customer, string reference, string merchant, long amountMinor)
    {
        switch (network.OrderStanding(reference))
        {
            case "00":
                return new PhoneOutcome("phone.is-paid");
            case "68":
                return new PhoneOutcome("phone.is-closed");
            case Waiting:
                var untilMs = network.Orders().FirstOrDefault(o => o.Reference == reference)?.UntilMs;
                var prompt = new PhonePrompt(reference, WalletKind.UnionPay, OrderWay.Shown, merchant, "", amountMinor, untilMs);
                _unionPay[(customer, reference)] = prompt;
                return new PhoneOutcome(null, prompt);
            default:
                return new PhoneOutcome("phone.unknown-code");
        }
    }

    private PhoneOutcome PayUnionPay(int customer, PhonePrompt prompt, string password)
    {
        if (!_books.Do(b => b.Customers[customer].Online))
        {
            return new PhoneOutcome("phone.no-network");
        }

        if (password != _books.Do(b => b.Customers.Password(customer)))
        {
            return new PhoneOutcome("phone.wrong-password", prompt);
        }

        var code = Network?.PayOrder(prompt.Id, prompt.AmountMinor, FirstCard + customer);
        _unionPay.TryRemove((customer, prompt.Id), out _);
        return code switch
        {
            "00" => new PhoneOutcome(
                null,
                null,
                new PhonePayment(prompt.Id, WalletKind.UnionPay, prompt.Merchant, "", prompt.AmountMinor, NowMs, [])
            ),
            "51" or "61" => new PhoneOutcome("phone.no-money"),
            "94" => new PhoneOutcome("phone.is-paid"),
            "68" => new PhoneOutcome("phone.is-closed"),
            "25" or null => new PhoneOutcome("phone.unknown-code"),
            _ => new PhoneOutcome("phone.card-refused"),
        };
    }
}

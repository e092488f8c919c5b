using System.Globalization;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.Host.Routing;
using Guitai.Host.Terminals;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Hosting;

/// <summary>Brings a host and the sandbox's issuer together: link, card ranges, zone master key by two components, merchants.</summary>
internal static class AcquirerSeed
{
    /// <summary>The issuer's name at the host.</summary>
    public const string Issuer = "sandbox";

    /// <summary>Our number at the issuer.</summary>
    public const string Acquirer = "48021000";

    /// <summary>Makes the issuer known to the host and the host to the issuer. May be called again.</summary>
    /// <param name="host">The host.</param>
    /// <param name="issuer">The issuer's files.</param>
    /// <param name="addresses">Where it listens.</param>
    public static async Task LinkAsync(AcquirerHost host, IssuerFolder issuer, params IReadOnlyList<string> addresses)
    {
        issuer.Accept(host.LinkClient.ExportCertificatePem());
        var zone = IssuerMessages.Keys(Issuer).Zone;
        if (host.Keys.All(k => k.Name != zone))
        {
            var (first, second) = issuer.Components();
            Require(
                await host.Custody.BeginLoadAsync(
                    zone,
                    KeyUse.KeyEncryption,
                    KeyAlgorithm.Tdes,
                    "custodian-1",
                    Convert.FromHexString(first.Text)
                )
            );
            Require(await host.Custody.CompleteLoadAsync(zone, "custodian-2", Convert.FromHexString(second.Text)));
        }

        var ranges = IssuerProfile
            .Read(issuer.Profile)
            .Programs.Select(p => new CardRange(
                p.Prefix,
                Issuer,
                p.Name[..p.Name.IndexOf('-', StringComparison.Ordinal)],
                p.Funds == CardFunds.Debit ? CardProduct.Debit : CardProduct.Credit
            ));
        var routes = host.Desk.Services.Routes;
        var authority = await File.ReadAllTextAsync(issuer.AuthorityCertificate);
        if (routes.Issuers.TryGetValue(Issuer, out var known))
        {
            // What people changed since stays; where the issuer listens may be new with every start.
            Require(await routes.SaveAsync(known with { Addresses = addresses, AuthorityPem = authority }, routes.Of(Issuer)));
            return;
        }

        var made = new Issuer
        {
            Name = Issuer,
            Acquirer = Acquirer,
            Addresses = addresses,
            AuthorityPem = authority,
            TakesCodes = true,
        };
        Require(await routes.SaveAsync(made, [.. ranges]));
    }

    /// <summary>Adds a merchant that is not there yet.</summary>
    public static async Task MerchantAsync(AcquirerHost host, string number, string name, string ascii)
    {
        if (host.Desk.Services.Merchants.Find(number) is null)
        {
            Require(
                await host.Desk.Services.Merchants.SaveAsync(
                    new Merchant
                    {
                        Number = number,
                        Name = name,
                        NameAscii = ascii,
                        Category = "5411",
                        Fees = new FeePlan(new FeeRate(3800, 2000), new FeeRate(6000, 0), new FeeRate(3800, 0)),
                    }
                )
            );
        }
    }

    /// <summary>Adds a terminal, or takes one that is new, gives it a master key and makes a device it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="terminal">Field 41.</param>
    /// <param name="merchant">Field 42.</param>
    /// <param name="masterKey">16 bytes.</param>
    /// <param name="requestPem">The device's PKCS#10.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The device's certificate, PEM.</returns>
    public static async Task<string> TerminalAsync(
        AcquirerHost host,
        string terminal,
        string merchant,
        byte[] masterKey,
        string requestPem,
        string place = ""
    )
    {
        if (host.Desk.Services.Terminals.Find(terminal) is null)
        {
            var made = new Guitai.Host.Terminals.Terminal
            {
                Number = terminal,
                Merchant = merchant,
                Place = place,
            };
            Require(await host.Desk.Services.Terminals.AddAsync(made));
        }

        var first = System.Security.Cryptography.RandomNumberGenerator.GetBytes(masterKey.Length);
        byte[] second = [.. masterKey.Zip(first, (a, b) => (byte)(a ^ b))];
        Require(await host.Access.LoadComponentAsync(terminal, "custodian-1", first, ""));
        Require(await host.Access.LoadComponentAsync(terminal, "custodian-2", second, ""));
        var code = await host.Access.MakeCodeAsync(terminal);
        Require(code);
        var activated = await host.Access.ActivateAsync(terminal, code.Value, requestPem);
        Require(activated);
        return activated.Value.CertificatePem;
    }

    private static void Require(KeyLoad load)
    {
        if (load.Answer != KeyAnswer.Ok)
        {
            throw new Failure($"A key was refused: {load.Answer}.", $"密钥被拒绝：{load.Answer}。");
        }
    }

    /// <summary>Ends when the host refused.</summary>
    /// <exception cref="Failure">It did.</exception>
    internal static void Require<T>(Foundation.Outcome<T> outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw new Failure(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The host refused: {refusal.Code} {string.Join(' ', refusal.Parameters?.Values ?? [])}"
                ),
                $"收单主机拒绝：{refusal.Code}"
            );
        }
    }
}

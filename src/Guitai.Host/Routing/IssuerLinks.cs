using System.Collections.Concurrent;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Routing;

/// <summary>The links to all issuers: one is made when an issuer is first known, and made anew when the issuer is changed.</summary>
public sealed class IssuerLinks(RouteBook routes, CardSafe cards, LinkAccess access, IKeyStore keys, IKeyCustody custody, TimeProvider time)
    : IIssuerPort,
        IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IssuerLink> _links = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Every link by its issuer's name.</summary>
    public IReadOnlyDictionary<string, IssuerLink> All => _links;

    /// <summary>Makes links that are missing and ends those of issuers that were changed.</summary>
    public async Task RefreshAsync()
    {
        List<IssuerLink> over = [];
        lock (_lock)
        {
            foreach (var issuer in routes.Issuers.Values)
            {
                if (_links.TryGetValue(issuer.Name, out var link) && Same(link.Issuer, issuer))
                {
                    continue;
                }

                if (link is not null)
                {
                    over.Add(link);
                }

                var made = new IssuerLink(issuer, access, keys, custody, cards.Open, time);
                _links[issuer.Name] = made;
                made.Start();
            }
        }

        foreach (var link in over)
        {
            await link.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public (int Stan, string SentAt) Number(string issuer) => _links.TryGetValue(issuer, out var link) ? link.Number() : (0, "");

    /// <inheritdoc/>
    public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets) =>
        _links.TryGetValue(question.Issuer.Name, out var link) ? link.AskAsync(question, secrets) : Task.FromResult(IssuerReply.NotSent);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links.Values)
        {
            await link.DisposeAsync();
        }
    }

    private static bool Same(Issuer a, Issuer b) =>
        a.Acquirer == b.Acquirer
        && a.AuthorityPem == b.AuthorityPem
        && a.AnswerMs == b.AnswerMs
        && a.EchoMs == b.EchoMs
        && a.Addresses.SequenceEqual(b.Addresses, StringComparer.Ordinal);
}

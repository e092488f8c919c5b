using System.Collections.Concurrent;
using Guitai.Host.Acceptance;
using Guitai.Host.Authorisation;
using Guitai.Host.Merchants;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Routing;

/// <summary>
/// The links to all issuers: one is made when an issuer is first known, and made anew when the issuer is changed. The old one goes on asking until the new one is signed on, or has had its time, and is
/// closed when what it asked is answered.
/// </summary>
public sealed class IssuerLinks(RouteBook routes, CardSafe cards, LinkAccess access, IKeyStore keys, IKeyCustody custody, TimeProvider time)
    : IIssuerPort,
        IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_handOver = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, IssuerLink> _links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IssuerLink> _before = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _handingOver = [];
    private readonly Lock _lock = new();

    /// <summary>Every link by its issuer's name: the newest one.</summary>
    public IReadOnlyDictionary<string, IssuerLink> All => _links;

    /// <summary>Makes links that are missing and those of issuers that were changed. May be called as often as one likes.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            _handingOver.RemoveAll(t => t.IsCompleted);
            foreach (var issuer in routes.Issuers.Values)
            {
                if (!_links.TryGetValue(issuer.Name, out var link))
                {
                    _links[issuer.Name] = Make(issuer, null);
                }
                else if (!Same(link.Issuer, issuer))
                {
                    Replace(link, Make(issuer, link));
                }
            }
        }
    }

    /// <inheritdoc/>
    public (int Stan, string SentAt) Number(string issuer) => _links.TryGetValue(issuer, out var link) ? link.Number() : (0, "");

    /// <inheritdoc/>
    public Task<IssuerReply> AskAsync(IssuerQuestion question, TerminalRequest? secrets)
    {
        var name = question.Issuer.Name;
        if (!_links.TryGetValue(name, out var link))
        {
            return Task.FromResult(IssuerReply.NotSent);
        }

        if (!link.IsReady && _before.TryGetValue(name, out var before))
        {
            // Said at once when nothing left: then the new link may just have become ready.
            var asked = before.AskAsync(question, secrets);
            if (!asked.IsCompletedSuccessfully || asked.Result.Kind != ReplyKind.NotSent)
            {
                return asked;
            }
        }

        return link.AskAsync(question, secrets);
    }

    /// <inheritdoc/>
    public async Task<IssuerReply> LookAsync(Intent intent, Merchant merchant)
    {
        if (!routes.Issuers.TryGetValue(intent.Issuer, out var issuer))
        {
            return new IssuerReply(ReplyKind.NoAnswer);
        }

        var (stan, sentAt) = Number(issuer.Name);
        var asked = new IssuerQuestion(issuer, 100, intent, intent, merchant)
        {
            Stan = stan,
            SentAt = sentAt,
            IsInquiry = true,
        };
        var reply = await AskAsync(asked, secrets: null);

        // Not there: the order may still be on its way. Only time ends it.
        return reply.Kind == ReplyKind.Answered && reply.Code is not ("00" or "68") ? new IssuerReply(ReplyKind.NoAnswer) : reply;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task[] handingOver;
        lock (_lock)
        {
            _stop.Cancel();
            handingOver = [.. _handingOver];
        }

        await Task.WhenAll(handingOver);
        foreach (var link in _links.Values)
        {
            await link.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static bool Same(Issuer a, Issuer b) =>
        a.Acquirer == b.Acquirer
        && a.AuthorityPem == b.AuthorityPem
        && a.AnswerMs == b.AnswerMs
        && a.EchoMs == b.EchoMs
        && a.Addresses.SequenceEqual(b.Addresses, StringComparer.Ordinal);

    private IssuerLink Make(Issuer issuer, IssuerLink? before)
    {
        var made = new IssuerLink(issuer, access, keys, custody, cards.Open, time, before);
        made.Start();
        return made;
    }

    // Before the new one is the link: who asks in between finds one of them.
    private void Replace(IssuerLink old, IssuerLink made)
    {
        var name = made.Issuer.Name;
        if (old.IsReady || !_before.TryGetValue(name, out var serving) || !serving.IsReady)
        {
            _before[name] = old;
        }

        _links[name] = made;
        _handingOver.Add(HandOverAsync(name, old));
    }

    private async Task HandOverAsync(string name, IssuerLink old)
    {
        try
        {
            // The newest link counts: it may have been changed again meanwhile.
            var since = time.GetTimestamp();
            while (!_links[name].IsReady && time.GetElapsedTime(since) < s_handOver)
            {
                await Task.Delay(s_look, time, _stop.Token);
            }

            _before.TryRemove(new KeyValuePair<string, IssuerLink>(name, old));
            await old.RetireAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The process ends: what is out counts as not answered.
        }

        await old.DisposeAsync();
    }
}

using Guitai.Foundation;
using Guitai.Host.Operators;
using Guitai.Host.Routing;

namespace Guitai.Host.Operations;

/// <summary>An authority's certificate, as people compare it.</summary>
/// <param name="Subject">Its distinguished name.</param>
/// <param name="NotAfterMs">Until when it is good, Unix milliseconds.</param>
/// <param name="Sha256">Its fingerprint, hexadecimal.</param>
public sealed record AuthorityView(string Subject, long NotAfterMs, string Sha256);

/// <summary>An issuer as its form shows it.</summary>
/// <param name="Version">Sent back with an edit.</param>
/// <param name="Authority">Null when the certificate cannot be read.</param>
/// <param name="Ranges">How many card ranges are its own.</param>
public sealed record IssuerView(
    long Version,
    string Name,
    string Acquirer,
    IReadOnlyList<string> Addresses,
    string AuthorityPem,
    AuthorityView? Authority,
    int AnswerMs,
    int EchoMs,
    bool TakesCodes,
    int Ranges
);

/// <param name="Version">As it was shown; 0 for a new one.</param>
/// <param name="Addresses">One or two, <c>host:port</c>; the first is preferred.</param>
/// <param name="AuthorityPem">The certificate of the authority that signs the issuer's.</param>
/// <param name="AnswerMs">1,000 to 50,000.</param>
/// <param name="EchoMs">200 to 600,000.</param>
/// <param name="TakesCodes">UnionPay's payment codes go there.</param>
public sealed record IssuerEdit(
    long Version,
    string Acquirer,
    IReadOnlyList<string> Addresses,
    string AuthorityPem,
    int AnswerMs,
    int EchoMs,
    bool TakesCodes = false
);

/// <summary>A change of one card range.</summary>
/// <param name="Was">As it was shown; null for a new one.</param>
/// <param name="Range">As it should be; null to remove it.</param>
public sealed record RangeEdit(CardRange? Was, CardRange? Range);

/// <summary>A list of an issuer's card ranges.</summary>
/// <param name="Issuer">Whose they are.</param>
/// <param name="Text">A line each: beginning, scheme, kind of card.</param>
/// <param name="Replace">True removes the issuer's ranges that are not on it.</param>
/// <param name="Apply">False only looks.</param>
public sealed record RangeImportRequest(string Issuer, string Text, bool Replace, bool Apply);

/// <summary>Issuers and card ranges.</summary>
internal static class IssuerEndpoints
{
    private const int MostListBytes = 2 * 1024 * 1024;

    public static void Map(HostRoutes routes, OperationsDesk desk)
    {
        var (see, edit) = (HostAccess.LoggedIn, new HostAccess(OperatorRight.EditIssuers));
        var book = desk.Host.Services.Routes;
        routes.Get<IReadOnlyList<LinkView>>("links", see, _ => desk.Live.Links().ToList());
        routes.Get<IReadOnlyList<IssuerView>>("issuers", see, _ => Issuers(book));
        routes.Send<IssuerEdit, bool>(
            "PUT",
            "issuers/{id}",
            edit,
            (call, body) =>
                desk.AuditedAsync(
                    call,
                    body.Version == 0 ? "issuer.added" : "issuer.changed",
                    call.Id,
                    deed => SaveAsync(desk, call.Id, body, deed)
                )
        );
        routes.Get<IReadOnlyList<CardRange>>("card-ranges", see, _ => book.Ranges().ToList());
        routes.Send<RangeEdit, bool>(
            "POST",
            "card-ranges",
            edit,
            (call, body) =>
                body is { Was: null, Range: null }
                    ? Task.FromResult<Outcome<bool>>(Refusal.With("range.invalid", "field", "prefix"))
                    : desk.AuditedAsync(
                        call,
                        body.Was is null ? "range.added"
                            : body.Range is null ? "range.removed"
                            : "range.changed",
                        (body.Range ?? body.Was)!.Prefix,
                        deed => book.SaveRangeAsync(body.Was, body.Range, deed)
                    )
        );
        routes.Send<RangeImportRequest, RangeImport>(
            "POST",
            "card-ranges/import",
            edit,
            (call, body) => ImportAsync(desk, call, body),
            MostListBytes
        );
    }

    private static List<IssuerView> Issuers(RouteBook book)
    {
        var ranges = book.Ranges().CountBy(r => r.Issuer, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. book.List()
                .Select(row => new IssuerView(
                    row.Version,
                    row.Issuer.Name,
                    row.Issuer.Acquirer,
                    row.Issuer.Addresses,
                    row.Issuer.AuthorityPem,
                    Authority(row.Issuer.AuthorityPem),
                    row.Issuer.AnswerMs,
                    row.Issuer.EchoMs,
                    row.Issuer.TakesCodes,
                    ranges.GetValueOrDefault(row.Issuer.Name)
                )),
        ];
    }

    private static AuthorityView? Authority(string pem)
    {
        using var certificate = IssuerRules.ReadAuthority(pem);
        return certificate is null
            ? null
            : new AuthorityView(
                certificate.Subject,
                new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeMilliseconds(),
                certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)
            );
    }

    private static async Task<Outcome<bool>> SaveAsync(OperationsDesk desk, string name, IssuerEdit edit, Deed deed)
    {
        var services = desk.Host.Services;
        var saved = await services.Routes.SaveIssuerAsync(
            new Issuer
            {
                Name = name,
                Acquirer = edit.Acquirer.Trim(),
                Addresses = [.. edit.Addresses.Select(a => a.Trim())],
                AuthorityPem = edit.AuthorityPem.Trim(),
                AnswerMs = edit.AnswerMs,
                EchoMs = edit.EchoMs,
                TakesCodes = edit.TakesCodes,
            },
            edit.Version,
            deed
        );
        services.Links?.Refresh();
        return saved.Ok ? true : saved.Refusal!;
    }

    // A list with a flaw changes nothing: it is looked at, and not a deed.
    private static async Task<Outcome<RangeImport>> ImportAsync(OperationsDesk desk, HostCall call, RangeImportRequest request)
    {
        var book = desk.Host.Services.Routes;
        var looked = book.Look(request.Issuer, request.Text, request.Replace);
        return !request.Apply || !looked.Ok || looked.Value.FlawCount > 0
            ? looked
            : await desk.AuditedAsync(
                call,
                "ranges.imported",
                request.Issuer,
                deed => book.ImportAsync(request.Issuer, request.Text, request.Replace, deed)
            );
    }
}

using Guitai.Contracts.Sync;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Sync;

/// <param name="Shop">Where the shop takes tills, as its settings show it with the code.</param>
/// <param name="Code">Five groups of four letters.</param>
public sealed record EnrolTillRequest(string? Shop, string? Code);

/// <summary>Makes this device a till: once at the start, and again when its shop has shut it out or its folder moved to another machine.</summary>
public sealed class Enrolment(TillRole till, ShopLine line)
{
    /// <summary>True while somebody at the device may tie it to a shop.</summary>
    public bool IsOpen => Because is not null;

    /// <summary>Why somebody at the device may tie it to a shop: it is nobody's yet (<c>new</c>), its shop shut it out (<c>revoked</c>), its folder
    /// moved without the key (<c>missing</c>), or it stayed away from its shop until the certificate ran out (<c>expired</c>); null when nobody may.</summary>
    public string? Because =>
        till.Desk.Identity is null ? "new"
        : till.Desk.Cursor.Alarm == "sync.unknown-till" ? "revoked"
        : line.CertificateExpiresAt is null ? "missing"
        : !line.HasCertificate ? "expired"
        : null;

    /// <summary>Ties the device with the shop's address and a code. Whoever runs the program may do so at any time, the page only while
    /// <see cref="IsOpen"/>.</summary>
    public async Task<Outcome<bool>> RunAsync(EnrolTillRequest request, CancellationToken cancellation)
    {
        if (AddressOf(request.Shop) is not { } shop)
        {
            return new Refusal("enrol.address");
        }

        if (TillCode.Read(request.Code) is not { } code)
        {
            return new Refusal("enrol.code");
        }

        // Facts here belong to the till that this device was; under another's name they would be lost or doubled.
        var holds = till.Desk.State.Sequence > 0 ? till.Desk.Identity?.TillId : null;
        var asked = await ShopLine.AskAsync(shop, code, holds, cancellation);
        if (asked.Refusal is { } refusal)
        {
            return refusal;
        }

        var (answer, file) = asked.Value;
        try
        {
            var tied = await till.EnrolAsync(new TillIdentity(answer.TillId, shop.ToString(), ""), () => line.Keep(file));
            if (tied.Ok)
            {
                await till.Sync.RoundAsync(cancellation);
            }

            return tied;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The shop has tied a device that could not keep its key: a new code mends it.
            return Refusals.StoreFull;
        }
    }

    // "192.168.1.5:8443" is what a person types.
    private static Uri? AddressOf(string? typed)
    {
        var text = typed?.Trim() ?? "";
        return
            Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps
            && address.Host.Length > 0
            ? address
            : null;
    }
}

using System.Text.Json;
using Dapper;
using Guitai.Host.Authorisation;
using Guitai.Host.Chips;
using Guitai.Host.Merchants;
using Guitai.Host.Terminals;

namespace Guitai.Host.Operations;

/// <summary>A terminal as its page shows it; never a key.</summary>
/// <param name="Device">Beginning of the hash of its device's public key; empty while no device is it.</param>
/// <param name="CheckValue">Its master key's; empty while it has none.</param>
/// <param name="WaitsForComponent">One component is there, the second is not.</param>
/// <param name="Connected">A connection speaks for it now.</param>
/// <param name="SignedInMs">Its last sign-in; null before the first.</param>
/// <param name="Chips">Which parameters for chips it has.</param>
public sealed record TerminalView(
    string Number,
    string Merchant,
    string MerchantName,
    string Place,
    TerminalState State,
    MacAlgorithm Mac,
    Limits Limits,
    OfflineLimits Offline,
    string Device,
    string CheckValue,
    bool WaitsForComponent,
    bool Connected,
    int Batch,
    int Day,
    long? SignedInMs,
    string Operator,
    TerminalChips Chips
);

/// <summary>Which parameters for chips a terminal said that it has.</summary>
/// <param name="Keys">The version of its keys; 0 when it never said so.</param>
/// <param name="Applications">The version of its applications.</param>
/// <param name="ToldMs">When it last said so; null for never.</param>
/// <param name="IsCurrent">Both are what there is now.</param>
public sealed record TerminalChips(long Keys, long Applications, long? ToldMs, bool IsCurrent);

/// <content>Terminals.</content>
public sealed partial class Registry
{
    /// <summary>Terminals, of a merchant or all, in a state or any, whose number or place holds a text.</summary>
    public IReadOnlyList<TerminalView> Terminals(
        string? merchant = null,
        string? state = null,
        string? text = null,
        string? number = null
    ) =>
        services.Store.Read(c =>
        {
            var parameters = Like(text);
            parameters.Add("merchant", merchant ?? "");
            parameters.Add("number", number ?? "");
            parameters.Add("state", string.IsNullOrEmpty(state) ? "" : $"%\"state\":\"{state.ToLowerInvariant()}\"%");
            var (told, connected) = (ChipBook.Told(c, number ?? ""), Connected());
            return c.Query<TerminalRow>(
                    $"""
                    SELECT t.body AS Body, s.batch AS Batch, s.day AS Day, s.signed_in_ms AS SignedInMs, s.operator AS Operator
                    FROM host_terminal t JOIN host_session s ON s.terminal = t.terminal
                    WHERE (@merchant = '' OR t.merchant = @merchant) AND (@number = '' OR t.terminal = @number)
                        AND (@state = '' OR lower(t.body) LIKE @state)
                        AND (@text = '' OR lower(t.terminal) LIKE @like ESCAPE '!' OR lower(t.body) LIKE @like ESCAPE '!')
                    ORDER BY t.terminal LIMIT {MostRows}
                    """,
                    parameters
                )
                .Select(r => View(r, told, connected))
                .ToList();
        });

    /// <summary>Active terminals that do not have this version of the parameters for chips, by number.</summary>
    public IReadOnlyList<BehindTerminal> Behind(long version) =>
        services.Store.Read(c =>
        {
            var (told, connected) = (ChipBook.Told(c), Connected());
            return c.Query<string>("SELECT body FROM host_terminal ORDER BY terminal")
                .Select(body => JsonSerializer.Deserialize<Terminal>(body, HostJson.Options)!)
                .Where(t => t.State == TerminalState.Active && !told.GetValueOrDefault(t.Number).Are(version))
                .Select(t =>
                {
                    var has = told.GetValueOrDefault(t.Number);
                    return new BehindTerminal(
                        t.Number,
                        NameOf(t.Merchant),
                        t.Place,
                        has.Keys,
                        has.Applications,
                        connected.Contains(t.Number)
                    );
                })
                .ToList();
        });

    private string NameOf(string merchant) => services.Merchants.Find(merchant)?.Merchant.Name ?? "";

    private HashSet<string> Connected() =>
        services.Terminals.Known.Where(d => d.IsConnected).Select(d => d.Terminal.Number).ToHashSet(StringComparer.Ordinal);

    private TerminalView View(TerminalRow row, IReadOnlyDictionary<string, ToldVersions> told, HashSet<string> connected)
    {
        var t = JsonSerializer.Deserialize<Terminal>(row.Body, HostJson.Options)!;
        var has = told.GetValueOrDefault(t.Number);
        return new TerminalView(
            t.Number,
            t.Merchant,
            NameOf(t.Merchant),
            t.Place,
            t.State,
            t.Mac,
            t.Limits,
            t.Offline,
            t.Device.Length > 12 ? t.Device[..12] : t.Device,
            t.CheckValue,
            t.WaitingComponent.Length > 0,
            connected.Contains(t.Number),
            (int)row.Batch,
            (int)row.Day,
            row.SignedInMs == 0 ? null : row.SignedInMs,
            row.Operator,
            new TerminalChips(has.Keys, has.Applications, has.AtMs == 0 ? null : has.AtMs, has.Are(services.Chips.Lists.Version))
        );
    }

    private sealed class TerminalRow
    {
        public string Body { get; init; } = "";
        public long Batch { get; init; }
        public long Day { get; init; }
        public long SignedInMs { get; init; }
        public string Operator { get; init; } = "";
    }
}

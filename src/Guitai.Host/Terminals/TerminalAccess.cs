using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Guitai.Foundation;
using Guitai.Foundation.Certificates;
using Guitai.Foundation.Store;
using Guitai.Host.Chips;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;

namespace Guitai.Host.Terminals;

/// <summary>What a device gets when it becomes a terminal.</summary>
/// <param name="Terminal">Field 41.</param>
/// <param name="Merchant">Field 42.</param>
/// <param name="CertificatePem">The device's certificate.</param>
/// <param name="AuthorityPem">Whom the device trusts from now on.</param>
/// <param name="Mac">How its messages are authenticated.</param>
public sealed record Activated(string Terminal, string Merchant, string CertificatePem, string AuthorityPem, MacAlgorithm Mac);

/// <summary>Which device is which terminal: one-time codes, certificates, master keys, blocking.</summary>
public sealed class TerminalAccess(HostServices services, CertificateAuthority authority, IRandomness randomness)
{
    private const int MostTries = 5;

    // Without letters and digits that look alike.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly TimeSpan s_codeLife = TimeSpan.FromMinutes(30);

    /// <summary>Whom terminals trust.</summary>
    public string AuthorityPem => authority.CertificatePem;

    /// <summary>Makes the one-time code by which a device becomes a terminal that is new.</summary>
    /// <param name="terminal">Field 41.</param>
    /// <param name="deed">Whose deed it is.</param>
    /// <returns>Sixteen letters; or why there is none.</returns>
    public async Task<Outcome<string>> MakeCodeAsync(string terminal, Deed? deed = null)
    {
        if (services.Terminals.Find(terminal) is not { } desk)
        {
            return Refusal.With("terminal.unknown", "terminal", terminal);
        }

        if (desk.Terminal.State != TerminalState.New)
        {
            return Refusal.With("terminal.not-new", "terminal", terminal);
        }

        Span<byte> random = stackalloc byte[16];
        randomness.Fill(random);
        Span<char> code = stackalloc char[16];
        for (var i = 0; i < code.Length; i++)
        {
            code[i] = Letters[random[i] & 31];
        }

        var text = new string(code);
        var until = services.NowMs + (long)s_codeLife.TotalMilliseconds;
        var write = new Write().Upsert(HostTables.Activation, terminal, Hash(terminal, text), until, 0);
        var result = await services.Store.CommitAsync(write, deed);
        return result == WriteResult.Committed ? text : new Refusal("store.full");
    }

    /// <summary>A device becomes a terminal. The code is good once; a wrong one counts, and after five the code is gone.</summary>
    /// <param name="terminal">Field 41.</param>
    /// <param name="code">As it was given out.</param>
    /// <param name="requestPem">PKCS#10 of the device's own key.</param>
    /// <param name="deed">The device's own, in the audit.</param>
    public async Task<Outcome<Activated>> ActivateAsync(string terminal, string code, string requestPem, Deed? deed = null)
    {
        var waiting = services.Store.Read(c =>
            c.QuerySingleOrDefault<Waiting>(
                "SELECT code_hash AS CodeHash, until_ms AS UntilMs, tries FROM host_activation WHERE terminal = @terminal",
                new { terminal }
            )
        );
        if (waiting is null || waiting.UntilMs < services.NowMs || waiting.Tries >= MostTries)
        {
            return new Refusal("activation.no-code");
        }

        var given = Hash(terminal, code.Trim().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant());
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(waiting.CodeHash)))
        {
            var counted = new Write().Upsert(HostTables.Activation, terminal, waiting.CodeHash, waiting.UntilMs, waiting.Tries + 1);
            await services.Store.CommitAsync(counted, deed, "activation.wrong-code");
            return Refusal.With("activation.wrong-code", "left", (MostTries - waiting.Tries - 1).ToString(CultureInfo.InvariantCulture));
        }

        if (authority.IssueDevice(terminal, requestPem) is not { } issued)
        {
            return new Refusal("activation.bad-request");
        }

        var changed = await services.Terminals.ChangeAsync(
            terminal,
            t =>
                t.State == TerminalState.New
                    ? t with
                    {
                        State = TerminalState.Active,
                        Device = issued.DeviceHash,
                    }
                    : Refusal.With("terminal.not-new", "terminal", terminal),
            write => write.Delete(HostTables.Activation, terminal),
            deed
        );
        return changed.Ok
            ? new Activated(terminal, changed.Value.Merchant, issued.CertificatePem, AuthorityPem, changed.Value.Mac)
            : changed.Refusal!;
    }

    /// <summary>A terminal's device gets a new certificate for the same key, before the old one ends. The request is signed by that key, which nobody else has; whoever sends one
    /// again gets nothing but a certificate for it.</summary>
    public Outcome<Activated> Renew(string terminal, string requestPem) =>
        services.Terminals.Find(terminal)?.Terminal is not { State: TerminalState.Active } known ? new Refusal("activation.other-device")
        : authority.IssueDevice(terminal, requestPem) is not { } issued ? new Refusal("activation.bad-request")
        : issued.DeviceHash != known.Device ? new Refusal("activation.other-device")
        : new Activated(terminal, known.Merchant, issued.CertificatePem, AuthorityPem, known.Mac);

    /// <summary>Blocks a terminal: its connection ends, and nothing of it is taken any more.</summary>
    public async Task<Outcome<Terminal>> BlockAsync(string terminal, Deed? deed = null)
    {
        var changed = await services.Terminals.ChangeAsync(terminal, t => t with { State = TerminalState.Blocked }, deed: deed);
        if (changed.Ok && services.Terminals.Find(terminal) is { } desk)
        {
            desk.Disconnect();
        }

        return changed;
    }

    /// <summary>Makes a blocked terminal new: another device may become it. Its device, its master key and its working keys are forgotten.</summary>
    public Task<Outcome<Terminal>> RenewLifeAsync(string terminal, Deed? deed = null) =>
        services.Terminals.ChangeAsync(
            terminal,
            t =>
                t.State == TerminalState.Blocked
                    ? t with
                    {
                        State = TerminalState.New,
                        Device = "",
                        MasterKey = "",
                        CheckValue = "",
                        WaitingComponent = "",
                    }
                    : Refusal.With("terminal.not-blocked", "terminal", terminal),
            write => ChipBook.Forgotten(write, terminal),
            deed
        );

    /// <summary>One custodian's component of a terminal's master key. The first waits, sealed; the second, of another person, completes the key.</summary>
    /// <param name="terminal">Field 41.</param>
    /// <param name="custodian">Who gives it.</param>
    /// <param name="component">16 bytes.</param>
    /// <param name="checkValue">The whole key's check value, with the second component; empty to accept the one that is shown.</param>
    /// <param name="deed">Whose deed it is.</param>
    /// <returns>The check value of the component, or of the key.</returns>
    public async Task<Outcome<string>> LoadComponentAsync(
        string terminal,
        string custodian,
        byte[] component,
        string checkValue,
        Deed? deed = null
    )
    {
        if (services.Terminals.Find(terminal) is not { } desk)
        {
            return Refusal.With("terminal.unknown", "terminal", terminal);
        }

        var first = desk.Terminal.WaitingComponent;
        var load =
            first.Length == 0 || !WrappedKey.TryRead(Convert.FromBase64String(first), out var waiting)
                ? await services.Wrapping.BeginWrapAsync(terminal, KeyUse.KeyEncryption, KeyAlgorithm.Tdes, custodian, component)
                : await services.Wrapping.CompleteWrapAsync(
                    waiting!,
                    terminal,
                    custodian,
                    component,
                    checkValue.Length == 0 ? null : checkValue
                );
        return await KeepAsync(terminal, load, deed);
    }

    /// <summary>A terminal's master key out of a key block (X9.143).</summary>
    /// <param name="terminal">Field 41.</param>
    /// <param name="under">The name of the key block protection key.</param>
    /// <param name="block">The block's characters.</param>
    /// <param name="deed">Whose deed it is.</param>
    public async Task<Outcome<string>> LoadBlockAsync(string terminal, KeyName under, string block, Deed? deed = null) =>
        services.Terminals.Find(terminal) is null
            ? Refusal.With("terminal.unknown", "terminal", terminal)
            : await KeepAsync(terminal, await services.Wrapping.WrapBlockAsync(terminal, KeyUse.KeyEncryption, under, block), deed);

    private async Task<Outcome<string>> KeepAsync(string terminal, WrappedLoad load, Deed? deed)
    {
        if (load.Answer != KeyAnswer.Ok)
        {
            return Refusal.With("key.refused", "answer", load.Answer.ToString());
        }

        var wrapped = Convert.ToBase64String(load.Wrapped!.Bytes.Span);
        var changed = await services.Terminals.ChangeAsync(
            terminal,
            t =>
                load.Wrapped.IsComponent
                    ? t with
                    {
                        WaitingComponent = wrapped,
                    }
                    : t with
                    {
                        MasterKey = wrapped,
                        CheckValue = load.CheckValue,
                        WaitingComponent = "",
                    },
            deed: deed
        );
        return changed.Ok ? load.CheckValue : changed.Refusal!;
    }

    private static string Hash(string terminal, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{terminal}|{code}")));

    private sealed class Waiting
    {
        public string CodeHash { get; init; } = "";
        public long UntilMs { get; init; }
        public long Tries { get; init; }
    }
}

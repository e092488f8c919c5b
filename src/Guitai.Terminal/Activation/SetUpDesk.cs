using System.Security.Cryptography;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.Terminal.HostLink;
using Guitai.Terminal.Keys;
using Guitai.Terminal.Machine;
using Guitai.Terminal.Pages;

namespace Guitai.Terminal.Activation;

/// <summary>Makes this device a terminal: number and certificate by a one-time code, master key by two people's components or a key block.</summary>
/// <param name="desk">The terminal.</param>
/// <param name="custody">Where keys come in.</param>
/// <param name="office">The way to the host's office.</param>
/// <param name="file">The device's file.</param>
/// <param name="save">Writes it so that a crash leaves the old one or the new one.</param>
/// <param name="time">When things happen.</param>
public sealed class SetUpDesk(
    TerminalDesk desk,
    IKeyCustody custody,
    OfficeClient office,
    string? file,
    Action<string> save,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan s_renewAgain = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DeviceFile? _device = file is null ? null : DeviceFile.Read(file);
    private (string Custodian, string CheckValue, bool ForBlocks)? _waiting;
    private Refusal? _notice;
    private long _triedAtMs;

    /// <summary>What this device shows to hosts; null before activation.</summary>
    public DeviceAccess? Access => Volatile.Read(ref _device)?.Access;

    /// <summary>How far it has come.</summary>
    public SetUpView View()
    {
        var books = desk.Books;
        var stand = desk.Stand();
        return new SetUpView
        {
            Version = stand.Version,
            Stage = books.Stage,
            Office = books.Office.Length > 0 ? books.Office : null,
            Hosts = books.Hosts,
            Terminal = books.Terminal.Length > 0 ? books.Terminal : null,
            Merchant = books.Merchant.Length > 0 ? books.Merchant : null,
            WaitingCustodian = _waiting?.Custodian,
            ComponentCheckValue = _waiting?.CheckValue,
            CheckValue = books.MasterCheckValue.Length > 0 ? books.MasterCheckValue : null,
            SignedIn = stand.SignedIn,
            Notice = _notice ?? stand.Trouble,
        };
    }

    /// <summary>The device becomes a terminal.</summary>
    public Task<SetUpView> ActivateAsync(ActivateRequest request, CancellationToken cancellation) =>
        InTurnAsync(async () =>
        {
            if (HostsOf(request.Hosts) is not { } hosts)
            {
                return new Refusal("setup.hosts");
            }

            if (request.Terminal.Trim().Length != 8)
            {
                return new Refusal("setup.terminal");
            }

            if (desk.Books.Payments.Values.Any(p => p.IsOpen))
            {
                return new Refusal("terminal.holds-payments");
            }

            var number = request.Terminal.Trim();
            var (key, asked) = DeviceFile.Ask(number);
            using (key)
            {
                var answer = await office.ActivateAsync(
                    request.Office,
                    request.Authority,
                    number,
                    request.Code.Reveal().Trim(),
                    asked,
                    cancellation
                );
                if (answer.Refusal is { } refusal)
                {
                    return refusal;
                }

                Use(DeviceFile.TextOf(key, answer.Value.CertificatePem, answer.Value.AuthorityPem));
                return await desk.HandleAsync(
                    new Activate(
                        answer.Value.Terminal,
                        answer.Value.Merchant,
                        answer.Value.Mac ?? "UnionPay",
                        hosts,
                        request.Office.Trim(),
                        request.Authority
                    )
                );
            }
        });

    /// <summary>The host that knows this terminal listens elsewhere now. What is open stays so, and is told there.</summary>
    public Task<SetUpView> MoveAsync(MoveRequest request) =>
        InTurnAsync(async () =>
        {
            if (desk.Books.Stage == TerminalStage.New)
            {
                return new Refusal("setup.activate-first");
            }

            return HostsOf(request.Hosts) is not { } hosts ? new Refusal("setup.hosts")
                : OfficeClient.AddressOf(request.Office) is null ? new Refusal("setup.office")
                : await desk.HandleAsync(new MoveHost(hosts, request.Office.Trim()));
        });

    /// <summary>One custodian's component; the second one, of another person, completes the key.</summary>
    public Task<SetUpView> ComponentAsync(ComponentRequest request) =>
        InTurnAsync(async () =>
        {
            if (desk.Books.Stage == TerminalStage.New)
            {
                return new Refusal("setup.activate-first");
            }

            var component = Component(request.Component.Reveal());
            if (component is null)
            {
                return new Refusal("setup.component");
            }

            var name = request.ForBlocks ? TerminalKeys.BlockProtection : TerminalKeys.Master;
            var use = request.ForBlocks ? KeyUse.KeyBlockProtection : KeyUse.KeyEncryption;
            try
            {
                if (_waiting is not { } waiting || waiting.ForBlocks != request.ForBlocks)
                {
                    // A first component of an earlier sitting gives way.
                    await custody.AbandonLoadAsync(name, request.Custodian);
                    var first = await custody.BeginLoadAsync(name, use, KeyAlgorithm.Tdes, request.Custodian.Trim(), component);
                    _waiting = first.Answer == KeyAnswer.Ok ? (request.Custodian.Trim(), first.CheckValue, request.ForBlocks) : null;
                    return Refused(first.Answer);
                }

                var check = string.IsNullOrWhiteSpace(request.CheckValue) ? null : request.CheckValue.Trim();
                var whole = await custody.CompleteLoadAsync(name, request.Custodian.Trim(), component, check);
                if (whole.Answer != KeyAnswer.Ok)
                {
                    return Refused(whole.Answer);
                }

                _waiting = null;
                return request.ForBlocks ? null : await desk.HandleAsync(new LoadedKey(whole.CheckValue));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(component);
            }
        });

    /// <summary>The master key out of a key block.</summary>
    public Task<SetUpView> BlockAsync(BlockRequest request) =>
        InTurnAsync(async () =>
        {
            var load = await custody.ReceiveBlockAsync(
                TerminalKeys.Master,
                KeyUse.KeyEncryption,
                TerminalKeys.BlockProtection,
                request.Block.Reveal().Trim()
            );
            return load.Answer == KeyAnswer.Ok ? await desk.HandleAsync(new LoadedKey(load.CheckValue)) : Refused(load.Answer);
        });

    /// <summary>Signs in now, whatever the pause.</summary>
    public async Task<SetUpView> SignInAsync()
    {
        await desk.HandleAsync(new Hurry());
        await desk.WaitAsync(desk.Version, TimeSpan.FromSeconds(2), CancellationToken.None);
        return View();
    }

    /// <summary>Prolongs the certificate when two thirds of its life are over.</summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (
            _device is not { } device
            || desk.Books is not { Office: { Length: > 0 } address, OfficeAuthority: var authority }
            || now.ToUnixTimeMilliseconds() - _triedAtMs < s_renewAgain.TotalMilliseconds
            || (device.Access.Device.NotAfter.ToUniversalTime() - now.UtcDateTime)
                > (device.Access.Device.NotAfter - device.Access.Device.NotBefore) / 3
        )
        {
            return;
        }

        _triedAtMs = now.ToUnixTimeMilliseconds();
        var answer = await office.RenewAsync(address, authority, device.Terminal, device.RenewalRequest(), cancellation);
        if (answer.Ok)
        {
            Use(device.Renewed(answer.Value.CertificatePem));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _device?.Dispose();
    }

    private static Refusal? Refused(KeyAnswer answer) =>
        answer switch
        {
            KeyAnswer.Ok => null,
            KeyAnswer.SamePerson => new Refusal("setup.same-person"),
            KeyAnswer.WrongCheckValue => new Refusal("setup.check-value"),
            _ => Refusal.With("setup.key-refused", "answer", answer.ToString()),
        };

    private static byte[]? Component(string text)
    {
        var digits = new string([.. text.Where(c => !char.IsWhiteSpace(c) && c != '-')]);
        return digits.Length == 32 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    // One to four; null when that is not what they are.
    private static List<string>? HostsOf(IReadOnlyList<string> asked)
    {
        var hosts = asked.Select(h => h.Trim()).Where(h => h.Length > 0).ToList();
        return hosts.Count is < 1 or > 4 || hosts.Any(h => !IsAddress(h)) ? null : hosts;
    }

    private static bool IsAddress(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0 && int.TryParse(address.AsSpan(colon + 1), out var port) && port is > 0 and < 65_536 && address.Length <= 120;
    }

    private void Use(string text)
    {
        var device = DeviceFile.Read(text);
        save(text);

        // The one before is left to whoever still speaks with it.
        Volatile.Write(ref _device, device);
    }

    private async Task<SetUpView> InTurnAsync(Func<Task<Refusal?>> step)
    {
        await _turn.WaitAsync();
        try
        {
            _notice = await step();
            return View();
        }
        finally
        {
            _turn.Release();
        }
    }
}

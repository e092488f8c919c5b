using System.Security.Cryptography;
using Guitai.Foundation;
using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.Terminal;
using Guitai.Terminal.Activation;
using Guitai.Terminal.HostLink;
using Guitai.Terminal.Journal;
using Guitai.Terminal.Keys;
using Guitai.Terminal.Machine;

namespace Guitai.Hosting;

/// <summary>A terminal in this process: its folder, its keys, its journal, its line.</summary>
internal sealed class TerminalHost : IAsyncDisposable
{
    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(10);

    // The host gives back for a year; a month more for what is under way.
    private static readonly TimeSpan s_cardLife = TimeSpan.FromDays(400);

    private readonly DataFolder _folder;
    private readonly RoleStore _store;
    private readonly AuditLog _audit;
    private readonly FileKeyStore _keys;
    private readonly TerminalStore _journal;
    private readonly CancellationTokenSource _stop = new();
    private Task _rounds = Task.CompletedTask;

    private TerminalHost(DataFolder folder, RoleStore store, AuditLog audit, FileKeyStore keys, TimeSpan answer)
    {
        (_folder, _store, _audit, _keys) = (folder, store, audit, keys);
        TerminalDesk desk = null!;
        SetUpDesk setUp = null!;
        var terminalKeys = KeysOf(keys, () => desk.Books.Mac);
        _journal = new TerminalStore(store, terminalKeys);
        Desk = desk = new TerminalDesk(
            new TerminalSettings
            {
                Store = _journal,
                Keys = terminalKeys,
                Dialler = new TlsDialler(() => setUp.Access, TimeProvider.System),
                Time = TimeProvider.System,
                Randomness = new SystemRandomness(),
                Patience = new Patience { AnswerMs = (long)answer.TotalMilliseconds },
                OnBroken = DataFolder.StopProcess,
            }
        );
        var file = Path.Combine(folder.Path, "device.pem");
        SetUp = setUp = new SetUpDesk(
            desk,
            keys,
            new OfficeClient(TimeProvider.System),
            File.Exists(file) ? File.ReadAllText(file) : null,
            text => PrivateFile.Write(file, text),
            TimeProvider.System
        );
        desk.CertificateExpiresAt = () => setUp.Access?.Device.NotAfter.ToUniversalTime();
    }

    public TerminalDesk Desk { get; }

    public SetUpDesk SetUp { get; }

    public RoleStore Store => _store;

    /// <summary>Opens the terminal's folder; what is not there yet is made.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="answer">How long it waits for the host's answer.</param>
    /// <exception cref="Failure">The folder is taken, unwritable or damaged, or its keys cannot be opened.</exception>
    public static async Task<TerminalHost> OpenAsync(string path, TimeSpan answer)
    {
        var folder = DataFolder.Take(path);
        try
        {
            var store = folder.OpenStore("terminal.db", TerminalStore.Migrations);
            var audit = new AuditLog(store, TimeProvider.System, "terminal", "terminal");
            return new TerminalHost(folder, store, audit, await OpenKeysAsync(path, audit), answer);
        }
        catch (CryptographicException)
        {
            folder.Dispose();
            throw new Failure(
                $"{Path.Combine(path, "device.pem")} is damaged: block this terminal at the host and activate it again.",
                $"{Path.Combine(path, "device.pem")} 已损坏：请在收单主机停用该终端后重新激活。"
            );
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Takes over what was left open, goes on line, and keeps the rounds going.</summary>
    public async Task StartAsync()
    {
        await Desk.StartAsync();
        _rounds = RoundsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _rounds;
        await Desk.DisposeAsync();
        SetUp.Dispose();
        _keys.Dispose();
        _audit.Dispose();
        _store.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    private async Task RoundsAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await SetUp.RenewAsync(_stop.Token);
                await _journal.ForgetCardsAsync((TimeProvider.System.GetUtcNow() - s_cardLife).ToUnixTimeMilliseconds());
                await Task.Delay(s_round, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>A terminal's keys in their store.</summary>
    /// <param name="keys">The store.</param>
    /// <param name="mac">Which profile authenticates messages now.</param>
    public static TerminalKeys KeysOf(FileKeyStore keys, Func<string> mac) => new(keys, keys, mac);

    /// <summary>Opens a terminal's key store only to read, also while the terminal runs.</summary>
    /// <exception cref="Failure">Its keys cannot be opened.</exception>
    public static FileKeyStore ReadKeys(string path) => KeyFolder.OpenToRead(path, Custody(path));

    private static CustodyFiles Custody(string path) => new(Path.Combine(path, "custodian-1.key"), Path.Combine(path, "custodian-2.key"));

    private static async Task<FileKeyStore> OpenKeysAsync(string path, AuditLog audit)
    {
        var keys = await KeyFolder.OpenAsync(path, Custody(path), audit);
        await KeyFolder.HaveAsync(keys, "terminal", (TerminalKeys.Storage, KeyUse.Storage), (TerminalKeys.Lookup, KeyUse.Lookup));
        return keys;
    }
}

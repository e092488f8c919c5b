using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>A key store in a folder of its own, two custodians and an audit that can break.</summary>
public abstract class KeyStoreTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guitai-keys").FullName;

    protected const string Pan = "4111111111111111";

    protected string Path => System.IO.Path.Combine(_folder, "keys.gtks");

    private protected AuditInMemory Audit { get; } = new();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static KeyAnswer EncryptPin(FileKeyStore store, KeyRef key, byte[] block)
    {
        var pin = ClearPin.From("1234");
        return store.EncryptPin(key, PinBlockFormat.Iso0, ref pin, "4111111111111111", block);
    }

    protected static async Task LoadAsync(
        FileKeyStore store,
        KeyName name,
        KeyUse use,
        int seed,
        KeyAlgorithm algorithm = KeyAlgorithm.Tdes,
        int length = 16
    )
    {
        Assert.Equal(KeyAnswer.Ok, (await store.BeginLoadAsync(name, use, algorithm, "wang", Component(seed, length))).Answer);
        Assert.Equal(KeyAnswer.Ok, (await store.CompleteLoadAsync(name, "li", Component(seed + 1, length))).Answer);
    }

    protected static byte[] Component(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected static byte[] Xor(byte[] left, byte[] right) => [.. left.Zip(right, (a, b) => (byte)(a ^ b))];

    protected static CustodianComponent Custodian(string name, int seed) => new(name, Component(seed, 32));

    protected Task<KeyStoreOpening> OpenWithAsync(CustodianComponent first, CustodianComponent second) =>
        FileKeyStore.OpenAsync(Path, first, second, Vectors.System, TimeProvider.System, Audit);

    protected async Task<FileKeyStore> OpenAsync() => (await OpenWithAsync(Custodian("zhao", 101), Custodian("qian", 102))).Store!;

    protected async Task<FileKeyStore> CreateAsync(int cachedKeys = FileKeyStore.DefaultCachedKeys) =>
        (
            await FileKeyStore.CreateAsync(
                Path,
                Custodian("zhao", 101),
                Custodian("qian", 102),
                Vectors.System,
                TimeProvider.System,
                Audit,
                cachedKeys
            )
        ).Store!;

    private protected sealed class AuditInMemory : IKeyAudit
    {
        public List<KeyAuditEntry> Entries { get; } = [];

        public bool Broken { get; set; }

        public Task WriteAsync(KeyAuditEntry entry)
        {
            if (Broken)
            {
                throw new IOException("The audit's disk is full.");
            }

            Entries.Add(entry);
            return Task.CompletedTask;
        }
    }
}

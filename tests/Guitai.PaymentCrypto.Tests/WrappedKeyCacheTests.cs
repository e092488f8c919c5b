using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.Macs;
using Guitai.Testing;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Which keys stay in memory, and that those that go are wiped, though never under someone's hands.</summary>
public sealed class WrappedKeyCacheTests : KeyStoreTest
{
    private const string Owner = "00000001";

    [Fact]
    public void A_full_cache_wipes_the_key_that_nobody_used()
    {
        var cache = new WrappedKeyCache(2);
        var keys = Enumerable.Range(1, 3).Select(i => (Token: Token(i), Key: Key(i))).ToArray();
        cache.Add(keys[0].Token, Owner, keys[0].Key, _ => true);
        cache.Add(keys[1].Token, Owner, keys[1].Key, _ => true);
        Use(cache, keys[0].Token);
        cache.Add(keys[2].Token, Owner, keys[2].Key, _ => true);
        Assert.Equal([false, true, false], keys.Select(k => IsWiped(k.Key)));
        Assert.Equal(2, cache.Count);
        Assert.Null(cache.TryHold(keys[1].Token, Owner));
        Use(cache, keys[0].Token);
        Use(cache, keys[2].Token);
        cache.Forget(keys[1].Token);
        cache.Forget(keys[0].Token);
        Assert.True(IsWiped(keys[0].Key));
        cache.Clear();
        Assert.Equal(0, cache.Count);
        Assert.True(IsWiped(keys[2].Key));
    }

    [Fact]
    public void A_key_that_is_being_used_is_wiped_when_the_use_ends()
    {
        var cache = new WrappedKeyCache(4);
        var (token, key) = (Token(1), Key(1));
        cache.Add(token, Owner, key, _ => true);
        Assert.Same(key, cache.TryHold(token, Owner));
        Assert.True(key.TryHold());
        cache.Clear();
        Assert.False(IsWiped(key));
        Assert.False(key.TryHold());
        key.Release();
        Assert.False(IsWiped(key));
        key.Release();
        Assert.True(IsWiped(key));
        key.Dispose();
    }

    [Fact]
    public void Only_the_keys_under_the_retired_version_go()
    {
        var cache = new WrappedKeyCache(4);
        var (old, now) = (Key(1), Key(2));
        cache.Add(Token(1, version: 1), Owner, old, _ => true);
        cache.Add(Token(2, version: 2), Owner, now, _ => true);
        cache.Clear(1);
        Assert.Equal((true, false), (IsWiped(old), IsWiped(now)));
        // One that was unwrapped while its version was being retired does not come in after it.
        var late = Key(3);
        cache.Add(Token(3, version: 1), Owner, late, version => version != 1);
        Assert.True(IsWiped(late));
        // Neither does the same key twice.
        var again = Key(2);
        cache.Add(Token(2, version: 2), Owner, again, _ => true);
        Assert.Equal((true, false), (IsWiped(again), IsWiped(now)));
    }

    [Fact]
    public void A_token_with_the_same_tag_but_other_bytes_finds_nothing()
    {
        var cache = new WrappedKeyCache(4);
        var token = Token(1);
        cache.Add(token, Owner, Key(1), _ => true);
        Assert.Null(cache.TryHold(Token(1, version: 2), Owner));
        Assert.Null(cache.TryHold(token, "00000002"));
        cache.Forget(Token(1, version: 2));
        Assert.Equal(1, cache.Count);
        cache.Clear();
    }

    [Fact]
    public async Task Keys_stay_right_while_others_are_evicted_forgotten_and_rotated_under_them()
    {
        const int Terminals = 24;
        using var store = await CreateAsync(cachedKeys: 8);
        await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host");
        var kek = new KeyName("all.tmk");
        await LoadAsync(store, kek, KeyUse.KeyEncryption, 3);
        var keys = new WrappedKey[Terminals];
        var macs = new byte[Terminals][];
        for (var i = 0; i < Terminals; i++)
        {
            keys[i] = (await store.IssueAsync(kek, $"t{i}", new KeyOrder(KeyUse.RetailMac, 16))).Keys[0].Wrapped;
            macs[i] = new byte[8];
            Assert.Equal(KeyAnswer.Ok, store.Mac(new KeyRef(keys[i], $"t{i}"), "message"u8, macs[i]));
        }

        var wrong = 0;
        var done = 0;
        var workers = Enumerable
            .Range(0, 4)
            .Select(worker =>
                Task.Run(() =>
                {
                    var random = new Random(worker);
                    for (var round = 0; round < Effort.Of(5_000); round++)
                    {
                        var i = random.Next(Terminals);
                        if (round % 7 == 0)
                        {
                            store.Forget(keys[i]);
                        }

                        var answer = store.VerifyMac(new KeyRef(keys[i], $"t{i}"), "message"u8, macs[i]);
                        Interlocked.Add(ref wrong, answer is KeyAnswer.Ok ? 0 : 1);
                        Interlocked.Increment(ref done);
                    }
                })
            )
            .ToArray();
        for (var version = 2; version < 12; version++)
        {
            await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host");
        }

        await Task.WhenAll(workers);
        Assert.Equal((0, 4 * Effort.Of(5_000)), (wrong, done));
    }

    [Fact]
    public async Task A_key_in_memory_is_used_without_allocation()
    {
        using var store = await CreateAsync();
        await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "host");
        await LoadAsync(store, new KeyName("all.tmk"), KeyUse.KeyEncryption, 3);
        await LoadAsync(store, new KeyName("zpk"), KeyUse.PinEncryption, 5);
        var issue = await store.IssueAsync(
            new KeyName("all.tmk"),
            Owner,
            new KeyOrder(KeyUse.UnionPayMac, 8),
            new KeyOrder(KeyUse.PinEncryption, 16)
        );
        // The runtime compiles hot methods anew in the background; its first versions box.
        var (mac, pik, zone) = (Ref(issue, 0), Ref(issue, 1), new KeyName("zpk"));
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 500 && least > 0; attempt++)
        {
            least = Math.Min(least, AllocatedBy(store, mac, pik, zone));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, least);
    }

    private static KeyRef Ref(WorkingKeys issue, int place) => new(issue.Keys[place].Wrapped, Owner);

    private static long AllocatedBy(FileKeyStore store, KeyRef mac, KeyRef pik, KeyName zone)
    {
        Span<byte> made = stackalloc byte[8];
        var block = new byte[8];
        EncryptPin(store, pik, block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 500; round++)
        {
            var fine =
                store.Mac(mac, "message"u8, made) is KeyAnswer.Ok
                && store.VerifyMac(mac, "message"u8, made) is KeyAnswer.Ok
                && store.TranslatePin(pik, PinBlocks.PinBlockFormat.Iso0, block, Pan, zone, PinBlocks.PinBlockFormat.Iso0, made)
                    is KeyAnswer.Ok;
            if (!fine)
            {
                return long.MaxValue;
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Use(WrappedKeyCache cache, WrappedKey token)
    {
        var key = cache.TryHold(token, Owner);
        Assert.NotNull(key);
        key.Release();
    }

    private static bool IsWiped(SecretKey key) => !key.Material.ContainsAnyExcept((byte)0);

    private static RetailMacKey Key(int seed) => RetailMacKey.FromClear(KeyAlgorithm.Tdes, Component(seed, 16));

    private static WrappedKey Token(int seed, int version = 1)
    {
        var bytes = WrappedKey.Begin(WrappedKind.Key, KeyUse.RetailMac, KeyAlgorithm.Tdes, false, version, 16, "");
        Component(seed, 16).CopyTo(bytes.AsSpan(WrappedKey.TagAt));
        return new WrappedKey(bytes);
    }
}

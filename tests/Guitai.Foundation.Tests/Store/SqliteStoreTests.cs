using Dapper;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests.Store;

/// <summary>The store's promises on SQLite, and what is SQLite's alone.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-sqlite-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "store.db");

    public override void Dispose()
    {
        base.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_damaged_file_is_refused_and_left_as_it_is()
    {
        FillAndClose();
        Damage();
        AssertRefusedAndUntouched("damaged|cannot be read");
    }

    [Fact]
    public void A_damaged_file_is_left_as_it_is_with_what_its_log_holds()
    {
        FillAndClose();
        // The files of a process that was killed: copied while the writer has them open.
        using (var killed = SqliteEngine.Open(Path))
        {
            Assert.Equal(WriteResult.Committed, killed.Commit([Item("late", "x")]));
            File.Copy(Path, Path + ".killed");
            File.Copy(Path + "-wal", Path + ".killed-wal");
        }

        File.Move(Path + ".killed", Path, overwrite: true);
        File.Move(Path + ".killed-wal", Path + "-wal", overwrite: true);
        Damage();
        Assert.True(new FileInfo(Path + "-wal").Length > 4_096, "There must be something in the log.");
        AssertRefusedAndUntouched("damaged|cannot be read");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Path, string.Concat(Enumerable.Repeat("这不是数据库。", 500)));
        AssertRefusedAndUntouched("cannot be read");
    }

    [Fact]
    public async Task A_full_disk_refuses_and_the_store_works_again_once_there_is_room()
    {
        Engine.Migrate([.. Schema, new Migration(3, "small", "PRAGMA max_page_count = 60")]);
        var writer = new StoreWriter(Engine);
        using var loop = new StoreWriterLoop(writer, _ => { });
        var results = new List<WriteResult>();
        for (var i = 0; !results.Contains(WriteResult.StoreFull); i++)
        {
            Assert.True(i < 100, "The store never became full.");
            results.Add(await writer.WriteAsync(new Write().Insert(Items, $"{i:00}", null, i, new byte[10_000])));
        }

        Assert.Equal(results.Count(r => r == WriteResult.Committed), Query<long>("SELECT count(*) FROM item").Single());
        Assert.Equal(WriteResult.Committed, await writer.WriteAsync(new Write().Delete(Items, "00").Delete(Items, "01")));
        Assert.Equal(WriteResult.Committed, await writer.WriteAsync(new Write().Insert(Items, "again", null, 1, new byte[10_000])));
        Assert.Null(writer.Broken);
    }

    [Fact]
    public void A_copy_can_be_read_beside_its_owner_and_not_written()
    {
        Commit(Item("a", "x"));
        using var beside = SqliteEngine.OpenReadOnly(Path);
        Assert.Equal(1, beside.ExecuteScalar<long>("SELECT count(*) FROM item"));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => beside.Execute("DELETE FROM item"));
    }

    protected override ISqlEngine Open() => SqliteEngine.Open(Path);

    private void FillAndClose()
    {
        Engine.Commit([.. Enumerable.Range(0, 500).Select(i => Item($"{i}", new string('x', 500)))]);
        base.Dispose();
    }

    private void Damage()
    {
        var bytes = File.ReadAllBytes(Path);
        Assert.True(bytes.Length > 100_000, "There must be something to damage.");
        bytes.AsSpan(40_960, 20_480).Fill(0xA5);
        File.WriteAllBytes(Path, bytes);
    }

    private void AssertRefusedAndUntouched(string message)
    {
        var before = Contents();
        var refused = Assert.Throws<StoreBrokenException>(() => SqliteEngine.Open(Path));
        Assert.Matches(message, refused.Message);
        Assert.Contains("Restore it from a backup", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    private (string Database, string Log) Contents() => (Hash(Path), Hash(Path + "-wal"));

    private static string Hash(string path) =>
        File.Exists(path) && new FileInfo(path).Length > 0
            ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
            : "nothing";
}

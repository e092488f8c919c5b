using System.Diagnostics;
using Guitai.Foundation.Store;

namespace Guitai.Foundation.Tests.Store;

public sealed class LockFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guitai-lock-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_second_owner_is_refused_until_the_first_has_gone()
    {
        using (var first = LockFile.TryTake(_folder.FullName))
        {
            Assert.NotNull(first);
            Assert.Null(LockFile.TryTake(_folder.FullName));
        }

        using var second = LockFile.TryTake(_folder.FullName);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_lock_that_another_process_holds_is_refused()
    {
        using var other = Process.Start(
            new ProcessStartInfo("flock", [Path.Combine(_folder.FullName, "lock"), "sh", "-c", "echo held; read line"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("held", other.StandardOutput.ReadLine());
        Assert.Null(LockFile.TryTake(_folder.FullName));
        other.StandardInput.Close();
        other.WaitForExit();
        using var mine = LockFile.TryTake(_folder.FullName);
        Assert.NotNull(mine);
    }

    [Fact]
    public void A_folder_that_cannot_hold_a_lock_is_not_taken_for_a_locked_one()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        Assert.ThrowsAny<IOException>(() => LockFile.TryTake(file));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data", "lock"));
        Assert.ThrowsAny<Exception>(() => LockFile.TryTake(Path.Combine(_folder.FullName, "data")));
    }
}

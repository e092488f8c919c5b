using System.Net;
using System.Net.Sockets;

namespace Guitai.Tests;

/// <summary>What a person sees when something is wrong at the start: a sentence in both languages, and the data as they were.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_second_process_on_the_same_data_is_told_so()
    {
        using var folder = new TemporaryFolder();
        using var first = await GuitaiProcess.DemoAsync(folder["data"]);
        var (code, _, errors) = await GuitaiProcess.RunAsync("demo", "--data", folder["data"], "--port", $"{GuitaiProcess.FreePort()}");
        Assert.Equal(1, code);
        Assert.Contains("Another guitai process", errors, StringComparison.Ordinal);
        Assert.Contains("另一个", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, _, errors) = await GuitaiProcess.RunAsync("demo", "--data", folder["data"], "--port", $"{port}");
        Assert.Equal(1, code);
        Assert.Contains($"{port}", errors, StringComparison.Ordinal);
        Assert.Contains("占用", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        using (var guitai = await GuitaiProcess.DemoAsync(folder["data"]))
        {
            await guitai.StopAsync();
        }

        var file = folder["data/till/till.db"];
        var bytes = File.ReadAllBytes(file);
        Array.Fill(bytes, (byte)0x5A, 0, Math.Min(bytes.Length, 3000));
        File.WriteAllBytes(file, bytes);
        var (code, _, errors) = await GuitaiProcess.RunAsync("demo", "--data", folder["data"], "--port", $"{GuitaiProcess.FreePort()}");
        Assert.Equal(1, code);
        Assert.Contains("备份", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Wrong_usage_ends_with_2()
    {
        var (code, _, errors) = await GuitaiProcess.RunAsync("demo", "--no-such-option");
        Assert.Equal(2, code);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task Verify_finds_a_sale_that_was_edited()
    {
        using var folder = new TemporaryFolder();
        using (var guitai = await GuitaiProcess.DemoAsync(folder["data"]))
        {
            using var till = new TillClient(guitai.Address);
            await till.LogInAsync();
            await till.OpenShiftAsync();
            await till.PayAsync(await till.ScanAsync("10001"));
        }

        Assert.Equal(0, (await GuitaiProcess.RunAsync("verify", "--data", folder["data"])).ExitCode);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder["data/till/till.db"]};Pooling=False"))
        {
            Foundation.Store.SqliteEngine.UseSystemLibrary();
            connection.Open();
            using var edit = connection.CreateCommand();
            edit.CommandText = "UPDATE fact SET body = replace(body, '\"totalMinor\":200', '\"totalMinor\":100') WHERE kind = 3";
            Assert.Equal(1, edit.ExecuteNonQuery());
        }

        var (code, output, _) = await GuitaiProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.Equal(1, code);
        Assert.Contains("till.journal-chain\",\"ok\":false", output, StringComparison.Ordinal);
    }
}

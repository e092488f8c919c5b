using System.CommandLine;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Foundation.Store;
using Guitai.Host.Verify;
using Guitai.Hosting;
using Guitai.Shop.Verify;
using Guitai.Terminal.Verify;
using Guitai.Till.Verify;

namespace Guitai.Commands;

/// <summary><c>guitai verify</c>: proves the books, one JSON object a line. It reads only, also beside a running process.</summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Folder of the data to prove", DefaultValueFactory = _ => "data" };
        var command = new Command(
            "verify",
            "Proves receipts, drawer, Z-reports, journal, sync, audit chain, the host's ledger and the card terminal's journal"
        )
        {
            data,
        };
        command.SetAction(parsed => Run(parsed.GetValue(data)!));
        return command;
    }

    private static int Run(string data)
    {
        var files = Directory.Exists(data)
            ? Directory.GetFiles(data, "*.db", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList()
            : [];
        var known = files.Where(f => Path.GetFileName(f) is "till.db" or "shop.db" or "host.db" or "terminal.db").ToList();
        if (known.Count == 0)
        {
            Console.Error.WriteLine($"{data}: 没有可核对的数据 / nothing to prove here");
            return 2;
        }

        var ok = true;
        foreach (var file in known)
        {
            foreach (var (name, held, count, detail) in Prove(file))
            {
                ok &= held;
                Console.Out.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            name,
                            ok = held,
                            @checked = count,
                            file = Path.GetRelativePath(data, file),
                            detail,
                        },
                        s_json
                    )
                );
            }
        }

        return ok ? 0 : 1;
    }

    private static IEnumerable<(string Name, bool Ok, long? Checked, string? Detail)> Prove(string file)
    {
        try
        {
            using var connection = SqliteEngine.OpenReadOnly(file);
            return Path.GetFileName(file) switch
            {
                "till.db" => [.. TillVerify.Prove(connection).Select(p => (p.Name, p.Ok, (long?)p.Checked, p.Detail))],
                "terminal.db" => ProveTerminal(file, connection),
                "host.db" => [.. HostVerify.Prove(connection).Select(p => (p.Name, p.Ok, (long?)p.Checked, p.Detail))],
                _ => ShopVerify.Run(connection).Select(p => (p.Name, p.Ok, (long?)null, (string?)p.Detail)).ToList(),
            };
        }
        catch (DbException exception)
        {
            return [("store.readable", false, null, exception.Message)];
        }
    }

    private static List<(string Name, bool Ok, long? Checked, string? Detail)> ProveTerminal(string file, DbConnection connection)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (!File.Exists(Path.Combine(folder, "keys.gtks")) && IsEmpty(connection))
        {
            return [("terminal.nothing-yet", true, 0, null)];
        }

        try
        {
            using var keys = TerminalHost.ReadKeys(folder);

            // One moment of a terminal that may be running.
            Ask(connection, "BEGIN");
            return
            [
                .. TerminalVerify
                    .Prove(connection, TerminalHost.KeysOf(keys, () => ""))
                    .Select(p => (p.Name, p.Ok, (long?)p.Checked, p.Detail)),
            ];
        }
        catch (Failure failure)
        {
            return [("terminal.keys-open", false, null, failure.Text)];
        }
    }

    // The keys are made after the tables and before the first entry: a process may have ended in between.
    private static bool IsEmpty(DbConnection connection) =>
        Ask(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'terminal_entry'") is 0L
        || Ask(connection, "SELECT count(*) FROM terminal_entry") is 0L;

    private static object? Ask(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guitai.Foundation.Store;
using Guitai.Host.Verify;
using Guitai.Shop.Verify;
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
        var command = new Command("verify", "Proves receipts, drawer, Z-reports, journal, sync, audit chain and the host's ledger")
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
        var known = files.Where(f => Path.GetFileName(f) is "till.db" or "shop.db" or "host.db").ToList();
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
                "host.db" => [.. HostVerify.Prove(connection).Select(p => (p.Name, p.Ok, (long?)p.Checked, p.Detail))],
                _ => ShopVerify.Run(connection).Select(p => (p.Name, p.Ok, (long?)null, (string?)p.Detail)).ToList(),
            };
        }
        catch (System.Data.Common.DbException exception)
        {
            return [("store.readable", false, null, exception.Message)];
        }
    }
}

using Guitai.Contracts.Staff;
using Guitai.Foundation;
using Guitai.Shop.Pages;

namespace Guitai.Shop.Imports;

/// <summary>Product files: send, look, save, fetch what was refused.</summary>
internal static class ImportEndpoints
{
    public static void Map(ShopRoutes routes, ShopDesk shop)
    {
        var masters = Access.With(Right.EditMasters);
        routes.SendBytes<ImportFileView>(
            "imports",
            masters,
            ProductImport.MostBytes,
            (call, bytes) => Task.FromResult(shop.Import.Open(call.Actor, bytes))
        );
        routes.Send<ImportSheetRequest, ImportFileView>(
            "POST",
            "imports/{id}/sheet",
            masters,
            (call, body) => shop.Import.TurnAsync(call.Actor, call.Id, body.Sheet)
        );
        routes.Send<ImportRequest, ImportReport>(
            "POST",
            "imports/{id}/check",
            masters,
            (call, body) => shop.Import.CheckAsync(call.Actor, call.Id, body)
        );
        routes.Send<ImportRequest, ImportReport>(
            "POST",
            "imports/{id}/save",
            masters,
            (call, body) => shop.Import.SaveAsync(call.Actor, call.Id, body)
        );
        routes.Get<ImportProgressView>("imports/{id}", masters, call => shop.Import.Progress(call.Actor, call.Id));
        routes.Raw("GET", "imports/{id}/refused", masters, call => RefusedAsync(shop, call));
    }

    private static async Task<Refusal?> RefusedAsync(ShopDesk shop, Call call)
    {
        var file = shop.Import.RefusedFile(call.Actor, call.Id, call.Text("language"));
        if (!file.Ok)
        {
            return file.Refusal;
        }

        var response = call.Http.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"refused-rows.csv\"";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(file.Value, call.Http.RequestAborted);
        return null;
    }
}

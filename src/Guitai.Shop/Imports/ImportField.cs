namespace Guitai.Shop.Imports;

/// <summary>What a column of a product file can hold.</summary>
public enum ImportField
{
    /// <summary>The shop's own code.</summary>
    Code,

    /// <summary>One or several barcodes.</summary>
    Barcodes,

    /// <summary>The product's name.</summary>
    Name,

    /// <summary>The name in English.</summary>
    NameEn,

    /// <summary>Size or variety; it becomes part of the name.</summary>
    Spec,

    /// <summary>The category's name; made when it is not there.</summary>
    Category,

    /// <summary>Unit of sale.</summary>
    Unit,

    /// <summary>Selling price in major units.</summary>
    Price,

    /// <summary>Cost in major units.</summary>
    Cost,

    /// <summary>Tax class by name or rate.</summary>
    TaxClass,

    /// <summary>Whether it is sold by weight.</summary>
    Weighed,

    /// <summary>Whether it stands on the till's first screen.</summary>
    Favourite,

    /// <summary>Opening stock in units.</summary>
    Stock,
}

/// <summary>Guesses what columns hold by what stands above them, in Chinese and English, as other systems write it.</summary>
internal static class ImportHeadings
{
    private const int MostRowsLookedAt = 30;

    private static readonly Dictionary<ImportField, string[]> s_words = new()
    {
        [ImportField.Code] =
        [
            "编码",
            "商品编码",
            "商品编号",
            "编号",
            "货号",
            "自编码",
            "店内码",
            "商品代码",
            "代码",
            "产品编码",
            "产品编号",
            "款号",
            "物料编码",
            "内部编码",
            "code",
            "itemcode",
            "productcode",
            "productid",
            "sku",
            "itemno",
            "itemnumber",
            "plu",
            "articleno",
            "internalreference",
            "reference",
            "id",
        ],
        [ImportField.Barcodes] =
        [
            "条码",
            "条形码",
            "商品条码",
            "商品条形码",
            "国际条码",
            "主条码",
            "条码号",
            "69码",
            "国条码",
            "扫码",
            "barcode",
            "barcodes",
            "ean",
            "ean13",
            "upc",
            "gtin",
            "barcodeno",
        ],
        [ImportField.Name] =
        [
            "名称",
            "商品名称",
            "品名",
            "商品名",
            "货品名称",
            "产品名称",
            "物料名称",
            "商品",
            "菜品名称",
            "商品全名",
            "货名",
            "name",
            "productname",
            "itemname",
            "product",
            "item",
            "title",
            "description",
            "article",
        ],
        [ImportField.NameEn] = ["英文名", "英文名称", "英文品名", "外文名称", "nameen", "englishname", "nameenglish"],
        [ImportField.Spec] = ["规格", "规格型号", "商品规格", "型号", "包装规格", "spec", "specification", "size", "variant", "model"],
        [ImportField.Category] =
        [
            "分类",
            "类别",
            "商品分类",
            "商品类别",
            "所属分类",
            "品类",
            "类目",
            "分类名称",
            "类型",
            "小类",
            "部门",
            "category",
            "productcategory",
            "group",
            "department",
            "categories",
            "type",
            "class",
        ],
        [ImportField.Unit] =
        [
            "单位",
            "计量单位",
            "销售单位",
            "基本单位",
            "主单位",
            "库存单位",
            "unit",
            "uom",
            "unitofmeasure",
            "salesunit",
        ],
        [ImportField.Price] =
        [
            "售价",
            "零售价",
            "销售价",
            "单价",
            "价格",
            "销售价格",
            "零售价格",
            "销售单价",
            "门店价",
            "标价",
            "卖价",
            "建议零售价",
            "现价",
            "price",
            "saleprice",
            "salesprice",
            "retailprice",
            "unitprice",
            "sellingprice",
            "rrp",
            "listprice",
            "defaultprice",
        ],
        [ImportField.Cost] =
        [
            "进价",
            "进货价",
            "成本",
            "成本价",
            "采购价",
            "参考进价",
            "进货单价",
            "批发进价",
            "最近进价",
            "cost",
            "costprice",
            "purchaseprice",
            "buyingprice",
            "unitcost",
            "standardprice",
        ],
        [ImportField.TaxClass] = ["税率", "税种", "税类", "销项税率", "taxclass", "tax", "taxrate", "vat", "vatrate"],
        [ImportField.Weighed] = ["称重", "是否称重", "计价方式", "称重商品", "weighed", "weighted", "byweight", "toweigh", "soldbyweight"],
        [ImportField.Favourite] = ["收藏", "常用", "是否收藏", "favourite", "favorite", "starred"],
        [ImportField.Stock] =
        [
            "库存",
            "期初库存",
            "当前库存",
            "库存数量",
            "初始库存",
            "库存量",
            "现有库存",
            "结存数量",
            "结存",
            "数量",
            "实际库存",
            "可用库存",
            "stock",
            "openingstock",
            "qty",
            "quantity",
            "onhand",
            "stockonhand",
            "inventory",
            "qtyonhand",
            "quantityonhand",
            "instock",
        ],
    };

    private static readonly Dictionary<string, (ImportField Field, int Rank)> s_byWord = s_words
        .SelectMany(f => f.Value.Select((w, rank) => (Word: w, f.Key, rank)))
        .ToDictionary(w => w.Word, w => (w.Key, w.rank), StringComparer.Ordinal);

    /// <summary>The row that names the columns, among the first ones: titles and blank rows may come before it.</summary>
    /// <returns>Its place, or −1 when none is like a heading.</returns>
    public static int Find(IReadOnlyList<TableRow> rows)
    {
        var (best, most) = (-1, 1);
        for (var i = 0; i < Math.Min(rows.Count, MostRowsLookedAt); i++)
        {
            if (Guess(rows[i].Cells).Count(f => f is not null) is var known && known > most)
            {
                (best, most) = (i, known);
            }
        }

        return best;
    }

    /// <summary>What each column holds; null where it is not known. No field comes twice: of two columns the plainer word wins, then the first.</summary>
    public static ImportField?[] Guess(IReadOnlyList<string> headings)
    {
        var guess = new ImportField?[headings.Count];
        var found = headings
            .Select((heading, column) => (Column: column, Known: s_byWord.TryGetValue(Word(heading), out var known), Word: known))
            .Where(h => h.Known)
            .OrderBy(h => h.Word.Rank)
            .ThenBy(h => h.Column);
        HashSet<ImportField> taken = [];
        foreach (var (column, _, (field, _)) in found)
        {
            guess[column] = taken.Add(field) ? field : null;
        }

        return guess;
    }

    // 零售价（元）*, Sale Price:, name_en and 规 格 are what they are called without the ornament.
    private static string Word(string heading)
    {
        var text = CellText.Narrow(CellText.Clean(heading, out _)).ToLowerInvariant();
        var depth = 0;
        var word = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            depth += c is '(' or '[' or '【' ? 1 : 0;
            if (depth == 0 && !char.IsWhiteSpace(c) && c is not ('_' or '-' or '*' or ':' or '：' or '.' or '/' or '"' or '#' or '\''))
            {
                word.Append(c);
            }

            depth -= c is ')' or ']' or '】' && depth > 0 ? 1 : 0;
        }

        return word.Length <= 24 ? word.ToString() : "";
    }
}

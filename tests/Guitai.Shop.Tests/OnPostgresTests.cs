using Guitai.Foundation.Tests.Store;

namespace Guitai.Shop.Tests;

// Every test whose shop speaks SQL, once more on a real PostgreSQL.

public sealed class DemoOnPostgresTests : DemoTests
{
    public DemoOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class EnrolmentOnPostgresTests : EnrolmentTests
{
    public EnrolmentOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class ImportOnPostgresTests : ImportTests
{
    public ImportOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class MasterOnPostgresTests : MasterTests
{
    public MasterOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class MerchantOnPostgresTests : MerchantTests
{
    public MerchantOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class PaperOnPostgresTests : PaperTests
{
    public PaperOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class ReportOnPostgresTests : ReportTests
{
    public ReportOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class StaffOnPostgresTests : StaffTests
{
    public StaffOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class StockOnPostgresTests : StockTests
{
    public StockOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);

    [Fact]
    public async Task These_tests_stand_on_PostgreSQL()
    {
        await using var shop = await TestShop.EmptyAsync();
        Assert.Equal("postgres", shop.Store.EngineName);
    }
}

public sealed class SyncOnPostgresTests : SyncTests
{
    public SyncOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class TenderOnPostgresTests : TenderTests
{
    public TenderOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

public sealed class VerifyOnPostgresTests : VerifyTests
{
    public VerifyOnPostgresTests(PostgresCluster cluster) => PostgresRun.On(cluster);
}

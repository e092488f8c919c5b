using System.Diagnostics;
using Dapper;
using Guitai.Foundation.Store;
using Npgsql;

namespace Guitai.Foundation.Tests.Store;

/// <summary>The store's promises on PostgreSQL, and what is PostgreSQL's alone.</summary>
public sealed class PostgresStoreTests(PostgresDatabase database) : StoreContract, IClassFixture<PostgresDatabase>
{
    private static readonly PostgresPatience s_impatient = new(
        MostAttempts: 8,
        LongestPause: TimeSpan.FromMilliseconds(200),
        Answer: TimeSpan.FromSeconds(1),
        Abandoned: TimeSpan.FromMilliseconds(500)
    );

    private readonly string _connectionString = database.NewSchema();

    /// <summary>Fails with a given SQLSTATE as often as told; a sequence counts, because it is not rolled back.</summary>
    private static readonly Migration s_moods = new(
        3,
        "moods",
        """
        CREATE SEQUENCE mood;
        CREATE FUNCTION moody(code TEXT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
        BEGIN
            IF split_part(code, ' ', 1) = 'fail' AND nextval('mood') <= split_part(code, ' ', 3)::bigint THEN
                RAISE EXCEPTION 'in no mood' USING ERRCODE = split_part(code, ' ', 2);
            END IF;
            RETURN true;
        END $$;
        ALTER TABLE item ADD CONSTRAINT mood CHECK (moody(name));
        """
    );

    [Fact]
    public async Task Backends_that_are_killed_in_the_middle_lose_nothing_and_double_nothing()
    {
        Commit(new Write().Insert(Counters, "receipt", 0));
        var writer = new StoreWriter(Engine, mostInOneCommit: 2);
        using var loop = new StoreWriterLoop(writer, _ => { });
        var answers = new List<Task<WriteResult>>();
        await using var killer = new NpgsqlConnection(_connectionString);
        for (var round = 0; round < 15; round++)
        {
            answers.AddRange(Enumerable.Range(answers.Count + 1, 60).Select(number => writer.WriteAsync(Sale(number))));
            await answers[^55];
            var killed = await killer.ExecuteScalarAsync<long>(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'guitai-writer' AND datname = current_database()"
            );
            Assert.True(killed > 0, "There was nobody to kill.");
        }

        Assert.All(await Task.WhenAll(answers), r => Assert.Equal(WriteResult.Committed, r));
        AssertExactly(answers.Count);
    }

    [Fact]
    public async Task A_server_that_crashes_and_recovers_loses_nothing_and_doubles_nothing()
    {
        Commit(new Write().Insert(Counters, "receipt", 0));
        var writer = new StoreWriter(Engine, mostInOneCommit: 1);
        using var loop = new StoreWriterLoop(writer, _ => { });
        var answers = new List<Task<WriteResult>>();
        for (var crash = 0; crash < 3; crash++)
        {
            answers.AddRange(Enumerable.Range(answers.Count + 1, 200).Select(number => writer.WriteAsync(Sale(number))));
            await answers[^190];
            await CrashAsync();
        }

        answers.Add(writer.WriteAsync(Sale(answers.Count + 1)));
        Assert.All(await Task.WhenAll(answers), r => Assert.Equal(WriteResult.Committed, r));
        AssertExactly(answers.Count);
    }

    [Theory]
    [InlineData(Cut.BeforeRows)]
    [InlineData(Cut.BeforeCommit)]
    [InlineData(Cut.AfterCommit)]
    [InlineData(Cut.SilentAtCommit)]
    [InlineData(Cut.BeforeCommit, Cut.BeforeLookUp, Cut.BeforeRows, Cut.BeforeCommit)]
    [InlineData(Cut.AfterCommit, Cut.BeforeLookUp, Cut.BeforeLookUp)]
    [InlineData(Cut.BeforeCommit, Cut.AfterCommit)]
    public void A_write_whose_connection_is_cut_is_there_exactly_once(params Cut[] cuts)
    {
        using var proxy = new FaultProxy(_connectionString);
        using var engine = Migrated(PostgresEngine.Open(proxy.ConnectionString, TimeProvider.System, s_impatient));
        Assert.Equal(WriteResult.Committed, engine.Commit([new Write().Insert(Counters, "receipt", 0)]));
        for (var number = 1L; number <= 3; number++)
        {
            proxy.Arm(cuts);
            Assert.Equal(WriteResult.Committed, engine.Commit([Sale(number)]));
            Assert.Equal(0, proxy.Outstanding);
        }

        AssertExactly(3);
    }

    [Fact]
    public void A_server_that_stays_away_is_given_up_after_a_bounded_time()
    {
        var proxy = new FaultProxy(_connectionString);
        using var engine = Migrated(
            PostgresEngine.Open(proxy.ConnectionString, TimeProvider.System, s_impatient with { MostAttempts = 3 })
        );
        proxy.Dispose();
        var broken = Assert.Throws<StoreBrokenException>(() => engine.Commit([Item("a", "x")]));
        Assert.Contains("did not take a commit in 3 attempts", broken.Message, StringComparison.Ordinal);
        Assert.Empty(Query<string>("SELECT id FROM item"));
    }

    [Theory]
    [InlineData("40001", WriteResult.Committed)]
    [InlineData("40P01", WriteResult.Committed)]
    [InlineData("55P03", WriteResult.Committed)]
    [InlineData("53100", WriteResult.StoreFull)]
    [InlineData("23514", WriteResult.Conflict)]
    [InlineData("22003", WriteResult.Conflict)]
    public void Errors_of_the_server_mean_what_they_mean(string sqlState, WriteResult expected)
    {
        Engine.Migrate([.. Schema, s_moods]);
        Assert.Equal(expected, Commit(Item("a", $"fail {sqlState} 2")));
        Assert.Equal(WriteResult.Committed, Commit(Item("b", "fine")));
        Assert.Equal(expected == WriteResult.Committed ? 2 : 1, Query<long>("SELECT count(*) FROM item").Single());
    }

    [Fact]
    public void An_error_that_nobody_expected_breaks_the_store()
    {
        Engine.Migrate([.. Schema, s_moods]);
        var broken = Assert.Throws<StoreBrokenException>(() => Commit(Item("a", "fail XX001 2")));
        Assert.Contains("in no mood (XX001)", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_that_came_with_a_warning_is_looked_up()
    {
        Engine.Migrate([
            .. Schema,
            new Migration(
                3,
                "warning",
                """
                CREATE FUNCTION warn() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'not replicated'; RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION warn();
                """
            ),
        ]);
        Assert.Equal(WriteResult.Committed, Commit(Item("a", "x")));
        Assert.Equal(WriteResult.Committed, Commit(Item("b", "x")));
        Assert.Equal(["a", "b"], Query<string>("SELECT id FROM item ORDER BY id"));
    }

    [Fact]
    public void Processes_that_start_together_migrate_once()
    {
        var engines = Enumerable.Range(0, 6).Select(_ => Open()).ToList();
        Parallel.ForEach(engines, e => e.Migrate(Schema));
        engines.ForEach(e => e.Dispose());
        Assert.Equal([1, 2], Query<long>("SELECT number FROM schema_version ORDER BY number"));
    }

    [Fact]
    public void Processes_that_write_the_same_rows_in_opposite_order_all_finish()
    {
        using var other = Migrated(Open());
        _ = Engine;
        Parallel.Invoke(() => WriteBothWays(Engine, forwards: true), () => WriteBothWays(other, forwards: false));
        Assert.Equal(4_000, Query<long>("SELECT CAST(sum(sales) AS BIGINT) FROM total").Single());

        static void WriteBothWays(ISqlEngine engine, bool forwards)
        {
            var days = Enumerable.Range(0, 20).ToList();
            for (var round = 0; round < 100; round++)
            {
                // Two tables, met in opposite order: sorting by key cannot help here, only trying again.
                var write = forwards ? new Write() : new Write().Upsert(Items, "shared", "x", round, null);
                (forwards ? days : Enumerable.Reverse(days)).ToList().ForEach(d => write.Add(Totals, "s", d, "", 1, 1));
                write = forwards ? write.Upsert(Items, "shared", "x", round, null) : write;
                Assert.Equal(WriteResult.Committed, engine.Commit([write]));
            }
        }
    }

    [Fact]
    public void Commits_are_synchronous_even_where_the_server_says_otherwise()
    {
        var lax = new NpgsqlConnectionStringBuilder(_connectionString) { Options = "-c synchronous_commit=off" }.ToString();
        using var engine = PostgresEngine.Open(lax, TimeProvider.System);
        engine.Migrate([new Migration(1, "look", "CREATE TABLE look AS SELECT current_setting('synchronous_commit') AS value")]);
        using var reader = engine.OpenReader();
        Assert.Equal("on", reader.ExecuteScalar<string>("SELECT value FROM look"));
    }

    [Fact]
    public void A_key_too_long_for_the_index_is_refused_and_harms_nobody()
    {
        // Not repetitive, or the server would compress it into a key short enough.
        var bytes = new byte[10_000];
        new Random(3).NextBytes(bytes);
        Assert.Equal(WriteResult.Conflict, Commit(Item(Convert.ToBase64String(bytes), "x")));
        Assert.Equal(WriteResult.Committed, Commit(Item("short", "x")));
    }

    [Fact]
    public void A_database_that_is_not_there_is_said_at_once()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(_connectionString) { Database = "nowhere" }.ToString();
        using var engine = PostgresEngine.Open(nowhere, TimeProvider.System);
        var broken = Assert.Throws<StoreBrokenException>(() => engine.Migrate(Schema));
        Assert.Contains("\"nowhere\" does not exist", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_ends_leaves_no_trace_of_itself()
    {
        using (var other = Migrated(Open()))
        {
            Assert.Equal(WriteResult.Committed, other.Commit([Item("a", "x")]));
        }

        _ = Engine;
        Assert.Equal(1, Query<long>("SELECT count(*) FROM store_commit").Single());
    }

    protected override ISqlEngine Open() => PostgresEngine.Open(_connectionString, TimeProvider.System);

    private static Write Sale(long number) =>
        new Write()
            .Insert(Items, $"{number:0000}", "sale", number, null)
            .Add(Totals, "s", 1, "", 10, 1)
            .Advance(Counters, ["receipt"], number, number - 1);

    /// <summary>Kills one backend hard, upon which the whole server throws its memory away and recovers from its log; ends when it has begun to.</summary>
    private async Task CrashAsync()
    {
        await using var victim = new NpgsqlConnection(_connectionString);
        await using var bystander = new NpgsqlConnection(_connectionString);
        victim.Open();
        bystander.Open();
        using var kill = Process.Start("kill", ["-9", victim.ExecuteScalar<string>("SELECT CAST(pg_backend_pid() AS TEXT)")!]);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => bystander.ExecuteAsync("SELECT pg_sleep(60)"));
        NpgsqlConnection.ClearAllPools();
    }

    private void AssertExactly(int sales)
    {
        Assert.Equal(Enumerable.Range(1, sales).Select(n => (long)n), Query<long>("SELECT quantity FROM item ORDER BY id"));
        Assert.Equal((sales * 10L, (long)sales), Query<(long, long)>("SELECT amount, sales FROM total").Single());
        Assert.Equal(sales, Query<long>("SELECT number FROM counter").Single());
    }
}

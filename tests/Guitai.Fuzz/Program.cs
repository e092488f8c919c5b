using Guitai.Fuzz;

return args switch
{
    ["list"] => Names(Targets.ByName.Keys),
    ["seeds", var folder] => Seeds.Write(folder),
    ["instrument", .. var files] => Instrumentation.Add(files),
    ["replay", var target, .. var files] => Replay(target, files),
    ["planted"] => Names(Targets.Planted.Keys),
    ["run", var target] => ForkServer.Run(Targets.Find(target), first: true),
    ["run-on", var target] => ForkServer.Run(Targets.Find(target), first: false),
    _ => Usage(),
};

static int Names(IEnumerable<string> names)
{
    foreach (var name in names)
    {
        Console.Out.WriteLine(name);
    }

    return 0;
}

static int Replay(string target, string[] files)
{
    foreach (var file in files)
    {
        Targets.Find(target)(File.ReadAllBytes(file));
    }

    Console.Error.WriteLine($"{target}: {files.Length} inputs held");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: list | planted | seeds FOLDER | instrument FILE… | replay TARGET FILE… | run TARGET (under afl-fuzz)");
    return 2;
}

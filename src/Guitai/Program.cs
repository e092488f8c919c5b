using Guitai.Commands;

return await CommandLine.RunAsync(args);

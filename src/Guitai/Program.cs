Console.Error.WriteLine("guitai: the roles are being built");
return 2;

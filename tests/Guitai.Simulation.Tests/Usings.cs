// SQLite's own generator is one for the process, and digests of whole disks depend on it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

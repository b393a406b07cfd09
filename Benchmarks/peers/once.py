"""Times a command as a process of its own: once.py RUNS COMMAND... prints the median of its seconds, the files being
in the page cache."""
import os
import statistics
import sys
import time

runs, command = int(sys.argv[1]), sys.argv[2:]
output = os.open(os.devnull, os.O_WRONLY)
times = []
for number in range(runs + 1):
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, output, 1)])
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    if number:
        times.append(time.perf_counter() - start)
print(statistics.median(times))

// What happens when a mapped file is cut short by somebody else: the kernel sends SIGBUS to the thread that touches a
// page which is not there any more. With the guard installed the thread finds zeros instead, and the mapping is marked.
//
// In C, because a signal handler may interrupt anything: Swift makes no promise about which of its operations
// allocate, lock or initialise. Here are only atomic loads and stores and two system calls. Mappings stand in a table
// of fixed size, so that no memory moves under the handler.

#define _GNU_SOURCE
#include "mapping_guard.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>

enum { FREE, TAKEN, NOTED, MOST = 1024 };

static struct mapping {
  atomic_int state;
  atomic_int is_cut;
  atomic_uintptr_t start;
  atomic_size_t length;
} mappings[MOST];

static struct sigaction before;

// Puts zeros in place of the page and all that follow it in the mapping: a file is cut at its end, so that those are
// gone as well. Other threads may do the same at once; whoever is last, zeros stand there.
static int fill(uintptr_t address) {
  for (int number = 0; number < MOST; number++) {
    struct mapping *mapping = &mappings[number];
    if (atomic_load(&mapping->state) != NOTED) continue;
    uintptr_t start = atomic_load(&mapping->start);
    size_t length = atomic_load(&mapping->length);
    if (address < start || address - start >= length) continue;
    uintptr_t page = address & ~(uintptr_t)4095;
    void *filled = mmap(
        (void *)page, start + length - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (filled == MAP_FAILED) return 0;
    atomic_store(&mapping->is_cut, 1);
    return 1;
  }
  return 0;
}

static void handle(int signal, siginfo_t *info, void *context) {
  int number = errno;
  int is_ours = info->si_code == BUS_ADRERR && fill((uintptr_t)info->si_addr);
  errno = number;
  if (is_ours) return;
  // Somebody else's: as it would be without the guard.
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  } else {
    // Returning repeats the access, which now ends the process, or sends the signal again when somebody sent it.
    struct sigaction fate = { .sa_handler = SIG_DFL };
    sigaction(SIGBUS, &fate, NULL);
    if (info->si_code <= 0) raise(SIGBUS);
  }
}

int yinde_guard_install(void) {
  static atomic_int is_installed;
  int no = 0;
  if (!atomic_compare_exchange_strong(&is_installed, &no, 1)) return 0;
  struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK };
  sigemptyset(&action.sa_mask);
  return sigaction(SIGBUS, &action, &before) == 0 ? 0 : errno;
}

int yinde_guard_note(const void *start, size_t length) {
  for (int number = 0; number < MOST; number++) {
    int free = FREE;
    if (!atomic_compare_exchange_strong(&mappings[number].state, &free, TAKEN)) continue;
    atomic_store(&mappings[number].is_cut, 0);
    atomic_store(&mappings[number].start, (uintptr_t)start);
    atomic_store(&mappings[number].length, length);
    atomic_store(&mappings[number].state, NOTED);
    return number;
  }
  return -1;
}

int yinde_guard_is_cut(int number) {
  return number >= 0 && number < MOST && atomic_load(&mappings[number].is_cut);
}

void yinde_guard_forget(int number) {
  if (number >= 0 && number < MOST) atomic_store(&mappings[number].state, FREE);
}

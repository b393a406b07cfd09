// The C library's allocator with a count of the bytes that are held, and a timer.
//
// libFuzzer's own limits do not do: its -malloc_limit_mb needs AddressSanitizer and looks at single allocations, its -rss_limit_mb looks
// once a second, and its -timeout is the time of the clock in whole seconds, in which a process may have been waiting for a processor.

#define _GNU_SOURCE
#include "fuzz_limits.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <signal.h>
#include <unistd.h>

static atomic_size_t held, most, start, limit;

static void say(const char *line) {
  if (write(2, line, strlen(line)) < 0) return;
}

static void over_time(int signal) {
  (void)signal;
  say("yinde-fuzz: an input took more than its time\n");
  abort();
}

void yinde_limits_begin(size_t bytes, long milliseconds) {
  static int is_ready;
  if (!is_ready) {
    signal(SIGPROF, over_time);
    // Memory goes back to the system at the end: half of the time would go into taking it again for each input.
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    is_ready = 1;
  }
  size_t now = atomic_load_explicit(&held, memory_order_relaxed);
  atomic_store_explicit(&start, now, memory_order_relaxed);
  atomic_store_explicit(&most, now, memory_order_relaxed);
  atomic_store_explicit(&limit, bytes ? now + bytes : 0, memory_order_relaxed);
  struct itimerval timer = { .it_value = { milliseconds / 1000, milliseconds % 1000 * 1000 } };
  setitimer(ITIMER_PROF, &timer, NULL);
}

void yinde_limits_end(void) {
  struct itimerval none = { 0 };
  setitimer(ITIMER_PROF, &none, NULL);
  atomic_store_explicit(&limit, 0, memory_order_relaxed);
}

size_t yinde_limits_peak(void) {
  return atomic_load_explicit(&most, memory_order_relaxed) - atomic_load_explicit(&start, memory_order_relaxed);
}

// AddressSanitizer has an allocator of its own, which is not to be replaced.
#ifndef YINDE_FUZZ_SANITIZED

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static void *take(void *block) {
  if (!block) return block;
  size_t size = malloc_usable_size(block);
  size_t now = atomic_fetch_add_explicit(&held, size, memory_order_relaxed) + size;
  if (now > atomic_load_explicit(&most, memory_order_relaxed)) {
    // Two threads may both write; what counts is compared with the limit by each.
    atomic_store_explicit(&most, now, memory_order_relaxed);
    size_t allowed = atomic_load_explicit(&limit, memory_order_relaxed);
    if (allowed && now > allowed) {
      atomic_store_explicit(&limit, 0, memory_order_relaxed);
      say("yinde-fuzz: an input took more than its memory\n");
      abort();
    }
  }
  return block;
}

static void give(void *block) {
  if (block) atomic_fetch_sub_explicit(&held, malloc_usable_size(block), memory_order_relaxed);
}

void *malloc(size_t size) { return take(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return take(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return take(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return take(__libc_memalign(alignment, size)); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = take(__libc_memalign(alignment, size));
  return *block ? 0 : 12;  // ENOMEM
}

void *realloc(void *block, size_t size) {
  give(block);
  void *moved = __libc_realloc(block, size);
  // What could not be moved is still held.
  take(moved ? moved : size ? block : NULL);
  return moved;
}

void free(void *block) {
  give(block);
  __libc_free(block);
}

#endif

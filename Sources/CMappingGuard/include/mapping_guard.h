#ifndef YINDE_MAPPING_GUARD_H
#define YINDE_MAPPING_GUARD_H

#include <stddef.h>

/// Catches SIGBUS in mappings that are noted, from now on. 0, or the error number of `sigaction`.
int yinde_guard_install(void);

/// Notes a mapping. Gives its number, or -1 when too many are noted.
int yinde_guard_note(const void *start, size_t length);

/// Whether bytes of the mapping could not be read and zeros stand there instead.
int yinde_guard_is_cut(int number);

/// Forgets a mapping. Call before unmapping it.
void yinde_guard_forget(int number);

#endif

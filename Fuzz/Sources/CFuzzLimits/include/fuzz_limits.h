#pragma once

#include <stddef.h>

/// What one input may use. A process that uses more is ended by `abort`, where it does, so that the fuzzer keeps the input.

/// Begins an input: at most `bytes` of memory on top of what is held now (0: any), and `milliseconds` of processor time, of all
/// threads.
void yinde_limits_begin(size_t bytes, long milliseconds);

/// Ends an input.
void yinde_limits_end(void);

/// The most memory that was held at a time since the last `begin`, on top of what was held then; 0 where it is not counted.
size_t yinde_limits_peak(void);

/// libFuzzer's own changes, for mutators that choose what is to be changed.
size_t LLVMFuzzerMutate(unsigned char *data, size_t size, size_t max_size);

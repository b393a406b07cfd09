// The trainer with its parameters given (fastCover) is behind this switch; without it the trainer
// searches for parameters, which takes seconds on a folder that is indexed in two.
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>

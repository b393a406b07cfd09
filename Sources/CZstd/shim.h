// Two parts of Zstandard that its headers show only on request, both present in every shared
// libzstd since 1.4: the dictionary trainer with its parameters given (the plain one searches for
// parameters, which takes seconds on a folder that is indexed in two), and frames without the four
// magic bytes (which are 2 % of a passage of 200 characters).
#define ZSTD_STATIC_LINKING_ONLY
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>

// mallopt: when freed memory goes back to the system. Swift's Glibc module leaves it out.
#include <malloc.h>

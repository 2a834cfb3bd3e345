// Counts what is allocated, by whatever language: glibc lets a program bring its own malloc. While nothing is counted, a call costs one
// look at a flag more than it would. Elsewhere than with glibc nothing is counted.

#include <stdint.h>
#include <stdlib.h>

static int is_counting;
static uint64_t calls, bytes;

int allocations_are_counted(void) {
#ifdef __GLIBC__
    return 1;
#else
    return 0;
#endif
}

void allocations_begin(void) {
    calls = bytes = 0;
    is_counting = 1;
}

void allocations_end(uint64_t *out_calls, uint64_t *out_bytes) {
    is_counting = 0;
    *out_calls = calls;
    *out_bytes = bytes;
}

#ifdef __GLIBC__
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

// Only one thread runs while something is counted.
static inline void count(size_t size) {
    if (__builtin_expect(is_counting, 0)) {
        calls += 1;
        bytes += size;
    }
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    count(size);
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    count(size);
    *out = __libc_memalign(alignment, size);
    return *out == NULL ? 12 : 0;
}
#endif

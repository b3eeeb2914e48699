/* SPDX-License-Identifier: MIT */
/* What compilers have and C99 has not; empty where the compiler has none. */
#ifndef FG_BASE_ATTRIBUTES_H
#define FG_BASE_ATTRIBUTES_H

#if defined(__GNUC__)
#define FG_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define FG_NORETURN __attribute__((noreturn))
#define FG_PREFETCH(memory) __builtin_prefetch(memory)  /* which is needed soon */
#else
#define FG_PRINTF(text, first)
#define FG_NORETURN
#define FG_PREFETCH(memory) ((void)(memory))
#endif

#endif

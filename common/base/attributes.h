/* SPDX-License-Identifier: MIT */
/* Compiler attributes, empty where the compiler has none. */
#ifndef FG_BASE_ATTRIBUTES_H
#define FG_BASE_ATTRIBUTES_H

#if defined(__GNUC__)
#define FG_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define FG_NORETURN __attribute__((noreturn))
#else
#define FG_PRINTF(text, first)
#define FG_NORETURN
#endif

#endif

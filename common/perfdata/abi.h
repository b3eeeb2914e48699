/* SPDX-License-Identifier: MIT */
/*
 * The numbers of perf.data: kinds of records, bits of attributes, features.
 */
#ifndef FG_PERFDATA_ABI_H
#define FG_PERFDATA_ABI_H

#include <stdint.h>

/* The kinds of records; those from 64 on are perf's own, the others the kernel's. */
enum abi_record {
    ABI_MMAP = 1,
    ABI_COMM = 3,
    ABI_EXIT = 4,
    ABI_FORK = 7,
    ABI_SAMPLE = 9,
    ABI_MMAP2 = 10,
    ABI_KSYMBOL = 17,
    ABI_LAST = 21,
    ABI_USER = 64,
    ABI_HEADER_ATTR = 64,
    ABI_HEADER_TRACING_DATA = 66,
    ABI_HEADER_BUILD_ID = 67,
    ABI_FINISHED_ROUND = 68,
    ABI_AUXTRACE_INFO = 70,
    ABI_AUXTRACE = 71,
    ABI_AUXTRACE_ERROR = 72,
    ABI_STAT_CONFIG = 75,
    ABI_STAT = 76,
    ABI_STAT_ROUND = 77,
    ABI_EVENT_UPDATE = 78,
    ABI_HEADER_FEATURE = 80,
    ABI_COMPRESSED = 81,
    ABI_USER_LAST = 82
};

enum { ABI_HEADER = 8 };    /* bytes: kind 4, misc 2, size 2 */

/* What `misc` of a record has. The lowest three bits say who was running. */
enum abi_misc {
    ABI_CPUMODE = 7,
    ABI_CPU_KERNEL = 1,
    ABI_CPU_USER = 2,
    ABI_CPU_HYPERVISOR = 3,
    ABI_CPU_GUEST_KERNEL = 4,
    ABI_CPU_GUEST_USER = 5,
    ABI_MISC_MMAP_DATA = 1 << 13,
    ABI_MISC_FORK_EXEC = 1 << 13,
    ABI_MISC_MMAP_BUILD_ID = 1 << 14,
    ABI_MISC_BUILD_ID_SIZE = 1 << 15
};

/* What a sample has, in the order of the enum but for IDENTIFIER, which comes first. */
enum abi_sample {
    ABI_HAS_IP = 1 << 0,
    ABI_HAS_TID = 1 << 1,
    ABI_HAS_TIME = 1 << 2,
    ABI_HAS_ADDR = 1 << 3,
    ABI_HAS_READ = 1 << 4,
    ABI_HAS_CALLCHAIN = 1 << 5,
    ABI_HAS_ID = 1 << 6,
    ABI_HAS_CPU = 1 << 7,
    ABI_HAS_PERIOD = 1 << 8,
    ABI_HAS_STREAM_ID = 1 << 9,
    ABI_HAS_RAW = 1 << 10,
    ABI_HAS_BRANCH_STACK = 1 << 11,
    ABI_HAS_REGS_USER = 1 << 12,
    ABI_HAS_STACK_USER = 1 << 13,
    ABI_HAS_WEIGHT = 1 << 14,
    ABI_HAS_DATA_SRC = 1 << 15,
    ABI_HAS_IDENTIFIER = 1 << 16,
    ABI_HAS_TRANSACTION = 1 << 17,
    ABI_HAS_REGS_INTR = 1 << 18,
    ABI_HAS_PHYS_ADDR = 1 << 19,
    ABI_HAS_AUX = 1 << 20,
    ABI_HAS_CGROUP = 1 << 21,
    ABI_HAS_DATA_PAGE_SIZE = 1 << 22,
    ABI_HAS_CODE_PAGE_SIZE = 1 << 23,
    ABI_HAS_WEIGHT_STRUCT = 1 << 24,
    ABI_HAS_ALL = (1 << 25) - 1
};

enum abi_branch {
    ABI_BRANCH_CALL_STACK = 1 << 11,
    ABI_BRANCH_HW_INDEX = 1 << 17
};

enum abi_type {
    ABI_HARDWARE,
    ABI_SOFTWARE,
    ABI_TRACEPOINT,
    ABI_HW_CACHE,
    ABI_RAW,
    ABI_BREAKPOINT,
    ABI_TYPES           /* all others are those of one machine */
};

enum abi_feature {
    ABI_FEATURE_TRACING_DATA = 1,
    ABI_FEATURE_BUILD_ID = 2,
    ABI_FEATURE_HOSTNAME = 3,
    ABI_FEATURE_ARCH = 6,
    ABI_FEATURE_EVENT_DESC = 12,
    ABI_FEATURE_AUXTRACE = 18,
    ABI_FEATURE_STAT = 19,
    ABI_FEATURE_DIR_FORMAT = 24,
    ABI_FEATURE_COMPRESSED = 27,
    ABI_FEATURES = 256
};

/* Entries of a call chain that are no addresses. */
#define ABI_CONTEXT_HYPERVISOR ((uint64_t)-32)
#define ABI_CONTEXT_KERNEL ((uint64_t)-128)
#define ABI_CONTEXT_USER ((uint64_t)-512)
#define ABI_CONTEXT_MAX ((uint64_t)-4095)

#endif

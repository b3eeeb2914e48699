/* SPDX-License-Identifier: MIT */
/*
 * The command line of foldedcheck.
 */
#ifndef FG_CHECK_OPTIONS_H
#define FG_CHECK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "check/judge.h"
#include "check/pattern.h"
#include "io/program.h"

struct check_options {
    struct program_options common;
    const char *max_share, *max_growth, *confidence_text, *fdr_text;
    const char *frame_text, *per_text, *period_text;
    struct perl_number depth_number, top_number;
    bool self, json, github, markdown, junit;

    /* What they mean. */
    struct judge_options judge;
    struct pattern frame, per;
    size_t depth;           /* 0: functions, wherever they are */
    double period;          /* what a sample counts; 0: not given */
    size_t top;             /* how many functions are listed */
    char *const *files[2];  /* before and after; without --max-growth all are after */
    size_t file_count[2];
};

extern const struct program check_program;

/* Reads the command line. False: there is nothing more to do, and *status is the exit
 * status. */
bool check_options_read(struct check_options *o, int argc, char **argv, int *status);

#endif

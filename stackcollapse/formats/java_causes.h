/* SPDX-License-Identifier: MIT */
/*
 * The frames that a cause shares with the exception around it, which Java does not print:
 *
 *     java.lang.RuntimeException: cannot open orders.csv
 *             at org.example.Intake.open(Intake.java:60)
 *             at org.example.Intake.main(Intake.java:9)
 *             Suppressed: java.io.IOException: closed twice
 *                     at org.example.Source.close(Source.java:33)
 *                     ... 1 more
 *     Caused by: java.io.FileNotFoundException: orders.csv
 *             at org.example.Source.open(Source.java:12)
 *             ... 2 more
 */
#ifndef FG_JAVA_CAUSES_H
#define FG_JAVA_CAUSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "folded/stack.h"

struct java_level;

/* A zeroed struct is empty. */
struct java_causes {
    struct java_level *levels;      /* the last stack of each indentation */
    size_t count, capacity;
    bool suppressed;                /* the caption of the current stack says so */
};

/* The number in "... 6 more" or "... 6 common frames omitted"; 0 if the line is another. */
size_t java_causes_more(struct slice line);

/* Looks at a line between stacks. */
void java_causes_caption(struct java_causes *c, struct slice line);

/* Appends the `more` outermost frames of the stack around this one, whose frames are
 * indented by `indent`; leaf first. */
void java_causes_complete(struct java_causes *c, size_t indent, size_t more,
                          struct stack *stack);

/* A stack is complete. */
void java_causes_keep(struct java_causes *c, size_t indent, const struct stack *stack);

#endif

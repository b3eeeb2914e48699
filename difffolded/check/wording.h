/* SPDX-License-Identifier: MIT */
/*
 * The sentences that the reports share. Each function appends to `to`, and all text is UTF-8
 * without control characters.
 */
#ifndef FG_CHECK_WORDING_H
#define FG_CHECK_WORDING_H

#include "base/slice.h"
#include "base/strbuf.h"
#include "check/report.h"

/* A name: what is not UTF-8 becomes U+FFFD, a control character '?'. */
void wording_name(struct slice name, struct strbuf *to);

/* "12.34%", and "+1.23" points. */
void wording_share(double share, struct strbuf *to);
void wording_points(double growth, struct strbuf *to);

/* "+1.00 to +3.00" */
void wording_limits(const struct finding *f, struct strbuf *to);

/* "grew from 5.00% to 7.00%, by +2.00 points (99% limits +1.00 to +3.00)", without the name;
 * and for some verdicts what follows from it. */
void wording_finding(const struct report *r, const struct finding *f, struct strbuf *to);

/* "needs about 12000 samples a side, 4 runs" */
void wording_needed(const struct report *r, const struct finding *f, struct strbuf *to);

/* "1 regressed, 12 within; limit: growth of 2 points" */
void wording_summary(const struct report *r, struct strbuf *to);

/* "before: 5 runs, 15000 samples; after: 5 runs, 14998 samples" */
void wording_runs(const struct report *r, struct strbuf *to);

/* The summary, "; ", and the runs. */
void wording_end(const struct report *r, struct strbuf *to);

/* What the reader has to know of the limits; nothing for several runs a side. */
void wording_caution(const struct report *r, struct strbuf *to);

#endif

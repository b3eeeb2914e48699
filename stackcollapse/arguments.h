/* SPDX-License-Identifier: MIT */
/*
 * Names of C++ functions.
 */
#ifndef FG_ARGUMENTS_H
#define FG_ARGUMENTS_H

#include "base/slice.h"

/* The name without the arguments at its end: "shop::Pool<int>::get(int) const" is
 * "shop::Pool<int>::get". A name like "(anonymous namespace)" or "operator()" stays. */
struct slice name_without_arguments(struct slice name);

#endif

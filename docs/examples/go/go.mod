// SPDX-License-Identifier: MIT

module flamegraph-c/examples

go 1.19

#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * Prints folded stacks for the browser tests.  A kind always gives the same stacks.
 *
 *   node stacks.js KIND    small, deep, wide, large, huge, utf8, links, before, after, chart
 */
"use strict";

/* Park and Miller's "minimal standard" generator. */
function randomNumbers(seed) {
	let state = seed;
	return function below(n) {
		state = state * 16807 % 2147483647;
		return state % n;
	};
}

const PARTS = ["read", "Write", "std::map<int, std::string>::find", "lock", "_do_fork", "AVTo", "office",
	"parse", "memcpy", "org/example/Handler", "x", "[unknown]", "operator()", "iterate", "page_fault"];

function nameMaker(below, suffixes) {
	return () => PARTS[below(PARTS.length)] + "_" + suffixes[below(suffixes.length)];
}

/* Splits `count` among children, down to `depth`. */
function grow(stack, count, depth, below, name, lines) {
	let rest = count;
	if (depth === 0 || below(12) === 0 || count < 2) {
		lines.push(stack + " " + count);
		return;
	}
	while (rest > 0) {
		const share = Math.min(rest, 1 + below(Math.max(1, Math.floor(count * 0.8))));
		grow(stack + ";" + name(), share, depth - 1, below, name, lines);
		rest -= share;
	}
}

function tree(seed, count, depth, suffixes) {
	const below = randomNumbers(seed);
	const lines = [];
	grow("main", count, depth, below, nameMaker(below, suffixes), lines);
	return lines;
}

function deep() {
	const lines = [];
	let stack = "main";
	for (let i = 0; i < 200; i++) {
		stack += ";level_" + i;
		lines.push(stack + " 3");
	}
	return lines;
}

/* Shallow stacks of random functions, each with a leaf of its own: many narrow frames. */
function bushy(seed, leaves) {
	const below = randomNumbers(seed);
	const lines = [];
	for (let i = 0; i < leaves; i++) {
		const outer = "module_" + below(40), inner = "unit_" + below(60);
		lines.push(["main", outer, inner, "loop", PARTS[below(PARTS.length)], "leaf_" + i].join(";") + " " + (1 + below(9)));
	}
	return lines;
}

const LATIN = ["a", "b", "c", "d", "e"];
const UTF8 = ["é", "日本語の関数名", "λx", "𝒻𝓊𝓃𝒸", "имя", "‮rtl", "שלום"];

const KINDS = {
	small: () => tree(3, 200, 5, LATIN),
	deep: deep,
	wide: () => bushy(5, 3000),
	large: () => bushy(5, 16200),
	huge: () => bushy(7, 64500),
	utf8: () => tree(11, 300, 8, UTF8),
	links: () => tree(13, 150, 5, LATIN),
	before: () => tree(17, 400, 7, LATIN),
	after: () => tree(19, 400, 7, LATIN),
	chart: () => tree(23, 400, 9, LATIN),
};

if (!KINDS[process.argv[2]]) {
	process.stderr.write("usage: node stacks.js " + Object.keys(KINDS).join("|") + "\n");
	process.exit(2);
}
process.stdout.write(KINDS[process.argv[2]]().join("\n") + "\n");

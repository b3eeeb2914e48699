/* SPDX-License-Identifier: MIT */
/*
 * The scenarios of the browser tests.  Each loads a graph and takes its steps in
 * order; run.js compares the page after each step.
 *
 * `row` and `rank` choose a frame among those that are visible and wide enough to
 * click: `row` counts from the root (-1 is the last one), `rank` from the widest.
 * A step without such a frame is skipped.
 *
 *   query      parameters of the address; {x} and {y} are the x and y of the frame `at`
 *   steps      see the verbs in driver.js
 *   expect     what the page must show after the step, in addition to the comparison
 *   focus      the frame that must have the focus after the step
 *   graphs     the graphs that the scenario is for; without it, all
 *   except     graphs that it is not for
 *   ours       what our page shows instead of the reference's, of a step or of all
 *   oursOnly   why the page of the Perl script, the reference, is no comparison
 */
"use strict";

const root = { row: 0, rank: 0 };

/* The reference's page says nothing. */
const noMatch = { matched: "No match: no such frame" };

module.exports = [
	{
		name: "details",
		steps: [
			{ do: "hover", row: 0, rank: 0 },
			{ do: "hover", row: 1, rank: 0 },
			{ do: "leave", expect: { details: " " } },
			{ do: "hover", row: 3, rank: 1 },
			{ do: "hover", row: -1, rank: 0 },
		],
	},
	{
		name: "zoom",
		steps: [
			{ do: "click", row: 2, rank: 0 },
			{ do: "click", row: 4, rank: 0 },
			{ do: "click", row: 1, rank: 0 },
			{ do: "press", id: "unzoom", expect: { unzoom: false, url: "" } },
			{ do: "click", row: 3, rank: 1 },
			{ do: "click", ...root, expect: { unzoom: false, url: "" } },
			{ do: "click", row: -1, rank: 0 },
			{ do: "click", row: 2, rank: 0 },
			{ do: "press", id: "unzoom", expect: { unzoom: false, url: "" } },
			{ do: "click", ...root, expect: { unzoom: false, url: "" } },
			{ do: "click", row: 1, rank: 1 },
			{ do: "click", row: 2, rank: 1 },
			{ do: "click", row: 3, rank: 0 },
		],
	},
	{
		name: "search",
		steps: [
			{ do: "search", by: "button", term: "no such frame", expect: { search: "Search" }, ours: noMatch },
			{ do: "search", by: "button", term: "", expect: { search: "Search" }, ours: noMatch },
			{ do: "search", by: "F3", term: null, expect: { search: "Search" }, ours: noMatch },
			{ do: "search", by: "button", term: "[a-m]", expect: { search: "Reset Search" } },
			{ do: "press", id: "search", expect: { search: "Search", matched: "", url: "" } },
			{ do: "search", by: "Control+f", term: "^[^ ]*e\\S* " },
			{ do: "key", key: "Control+f", expect: { search: "Search", matched: "", url: "" } },
			{ do: "search", by: "F3", term: "all|%\\)$", expect: { matched: "Matched: 100%" } },
			{ do: "key", key: "F3", expect: { search: "Search", matched: "", url: "" } },
			{ do: "search", by: "F3", term: "é|.&=#? +|a" },
		],
	},
	{
		name: "case",
		steps: [
			{ do: "key", key: "Control+i", expect: { ignorecase: true } },
			{ do: "search", by: "F3", term: "MAIN|ALL|LEAF" },
			{ do: "press", id: "ignorecase", expect: { ignorecase: false } },
			{ do: "key", key: "Control+i", expect: { ignorecase: true } },
			{ do: "key", key: "F3", expect: { search: "Search" } },
		],
	},
	{
		name: "search in the wrong case",
		graphs: ["small"],
		steps: [
			{ do: "search", by: "F3", term: "MAIN|ALL|LEAF", expect: { search: "Search" }, ours: { matched: "No match: MAIN|ALL|LEAF" } },
			{ do: "key", key: "Control+i", expect: { ignorecase: true, search: "Reset Search" } },
			{ do: "key", key: "F3", expect: { search: "Search", matched: "" } },
			{ do: "search", by: "F3", term: "no such frame", ours: noMatch },
			{ do: "search", by: "F3", term: "e", expect: { search: "Reset Search" } },
		],
	},
	{
		name: "zoom and search",
		steps: [
			{ do: "search", by: "button", term: "e" },
			{ do: "click", row: 2, rank: 0 },
			{ do: "click", row: 3, rank: 1 },
			{ do: "hover", row: 1, rank: 0 },
			{ do: "press", id: "search", expect: { matched: "" } },
			{ do: "search", by: "F3", term: "[ar]" },
			{ do: "click", row: 1, rank: 0 },
			{ do: "press", id: "unzoom" },
			{ do: "key", key: "Control+f" },
		],
	},
	{
		name: "address: zoom and search",
		at: { row: 2, rank: 0 },
		query: "a=b%20c&x={x}&s=%5Be-m%5D&y={y}",
		steps: [
			{ do: "hover", row: 2, rank: 0 },
			{ do: "reload" },
			{ do: "press", id: "unzoom", expect: { url: "?a=b%20c&s=%5Be-m%5D" } },
			{ do: "press", id: "search", expect: { url: "?a=b%20c" } },
			{ do: "click", row: 1, rank: 0 },
		],
	},
	{
		name: "address: search",
		query: "s=e",
		steps: [{ do: "click", row: 2, rank: 0 }, { do: "press", id: "unzoom" }, { do: "press", id: "search" }],
	},
	{
		name: "address: nothing found",
		query: "s=no%20such&x=1",
		ours: { matched: "No match: no such" },
		steps: [{ do: "hover", row: 1, rank: 0 }],
	},
	{
		name: "address: no such frame",
		oursOnly: "the reference throws",
		query: "x=12345&y=1&s=%5Ba-m%5D",
		steps: [{ do: "leave", expect: { unzoom: false, search: "Reset Search" } }],
	},
	{
		name: "address: malformed escape",
		oursOnly: "the reference throws",
		query: "q=%zz&flag&s=%5Ba-m%5D#part",
		steps: [
			{ do: "leave", expect: { search: "Reset Search", url: "?q=%zz&flag&s=%5Ba-m%5D#part" } },
			{ do: "press", id: "search", expect: { search: "Search", url: "?q=%zz&flag#part" } },
		],
	},
	{
		name: "address: root",
		oursOnly: "the reference offers to reset a zoom that changes nothing",
		at: root,
		query: "x={x}&y={y}",
		steps: [{ do: "leave", expect: { unzoom: false, url: "" } }],
	},
	{
		name: "invalid search",
		oursOnly: "the reference throws",
		query: "s=(",
		steps: [
			{ do: "leave", expect: { search: "Search", matched: "Invalid search: (" } },
			{ do: "search", by: "F3", term: "[", expect: { search: "Search", matched: "Invalid search: [" } },
			{ do: "search", by: "F3", term: ".", expect: { search: "Reset Search", matched: "Matched: 100%" } },
		],
	},
	{
		name: "keyboard",
		oursOnly: "the reference has no keyboard",
		except: ["links"], /* there Enter follows the link */
		steps: [
			{ do: "key", key: "Tab" }, /* two buttons, then the root */
			{ do: "key", key: "Tab" },
			{ do: "key", key: "Tab", focus: { row: 0, rank: 0 } },
			{ do: "key", key: "ArrowUp", upsideDown: "ArrowDown", focus: { row: 1, rank: 0 } },
			{ do: "key", key: "ArrowUp", upsideDown: "ArrowDown" },
			{ do: "key", key: "Enter", expect: { unzoom: true } },
			{ do: "key", key: "ArrowDown", upsideDown: "ArrowUp", focus: { row: 1, rank: 0 } },
			{ do: "search", by: "F3", term: "." },
			{ do: "key", key: "Escape", expect: { unzoom: false, search: "Reset Search" } },
			{ do: "key", key: "Escape", expect: { search: "Search", url: "" } },
		],
	},
	{
		name: "keyboard while zoomed",
		oursOnly: "the reference has no keyboard",
		except: ["links"],
		steps: [
			{ do: "key", key: "Tab" },
			{ do: "key", key: "Tab" },
			{ do: "key", key: "Tab", focus: root },
			{ do: "key", key: "ArrowUp", upsideDown: "ArrowDown" },
			{ do: "key", key: "ArrowUp", upsideDown: "ArrowDown" },
			{ do: "key", key: "Enter", expect: { unzoom: true } },
			{ do: "key", key: "Shift+Tab", focus: root }, /* its copy: the one drawn is hidden */
			{ do: "key", key: "Shift+Tab" }, /* a button, not the hidden root */
			{ do: "key", key: "Tab", focus: root },
			{ do: "key", key: "ArrowUp", upsideDown: "ArrowDown", focus: { row: 1, rank: 0 } },
			{ do: "key", key: "ArrowDown", upsideDown: "ArrowUp", focus: root },
			{ do: "key", key: "Enter", expect: { unzoom: false, url: "" } },
		],
	},
	{
		name: "search changed",
		oursOnly: "the reference does not show the term",
		steps: [
			{ do: "search", by: "F3", term: "e" },
			{ do: "change", term: "[a-f]", expect: { search: "Reset Search", url: "?s=%5Ba-f%5D" } },
			{ do: "press", id: "search", expect: { search: "Search", url: "" } },
		],
	},
	{
		name: "links",
		graphs: ["links"],
		steps: [
			{ do: "ctrl-click", row: 1, rank: 0 },
			{ do: "ctrl-click", row: 2, rank: 0 },
			{ do: "press", id: "unzoom" },
			{ do: "click", row: 2, rank: 0, expect: { unzoom: false, followed: true } },
		],
	},
];

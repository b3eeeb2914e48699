/*
 * What the browser tests do.  A scenario loads a graph and takes its steps one
 * after another; after each, the page is compared and checked.
 *
 * Frames are chosen among those that can be seen and hit: `row` counts from
 * the root (-1: the last one), `rank` from the widest.  Where there is no such
 * frame, the step is left out.
 *
 *   query      the address's parameters; {x} and {y} are the texts of the frame `at`
 *   steps      see the verbs in driver.js
 *   expect     what the page must show after the step, apart from any reference
 *   graphs     only for these graphs (by file name), else for all
 *   except     not for these
 *   oursOnly   the reference is known to behave otherwise; the reason
 */
"use strict";

const root = { row: 0, rank: 0 };

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
			{ do: "search", by: "button", term: "no such frame", expect: { search: "Search", matched: "" } },
			{ do: "search", by: "button", term: "", expect: { search: "Search", matched: "" } },
			{ do: "search", by: "F3", term: null, expect: { search: "Search", matched: "" } },
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
		except: ["links"], /* there Enter follows */
		steps: [
			{ do: "key", key: "Tab" }, /* both buttons, then the root */
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
			{ do: "key", key: "Shift+Tab", focus: root }, /* to the one that is seen */
			{ do: "key", key: "Shift+Tab" }, /* to the buttons, not to one that is not seen */
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

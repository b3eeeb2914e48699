#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * What our page has and the Perl script's has not: from match to match, back and
 * forward through zooms, legends, and all frames of one function.
 *
 *   node explore.js BIN [OPTION...]
 *
 * Each graph is drawn with the options; with --compact also one whose frames are thin.
 */
"use strict";

const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const driver = require("./driver.js");

const STACKS = "main;ab;read 20\nmain;cd 30\nmain;cd;ab 10\nmain;ef;read;ab 25\nmain;ef;write 15\n";
const ALL_AB = "3 frames of this function, 55.00%"; /* 20 + 10 + 25 of 100 */

/* What is shown of the frames' names, each of them once. */
function look() {
	const text = id => document.getElementById(id).textContent;
	const focused = document.activeElement && document.activeElement.querySelector(":scope > title");
	const path = id => document.getElementById(id) && document.getElementById(id).getAttribute("d").split("z").length - 1;
	const legend = document.getElementById("legend");
	return {
		focused: focused && focused.textContent.split(" ")[0],
		share: text("share"), steps: getComputedStyle(document.getElementById("next")).display !== "none",
		same: path("same"), current: path("current"),
		zoomed: !document.getElementById("unzoom").classList.contains("hide"),
		url: location.search,
		legend: legend && Array.from(legend.querySelectorAll("text"), row => row.textContent).join(),
	};
}

/* What is drawn beside the frames must not lie over each other. */
function overlaps() {
	const boxes = ["title", "term", "previous", "next", "search", "ignorecase"]
		.map(id => document.getElementById(id).getBoundingClientRect());
	return boxes.slice(1).filter((box, i) => box.left < boxes[i].right).length;
}

function centerOf(name) {
	const groups = Array.from(document.querySelectorAll("#frames > *"));
	const group = groups.find(one => one.querySelector("title").textContent.startsWith(name + " "));
	const box = group.querySelector("rect").getBoundingClientRect();
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/* Once the page has gone there. */
function go(by) {
	return new Promise(function (resolve) {
		window.addEventListener("popstate", () => setTimeout(resolve), { once: true });
		history.go(by);
	});
}

class Checker {
	constructor(page, folder, bin, options) {
		Object.assign(this, { page, tab: page.tab, folder, bin, options, checked: 0, failed: 0 });
	}

	is(what, value, expected) {
		this.checked++;
		if (JSON.stringify(value) === JSON.stringify(expected))
			return;
		this.failed++;
		console.log(`not ok ${what}: ${JSON.stringify(value)}, expected ${JSON.stringify(expected)}`);
	}

	/* These of what the page shows. */
	async shows(what, expected) {
		const shown = await this.tab.evaluate(look);
		for (const name of Object.keys(expected))
			this.is(`${what}: ${name}`, shown[name], expected[name]);
		this.is(what + ": exceptions", this.page.errors.splice(0).map(String), []);
	}

	async open(name, input, options, wrap = svg => svg) {
		const svg = execFileSync(path.join(this.bin, "flamegraph"), this.options.concat(options),
			{ input, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
		fs.writeFileSync(path.join(this.folder.directory, name), wrap(svg));
		await this.page.load(this.folder.browser.urlOf(path.join(this.folder.directory, name)));
		this.page.untouched = null;
	}

	async press(...keys) {
		for (const key of keys)
			await this.tab.keyboard.press(key);
	}

	async search(term) {
		await this.page.take({ do: "search", by: "F3", term });
	}

	async point(name) {
		const { x, y } = await this.tab.evaluate(centerOf, name);
		await this.tab.mouse.move(x, y);
	}

	async zoom(name) {
		const { x, y } = await this.tab.evaluate(centerOf, name);
		await this.tab.mouse.click(x, y);
	}
}

const MATCHES = "^(ab|read) ";

async function matches(check) {
	await check.open("matches.svg", STACKS, []);
	await check.press("n");
	await check.shows("no search", { focused: null, steps: false, current: null });
	await check.search(MATCHES);
	await check.shows("search", { focused: null, steps: true, current: null });
	check.is("search: overlaps", await check.tab.evaluate(overlaps), 0);
	for (const [key, place, name] of [["n", 1, "ab"], ["n", 2, "read"], ["n", 3, "ab"], ["n", 4, "read"], ["n", 5, "ab"],
		["n", 1, "ab"], ["Shift+N", 5, "ab"], ["Shift+N", 4, "read"]]) {
		await check.press(key);
		await check.shows(key, { focused: name, share: `match ${place} of 5`, current: 1 });
	}
	await check.page.press("next");
	await check.shows("button", { focused: "ab", share: "match 5 of 5", current: 1 });
	await check.page.press("previous");
	await check.page.press("previous");
	await check.shows("button back", { focused: "ab", share: "match 3 of 5", current: 1 });
	await check.press("ArrowDown");
	await check.shows("focus elsewhere", { focused: "cd", current: null });
	await check.zoom("ef");
	await check.press("n", "n", "n");
	await check.shows("zoomed", { share: "match 1 of 2", current: 1 });
	await check.press("Escape", "Escape");
	await check.shows("search ended", { steps: false, current: null, share: "" });
}

async function places(check) {
	await check.open("places.svg", STACKS, []);
	const addressOf = async () => (await check.tab.evaluate(look)).url;
	await check.zoom("ef");
	const first = await addressOf();
	await check.zoom("write");
	const second = await addressOf();
	await check.search("ab");
	await check.tab.evaluate(go, -1);
	await check.shows("back", { zoomed: true, url: first + "&s=ab" });
	await check.tab.evaluate(go, -1);
	await check.shows("back to the whole", { zoomed: false, url: "?s=ab" });
	await check.tab.evaluate(go, 2);
	await check.shows("forward", { zoomed: true, url: second + "&s=ab" });
	await check.page.press("unzoom");
	await check.tab.evaluate(go, -1);
	await check.shows("back from Reset Zoom", { zoomed: true, url: second + "&s=ab" });
}

async function occurrences(check) {
	await check.open("same.svg", STACKS, []);
	await check.point("ab");
	await check.shows("pointer", { same: null, share: "" });
	await check.tab.keyboard.down("Shift");
	await check.shows("Shift", { same: 3, share: ALL_AB });
	await check.point("write");
	await check.shows("Shift, another frame", { same: 1 });
	await check.tab.mouse.move(1, 1);
	await check.shows("Shift, no frame", { same: null, share: "" });
	await check.point("ab");
	await check.shows("Shift, back", { same: 3, share: ALL_AB });
	await check.tab.keyboard.up("Shift");
	await check.shows("no Shift", { same: null, share: "" });
}

async function legends(check) {
	const diff = STACKS.replace(/ (\d+)$/gm, " 20 $1");
	for (const [name, input, options, rows] of [
		["hot", STACKS, [], null],
		["difference", diff, [], "more in the second profile,less in the second profile,the same"],
		["negated", diff, ["--negate"], "less in the second profile,more in the second profile,the same"],
		["java", STACKS, ["--colors=java"], "Java,Java, inlined,C++,kernel,other"],
		["js", STACKS, ["--colors=js"], "JavaScript,built into the engine,C++,kernel,other"],
		["wakeup", STACKS, ["--colors=wakeup"], "waker"],
	]) {
		await check.open(name + ".svg", input, options);
		await check.shows(name, { legend: null });
		await check.press("l");
		await check.shows(name + ", l", { legend: rows });
		await check.press("l");
		await check.shows(name + ", l again", { legend: null });
	}
}

/* Letters that are typed into a field, or not meant for the graph, are the page's. */
async function letters(check) {
	const wrap = svg => `<!DOCTYPE html><input id="field">${svg.slice(svg.indexOf("<svg"))}`;
	await check.open("page.html", STACKS, ["--colors=java"], wrap);
	await check.press("l");
	await check.shows("page: graph not used", { legend: null });
	await check.point("ab");
	await check.press("l");
	await check.shows("page: graph used", { legend: "Java,Java, inlined,C++,kernel,other" });
	await check.press("l");
	await check.search(MATCHES);
	await check.tab.evaluate(() => document.getElementById("field").focus());
	await check.press("l", "n");
	await check.shows("page: field", { legend: null, current: null });
	check.is("page: typed", await check.tab.evaluate(() => document.getElementById("field").value), "ln");
	const before = await check.tab.evaluate(() => history.length);
	await check.zoom("ef");
	check.is("page: its history", await check.tab.evaluate(() => history.length), before);
}

/* Frames thinner than a pixel: 2,000 of them, each with a callee, beside one that is wide. */
const MANY = Array.from({ length: 2000 }, (_, i) => `main;thin_${i};in_${i % 500} 1\n`).join("") + "main;wide 6000\n";

/* One of them in the middle of a row, and where that is: a whole pixel, as the pointer's places are. */
function middleOf(row) {
	const thin = document.getElementById("thin"), data = JSON.parse(thin.querySelector("metadata").textContent);
	const all = data.x.map(function (step, i) {
		this.x += step;
		this.depth += data.depth[i];
		return { name: data.names[data.name[i]], x: this.x / 10, width: data.width[i] / 10, depth: this.depth };
	}, { x: 0, depth: 0 }).filter(frame => frame.depth === row && frame.width > 0);
	const matrix = document.documentElement.getScreenCTM();
	const places = all.map(({ name, x, width }) => ({ name, point: new DOMPoint(x + width / 2, Number(data.tops[row]) + 8).matrixTransform(matrix) }));
	const { name, point } = places.slice(places.length / 2).find(({ point }) => Math.abs(point.x - Math.round(point.x)) < 0.01);
	return { name, x: Math.round(point.x), y: Math.round(point.y) };
}

function thinState() {
	const list = document.getElementById("frames");
	return {
		details: document.getElementById("details").textContent.split(" (")[0],
		elements: list.children.length, frames: document.querySelectorAll("#zoomed > g").length,
		marks: Boolean(document.getElementById("marks")), matched: document.getElementById("matched").textContent.trim(),
		title: list.lastElementChild.id === "thin" ? null : list.lastElementChild.querySelector("title").textContent,
	};
}

async function thin(check) {
	const state = () => check.tab.evaluate(thinState);
	await check.open("thin.svg", MANY, []);
	check.is("thin: root, main and wide are elements", (await state()).elements, 4);
	const { name, x, y } = await check.tab.evaluate(middleOf, 2);
	await check.tab.mouse.move(x, y);
	let shown = await state();
	check.is("thin: details", shown.details, "Function: " + name);
	check.is("thin: its element", [shown.elements, shown.title], [5, name + " (1 samples, 0.01%)"]);
	await check.tab.mouse.move(x, y + 1);
	check.is("thin: no second element", (await state()).elements, 5);
	await check.tab.mouse.click(x, y);
	shown = await state();
	check.is("thin: zoom shows root, main, it and its callee", shown.frames, 4);
	await check.shows("thin: zoom", { zoomed: true });
	await check.page.press("unzoom");
	await check.shows("thin: Reset Zoom", { zoomed: false });
	await check.search("^in_7 ");
	shown = await state();
	check.is("thin: search", [shown.marks, shown.matched], [true, "Matched: 0.1%"]);
	await check.press("n");
	await check.shows("thin: next match", { focused: "in_7", current: 1, share: "match 1 of 4" });
	await check.press("ArrowDown");
	check.is("thin: the caller of a match has the focus", (await check.tab.evaluate(look)).focused.startsWith("thin_"), true);
	await check.press("Enter");
	await check.shows("thin: Enter", { zoomed: true });
	await check.press("Escape", "Escape");
	const leaf = await check.tab.evaluate(middleOf, 3);
	await check.tab.mouse.move(leaf.x, leaf.y);
	await check.tab.mouse.move(leaf.x, leaf.y + 1); /* over the new element, whose coming is an event too */
	await check.tab.keyboard.down("Shift");
	await check.shows("thin: Shift", { same: 4 });
	await check.tab.keyboard.up("Shift");
}

function main(bin, options) {
	return driver.run(async function (browser, directory) {
		const check = new Checker(await browser.newPage(), { browser, directory }, bin, options);
		for (const test of [matches, places, occurrences, legends, letters].concat(options.includes("--compact") ? thin : []))
			await test(check);
		console.log(`# explore: ${check.checked} checked, ${check.failed} failed`);
		return check.failed ? 1 : 0;
	});
}

if (process.argv.length < 3) {
	console.error("usage: node explore.js BIN [OPTION...]");
	process.exit(2);
}
driver.exit(main(process.argv[2], process.argv.slice(3)));

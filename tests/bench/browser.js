#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * How long a person waits for a flame graph in Chromium.
 *
 *   node browser.js NAME=SVG...
 *
 * for example: node browser.js C=ours.svg Perl=theirs.svg
 *
 * Does the same in each SVG, takes the median of some runs, and prints a table
 * in Markdown, in milliseconds: from the click to when the next picture is
 * ready, by the clock and, in brackets, by the processor time that the page's
 * main thread took, which is less at the mercy of whatever else runs.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const driver = require("../browser/driver.js");

const RUNS = Number(process.env.RUNS || 3);

/* In the page: what to do, each under its name. */
function prepare() {
	const frames = Array.from(document.querySelectorAll("#frames > :not(#thin)"), group => group.querySelector("rect"))
		.map(rect => ({ rect, y: Number(rect.getAttribute("y")), width: Number(rect.getAttribute("width")) }));
	const root = frames.reduce((a, b) => b.width > a.width || (b.width === a.width && b.y > a.y) ? b : a);
	const rows = Array.from(new Set(frames.map(frame => frame.y)));
	rows.sort((a, b) => Math.abs(a - root.y) - Math.abs(b - root.y));
	const inRow = row => frames.filter(frame => frame.y === rows[row]).sort((a, b) => b.width - a.width);
	const click = node => node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
	const press = id => click(document.getElementById(id));
	const zoomTo = frame => () => click(frame.rect);
	const leaf = inRow(rows.length - 1)[0];
	const middle = inRow(Math.min(2, rows.length - 1))[0];
	const search = term => function () {
		window.prompt = () => term;
		press("search");
	};
	window.bench = [
		["the pointer comes to a frame", () => leaf.rect.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))],
		["zoom to the first frame above the root", zoomTo(inRow(1)[0])],
		["Reset Zoom", () => press("unzoom")],
		["zoom to the widest frame two above the root", zoomTo(middle)],
		["Reset Zoom", () => press("unzoom")],
		["zoom to a leaf", zoomTo(leaf)],
		["Reset Zoom", () => press("unzoom")],
		["search, few match", search("7$|7 \\(")],
		["Reset Search", () => press("search")],
		["search, all match", search(".")],
		["zoom while all match", zoomTo(middle)],
		["Reset Zoom", () => press("unzoom")],
		["Reset Search", () => press("search")],
	];
	return window.bench.map(([name]) => name);
}

function painted() {
	return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
}

/* The browser reports it some time after the picture. */
function firstPaint() {
	return new Promise(resolve => new PerformanceObserver(function (list) {
		for (const { startTime } of list.getEntriesByName("first-paint"))
			resolve(startTime);
	}).observe({ type: "paint", buffered: true }));
}

async function act(i) {
	const start = performance.now();
	window.bench[i][1]();
	await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
	return performance.now() - start;
}

async function measure(page, url) {
	const { tab } = page;
	const busy = async () => (await tab.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
	const times = [];
	await tab.send("Performance.enable", { timeDomain: "threadTicks" });
	await tab.goto("about:blank");
	const before = await busy();
	await tab.goto(url, { timeout: 300000 });
	await tab.evaluate(painted);
	const first = await tab.evaluate(firstPaint);
	times.push(["first paint", first, null], ["all painted", await tab.evaluate(() => performance.now()), await busy() - before]);
	const names = await tab.evaluate(prepare);
	for (const [i, name] of names.entries()) {
		await tab.waitForTimeout(300);
		await tab.evaluate(painted); /* with what the page put off */
		const start = await busy();
		times.push([name, await tab.evaluate(act, i), await busy() - start]);
	}
	await tab.send("Performance.disable");
	return times;
}

function median(numbers) {
	const sorted = numbers.slice().sort((a, b) => a - b);
	return Math.round(sorted[Math.floor(sorted.length / 2)]);
}

async function measureAll(browser, directory, columns) {
	const page = await browser.newPage();
	const results = columns.map(() => []);
	const urls = columns.map(function ([, file], i) {
		const served = path.join(directory, i + ".svg");
		fs.copyFileSync(file, served);
		return browser.urlOf(served);
	});
	for (let run = 0; run < RUNS; run++) {
		for (const [i, url] of urls.entries())
			results[i].push(await measure(page, url));
	}
	return results;
}

function print(columns, results) {
	console.log("| ms (of processor time) | " + columns.map(([name]) => name).join(" | ") + " |");
	console.log("|---|" + columns.map(() => "---:|").join(""));
	results[0][0].forEach(function ([name], row) {
		const cells = results.map(function (runs) {
			const [clock, busy] = [1, 2].map(field => runs.map(run => run[row][field]));
			return median(clock) + (busy[0] === null ? "" : " (" + median(busy) + ")");
		});
		console.log("| " + [name, ...cells].join(" | ") + " |");
	});
}

const columns = process.argv.slice(2).map(argument => argument.split("="));
if (!columns.length || columns.some(([, file]) => !file)) {
	console.error("usage: node browser.js NAME=SVG...");
	process.exit(2);
}
driver.exit(driver.run(async function (browser, directory) {
	print(columns, await measureAll(browser, directory, columns));
	return 0;
}));

#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * Performs the scenarios of interactions.js in each graph and compares the page
 * after each step.
 *
 *   node run.js recorded|compact|live|record BIN [GRAPH...]
 *
 *   recorded   with recorded.json
 *   compact    the graphs of --compact, with it
 *   live       with the page of the Perl script in FLAMEGRAPH_PERL
 *   record     writes recorded.json from the Perl script's page, and from ours for
 *              the scenarios that are oursOnly
 *
 * BIN is the folder of our programs.  GRAPH is a name in graphs.sh; without one,
 * all graphs are used.  Exits 1 on a difference.
 */
"use strict";

const { execFileSync } = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const os = require("os");
const path = require("path");
const driver = require("./driver.js");
const scenarios = require("./interactions.js");

const RECORDED = path.join(__dirname, "recorded.json");
const SHOWN_DIFFERENCES = 4;

/* ---- states ---- */

/* Both states have their frames as an array, or both as a digest. */
function differences(ours, expected) {
	const isDigest = typeof expected.frames === "string";
	const found = Object.keys(ours)
		.filter(name => (isDigest || name !== "frames") && ours[name] !== expected[name])
		.map(name => `${name}: ${JSON.stringify(ours[name])}, expected ${JSON.stringify(expected[name])}`);
	return isDigest ? found : found.concat(frameDifferences(ours.frames, expected.frames));
}

function frameDifferences(ours, expected) {
	const wanted = new Set(expected), seen = new Set(ours);
	const extra = ours.filter(frame => !wanted.has(frame)), missing = expected.filter(frame => !seen.has(frame));
	if (ours.length !== expected.length && !extra.length && !missing.length)
		return [`${ours.length} frames, expected ${expected.length}`]; /* some of them twice */
	return Array.from({ length: Math.max(extra.length, missing.length) },
		(_, i) => `frame: ${extra[i] || "none"}\n\t\texpected: ${missing[i] || "none"}`);
}

/* States share their array of frames until a frame changes, so the work on an array is done once. */
function oncePerArray(work) {
	const known = new WeakMap();
	return function (frames) {
		if (!known.has(frames))
			known.set(frames, work(frames));
		return known.get(frames);
	};
}

/* The frames' titles, places and widths. */
const geometry = oncePerArray(frames => frames.map(frame => frame.split("\t").slice(0, 4).join("\t")).join("\n"));

/* Leaves out labels in other alphabets: they depend on the installed fonts. */
const framesDigest = oncePerArray(function (frames) {
	const lines = frames.map(function (frame) {
		const fields = frame.split("\t");
		if (/[^ -~]/.test(fields[0]))
			fields.splice(5, 2);
		return fields.join("\t") + "\n";
	});
	return frames.length + " " + crypto.createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
});

/* A state as it is recorded. */
function digest(state) {
	return { ...state, frames: framesDigest(state.frames) };
}

/* The properties that differ from the state before. */
function changes(state, before) {
	return Object.fromEntries(Object.entries(state).filter(([name, value]) => value !== before[name]));
}

class Record {
	constructor(mode) {
		this.mode = mode;
		this.graphs = fs.existsSync(RECORDED) ? JSON.parse(fs.readFileSync(RECORDED)) : {};
	}

	/* A scenario's states, in full. */
	states(graph, scenario) {
		let state = {};
		return ((this.graphs[graph] || {})[scenario] || []).map(change => change && (state = { ...state, ...change }));
	}

	keep(graph, scenario, states) {
		let before = {};
		const kept = states.map(function (state) {
			const change = state && changes(state, before);
			before = state || before;
			return change;
		});
		this.graphs[graph] = { ...this.graphs[graph], [scenario]: kept };
	}

	write() {
		const lines = (object, indent, text) => "{\n" + Object.keys(object)
			.map(key => indent + JSON.stringify(key) + ": " + text(object[key])).join(",\n") + "\n" + indent.slice(1) + "}";
		fs.writeFileSync(RECORDED, lines(this.graphs, "\t", graph => lines(graph, "\t\t",
			states => "[\n\t\t\t" + states.map(state => JSON.stringify(state)).join(",\n\t\t\t") + "]")) + "\n");
	}
}

/* Checks that need no reference; `drawn` is the geometry before any step. */
async function violations(page, step, state, drawn) {
	const found = page.errors.splice(0).map(message => "exception: " + message);
	for (const name of Object.keys(step.expect || {})) {
		if (state[name] !== step.expect[name])
			found.push(`${name}: ${JSON.stringify(state[name])}, must be ${JSON.stringify(step.expect[name])}`);
	}
	if (!state.unzoom && geometry(state.frames) !== drawn)
		found.push("frames are not where they were drawn");
	if (step.focus) {
		const frame = await page.find(step.focus), focused = await page.focusedTitle();
		if (frame && frame.title !== focused)
			found.push(`focus: ${focused}, must be ${frame.title}`);
	}
	return found;
}

/* ---- scenarios ---- */

class Report {
	constructor() {
		this.steps = this.compared = this.frames = this.skipped = this.failed = 0;
	}

	fail(where, found) {
		this.failed++;
		console.log("not ok " + where);
		for (const line of found.slice(0, SHOWN_DIFFERENCES))
			console.log("\t" + line);
		if (found.length > SHOWN_DIFFERENCES)
			console.log("\tand " + (found.length - SHOWN_DIFFERENCES) + " more");
	}

	end(graph) {
		console.log(`# ${graph}: ${this.steps} steps, ${this.compared} compared ` +
			`(${this.frames} frames), ${this.skipped} not applicable, ${this.failed} failed`);
	}
}

/*
 * A graph in a page.  Loading takes longer than any step, so what the page shows
 * before the first step is read once for all scenarios.
 */
class Graph {
	constructor(page, url) {
		this.page = page;
		this.url = url;
		this.drawn = null;
		this.addresses = new Map(); /* scenario -> its address; null if it names a frame that is missing */
	}

	async survey(scenarios) {
		await this.page.load(this.url);
		this.drawn = geometry((await this.page.look()).frames);
		for (const scenario of scenarios)
			this.addresses.set(scenario, await this.address(scenario));
	}

	async address({ query, at }) {
		const frame = at && await this.page.find(at);
		if (frame === null)
			return null;
		const parameters = frame ? query.replace("{x}", frame.linkX).replace("{y}", frame.linkY) : query;
		return parameters ? this.url + "?" + parameters : this.url;
	}
}

/* Performs a scenario.  Returns the state after each step, null for a step that does not apply. */
async function play({ page, drawn, addresses }, scenario, check) {
	const steps = [{ do: "load" }].concat(scenario.steps);
	const states = [];
	if (addresses.get(scenario) === null)
		return steps.map(() => null);
	await page.load(addresses.get(scenario));
	for (const [i, step] of steps.entries()) {
		const taken = step.do === "load" || await page.take(step);
		const state = taken ? await page.look() : null;
		states.push(state);
		if (taken && check)
			check(i, step, await violations(page, step, state, drawn));
	}
	return states;
}

async function runScenario(scenario, graph, ours, reference, record, report) {
	const where = (i, step) => `${graph}: ${scenario.name} ${i}: ${JSON.stringify(step)}`;
	const steps = [{ do: "load" }].concat(scenario.steps);
	const states = await play(ours, scenario, function (i, step, found) {
		if (found.length)
			report.fail(where(i, step), found);
	});
	const isLive = reference && !scenario.oursOnly;
	const expected = isLive ? await play(reference, scenario)
		: record.mode === "recorded" ? record.states(graph, scenario.name) : [];
	if (record.mode === "record")
		record.keep(graph, scenario.name, (isLive ? expected : states).map(state => state && digest(state)));
	if (record.mode === "recorded" && expected.length !== states.length)
		report.fail(where(0, steps[0]), [expected.length + " states recorded, not " + states.length]);
	for (const [i, state] of states.entries()) {
		if (!state) {
			report.skipped++;
		} else {
			report.steps++;
			report.frames += state.frames.length;
		}
		if (i >= expected.length || (!state && !expected[i]))
			continue;
		const found = !state || !expected[i] ? ["could be done in one page only"]
			: differences(isLive ? state : digest(state), { ...expected[i], ...scenario.ours, ...steps[i].ours });
		report.compared++;
		if (found.length)
			report.fail(where(i, steps[i]), found);
	}
}

function applies(scenario, graph) {
	return (!scenario.graphs || scenario.graphs.includes(graph)) &&
		!(scenario.except && scenario.except.includes(graph));
}

/* Returns the directory. */
function draw(directory, programs, options) {
	const env = { ...process.env, NODE: process.execPath, OPTIONS: options };
	execFileSync("sh", [path.join(__dirname, "graphs.sh"), directory, ...programs], { stdio: ["ignore", "pipe", "inherit"], env });
	return directory;
}

/* Performs all scenarios of a graph. */
async function runGraph(graph, ours, reference, record) {
	const report = new Report();
	const its = scenarios.filter(scenario => applies(scenario, graph));
	for (const surveyed of [ours, reference].filter(Boolean))
		await surveyed.survey(its);
	for (const scenario of its)
		await runScenario(scenario, graph, ours, reference, record, report);
	report.end(graph);
	return report;
}

async function runGraphs(browser, directory, { mode, compact, bin, perl, wanted }) {
	const ours = draw(path.join(directory, "ours"), [path.join(bin, "flamegraph"), path.join(bin, "difffolded")],
		compact ? "--compact" : "");
	const theirs = perl && draw(path.join(directory, "perl"),
		[path.join(perl, "flamegraph.pl"), path.join(perl, "difffolded.pl"), "perl"], "");
	const names = fs.readdirSync(ours).filter(name => name.endsWith(".svg")).map(name => path.basename(name, ".svg"));
	const unknown = wanted.find(name => !names.includes(name));
	if (unknown) {
		console.error("no graph " + unknown + " in graphs.sh");
		return 2;
	}
	const ourPage = await browser.newPage(), theirPage = theirs && await browser.newPage();
	if (!await ourPage.hasFont())
		throw new driver.Missing("font DejaVu Sans Mono (Debian: fonts-dejavu-core)");
	const record = new Record(mode);
	let compared = 0, failed = 0;
	for (const name of wanted.length ? wanted : names) {
		const graph = (page, folder) => page && new Graph(page, browser.urlOf(path.join(folder, name + ".svg")));
		const report = await runGraph(name, graph(ourPage, ours), graph(theirPage, theirs), record);
		compared += report.compared;
		failed += report.failed;
	}
	if (mode === "record")
		record.write();
	console.log(`# all: ${compared} compared, ${failed} failed`);
	return failed ? 1 : 0;
}

async function main(mode, compact, bin, wanted) {
	const perl = mode === "recorded" ? null : process.env.FLAMEGRAPH_PERL;
	if (mode !== "recorded" && !perl) {
		console.log("skipped: FLAMEGRAPH_PERL does not name the Perl scripts");
		return 77;
	}
	return driver.run((browser, directory) => runGraphs(browser, directory, { mode, compact, bin, perl, wanted }));
}

const [mode, bin, ...graphs] = process.argv.slice(2);
if (!["recorded", "compact", "live", "record"].includes(mode) || !bin) {
	console.error("usage: node run.js recorded|compact|live|record BIN [GRAPH...]");
	process.exit(2);
}
driver.exit(mode === "compact" ? main("recorded", true, bin, graphs) : main(mode, false, bin, graphs));

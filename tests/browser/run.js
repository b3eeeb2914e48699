#!/usr/bin/env node
/*
 * Takes the interactions through the graphs in Chromium.
 *
 *   node run.js recorded|live|record BIN [GRAPH...]
 *
 * BIN is the folder of our programs; GRAPH is a name in graphs.sh, all without
 * one. After each step the page is held to what was recorded, or with `live` to
 * the page of the Perl script in FLAMEGRAPH_PERL; `record` writes down what that
 * shows, and what ours shows where the scenario says that it is ours only.
 * Exits 1 if anything is wrong.
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

/*
 * A state as it is recorded: for the frames a digest, without the labels that
 * depend on the fonts for other alphabets.
 */
function digest(state) {
	const hash = crypto.createHash("sha256");
	for (const frame of state.frames) {
		const fields = frame.split("\t");
		if (/[^ -~]/.test(fields[0]))
			fields.splice(5, 2);
		hash.update(fields.join("\t") + "\n");
	}
	return { ...state, frames: state.frames.length + " " + hash.digest("hex").slice(0, 12) };
}

/* What is not as in the state before. */
function changes(state, before) {
	return Object.fromEntries(Object.entries(state).filter(([name, value]) => value !== before[name]));
}

class Record {
	constructor() {
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

/* What must hold whatever is expected. */
async function violations(page, step, state, drawn) {
	const found = page.errors.splice(0).map(message => "exception: " + message);
	for (const name of Object.keys(step.expect || {})) {
		if (state[name] !== step.expect[name])
			found.push(`${name}: ${JSON.stringify(state[name])}, must be ${JSON.stringify(step.expect[name])}`);
	}
	const geometry = frame => frame.split("\t").slice(0, 4).join("\t");
	if (!state.unzoom && state.frames.map(geometry).join() !== drawn.frames.map(geometry).join())
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

/* Takes a page through a scenario; a state for each step, null for those that do not apply. */
async function play(page, url, scenario, check) {
	const steps = [{ do: "load" }].concat(scenario.steps);
	await page.load(url);
	const drawn = await page.look();
	const states = [];
	if (!await page.open(url, scenario))
		return steps.map(() => null);
	for (const [i, step] of steps.entries()) {
		const taken = step.do === "load" || await page.take(step);
		const state = taken ? await page.look() : null;
		states.push(state);
		if (taken && check)
			check(i, step, await violations(page, step, state, drawn));
	}
	return states;
}

async function runScenario(scenario, graph, pages, urls, record, report) {
	const where = (i, step) => `${graph}: ${scenario.name} ${i}: ${JSON.stringify(step)}`;
	const steps = [{ do: "load" }].concat(scenario.steps);
	const states = await play(pages.ours, urls.ours, scenario, function (i, step, found) {
		if (found.length)
			report.fail(where(i, step), found);
	});
	const isLive = pages.reference && !scenario.oursOnly;
	const expected = isLive ? await play(pages.reference, urls.reference, scenario)
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
			: differences(isLive ? state : digest(state), expected[i]);
		report.compared++;
		if (found.length)
			report.fail(where(i, steps[i]), found);
	}
}

function applies(scenario, graph) {
	return (!scenario.graphs || scenario.graphs.includes(graph)) &&
		!(scenario.except && scenario.except.includes(graph));
}

/* Draws the graphs; the folder with them. */
function draw(directory, flamegraph, difffolded) {
	execFileSync("sh", [path.join(__dirname, "graphs.sh"), directory, flamegraph, difffolded], { stdio: "pipe" });
	return directory;
}

async function main(mode, bin, wanted) {
	const perl = mode === "recorded" ? null : process.env.FLAMEGRAPH_PERL;
	if (mode !== "recorded" && !perl) {
		console.log("skipped: FLAMEGRAPH_PERL does not name the Perl scripts");
		return 77;
	}
	const browser = await driver.start();
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), "flamegraph-graphs-"));
	const ours = draw(path.join(directory, "ours"), path.join(bin, "flamegraph"), path.join(bin, "difffolded"));
	const theirs = perl && draw(path.join(directory, "perl"), `perl ${perl}/flamegraph.pl`, `perl ${perl}/difffolded.pl`);
	const pages = { ours: await browser.newPage(), reference: theirs && await browser.newPage() };
	const record = new Record();
	record.mode = mode;
	const graphs = fs.readdirSync(ours).filter(name => name.endsWith(".svg")).map(name => path.basename(name, ".svg"));
	let failed = 0;
	for (const graph of graphs.filter(name => !wanted.length || wanted.includes(name))) {
		const urlIn = folder => folder && browser.urlOf(path.join(folder, graph + ".svg"));
		const report = new Report();
		for (const scenario of scenarios.filter(scenario => applies(scenario, graph)))
			await runScenario(scenario, graph, pages, { ours: urlIn(ours), reference: urlIn(theirs) }, record, report);
		report.end(graph);
		failed += report.failed;
	}
	if (mode === "record")
		record.write();
	await browser.stop();
	fs.rmSync(directory, { recursive: true });
	return failed ? 1 : 0;
}

const [mode, bin, ...graphs] = process.argv.slice(2);
if (!["recorded", "live", "record"].includes(mode) || !bin) {
	console.error("usage: node run.js recorded|live|record BIN [GRAPH...]");
	process.exit(2);
}
main(mode, bin, graphs).then(status => process.exit(status), function (error) {
	console.error(error);
	process.exit(1);
});

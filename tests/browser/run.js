#!/usr/bin/env node
/*
 * Takes the interactions through each SVG in Chromium.
 *
 *   node run.js SVG...
 *
 * With PERL_GRAPHS=DIR each SVG is compared, after every step, with the
 * file of the same name in DIR.  Exits 1 if anything is wrong.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const driver = require("./driver.js");
const scenarios = require("./interactions.js");

const REFERENCES = process.env.PERL_GRAPHS;
const SHOWN_DIFFERENCES = 4;

function differences(ours, reference) {
	const found = [];
	for (const name of Object.keys(ours)) {
		if (name !== "frames" && ours[name] !== reference[name])
			found.push(`${name}: ${JSON.stringify(ours[name])}, reference ${JSON.stringify(reference[name])}`);
	}
	const expected = new Set(reference.frames), seen = new Set(ours.frames);
	const extra = ours.frames.filter(frame => !expected.has(frame));
	const missing = reference.frames.filter(frame => !seen.has(frame));
	for (let i = 0; i < Math.max(extra.length, missing.length); i++)
		found.push(`frame: ${extra[i] || "none"}\n\t\treference: ${missing[i] || "none"}`);
	return found;
}

/* What must hold whatever the reference does. */
async function violations(page, step, state, drawn) {
	const found = page.errors.splice(0).map(message => "exception: " + message);
	for (const name of Object.keys(step.expect || {})) {
		if (state[name] !== step.expect[name])
			found.push(`${name}: ${JSON.stringify(state[name])}, expected ${JSON.stringify(step.expect[name])}`);
	}
	const geometry = frame => frame.split("\t").slice(0, 4).join("\t");
	if (!state.unzoom && state.frames.map(geometry).join() !== drawn.frames.map(geometry).join())
		found.push("frames are not where they were drawn");
	if (step.focus) {
		const frame = await page.find(step.focus), focused = await page.focusedTitle();
		if (frame && frame.title !== focused)
			found.push(`focus: ${focused}, expected ${frame.title}`);
	}
	return found;
}

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
		console.log(`# ${graph}: ${this.steps} steps, ${this.compared} compared with the reference ` +
			`(${this.frames} frames), ${this.skipped} not applicable, ${this.failed} failed`);
	}
}

async function runScenario(scenario, graph, pages, urls, report) {
	const references = pages.reference && urls.reference && !scenario.oursOnly;
	const active = references ? [pages.ours, pages.reference] : [pages.ours];
	await pages.ours.load(urls.ours);
	const drawn = await pages.ours.look();
	for (const page of active) {
		if (!await page.open(page === pages.ours ? urls.ours : urls.reference, scenario))
			return;
	}
	for (const [i, step] of [{ do: "load" }].concat(scenario.steps).entries()) {
		const where = `${graph}: ${scenario.name} ${i}: ${JSON.stringify(step)}`;
		const taken = step.do === "load" || await pages.ours.take(step);
		if (references && step.do !== "load" && await pages.reference.take(step) !== taken)
			report.fail(where, ["could be done in one page only"]);
		if (!taken) {
			report.skipped++;
			continue;
		}
		const state = await pages.ours.look();
		const found = await violations(pages.ours, step, state, drawn);
		report.steps++;
		if (references) {
			report.compared++;
			report.frames += state.frames.length;
			found.push(...differences(state, await pages.reference.look()));
		}
		if (found.length)
			report.fail(where, found);
	}
}

function applies(scenario, graph) {
	return (!scenario.graphs || scenario.graphs.includes(graph)) &&
		!(scenario.except && scenario.except.includes(graph));
}

async function main(files) {
	const browser = await driver.start();
	const pages = { ours: await browser.newPage(), reference: REFERENCES && await browser.newPage() };
	let failed = 0;
	for (const file of files) {
		const graph = path.basename(file, ".svg");
		const other = REFERENCES && path.join(REFERENCES, path.basename(file));
		const urls = { ours: browser.urlOf(file), reference: other && fs.existsSync(other) && browser.urlOf(other) };
		const report = new Report();
		for (const scenario of scenarios) {
			if (applies(scenario, graph))
				await runScenario(scenario, graph, pages, urls, report);
		}
		report.end(graph);
		failed += report.failed;
	}
	await browser.stop();
	return failed ? 1 : 0;
}

if (process.argv.length < 3) {
	console.error("usage: node run.js SVG...");
	process.exit(2);
}
main(process.argv.slice(2)).then(status => process.exit(status), function (error) {
	console.error(error);
	process.exit(1);
});

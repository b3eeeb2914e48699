#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * Names and options that look like markup or script stay text in the browser: none of it
 * runs, and none of it becomes an element or a handler. Attributes of --nameattr are the
 * user's own: a link to javascript: is kept, and runs when it is clicked, not before.
 *
 *   node hostile.js BIN
 */
"use strict";

const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const driver = require("./driver.js");

const RUN = "window.broken=1";
const NAMES = [
	`</title><script>${RUN}</script>`, "]]>", `]]></script><script>${RUN}</script>`, `"onload="${RUN}`, `" onload="${RUN}"`,
	`'onload='${RUN}'`, `<image href="x" onerror="${RUN}"/>`, `</g></svg><svg onload="${RUN}">`, "<!--", "-->", "&amp;", "&lt;b&gt;",
	"<![CDATA[", "<?xml?>", "\u0000\u0001\u001b[31m", "\u202eabc", "\u2028", "`${" + RUN + "}`", "\\", "\\\"", `javascript:${RUN}`, "$&", "(", "[",
	"<foreignObject>", "é日本🔥", "__proto__", "constructor",
];
const OPTIONS = NAMES.filter(text => !text.includes("\u0000"));

/* What the options for colors and numbers are given; each is refused, or harmless. */
const PLAIN = ["bgcolors", "colors", "fontsize", "fontwidth", "width", "height", "minwidth", "factor", "total"];
const NUMBERS = ["-1", "0", "1", "1e9", "1e308", "1e999", "-1e999", "nan", "inf", "0x10", "1_000", " 5", "5 ", "1,5", "99999999999999999999",
	'5"/>', "5;}", "5<", "#ffffff", "#fffff\"", "#<b/>ff", "#&amp;;;", "url(x)", "\u0001"];
const FIELDS = ["href", "target", "title", "class", "id", "g_extra", "a_extra", "style", "onclick"];

function inPage() {
	/* From match to match: each frame gets an element. */
	function touchThin(svg) {
		const press = key => window.dispatchEvent(new KeyboardEvent("keydown", { key }));
		if (!svg.querySelector("#thin"))
			return;
		window.prompt = () => ".";
		press("F3");
		const count = JSON.parse(svg.querySelector("#thin > metadata").textContent).x.length;
		for (let left = count + svg.querySelectorAll("#frames > g").length; left > 0; left--)
			press("n");
		press("F3");
	}

	const svg = document.documentElement;
	touchThin(svg);
	const elements = Array.from(svg.querySelectorAll("*"));
	const known = ["defs", "linearGradient", "stop", "style", "script", "rect", "text", "g", "title", "a", "metadata", "path"];
	const names = Array.from(svg.querySelectorAll("#frames title"), title => title.textContent.replace(/ \([^(]*\)$/, ""));
	return {
		names,
		scripts: svg.querySelectorAll("script").length,
		strangers: elements.filter(element => !known.includes(element.localName)).map(element => element.localName),
		handlers: elements.filter(element => Array.from(element.attributes).some(({ name }) => name.startsWith("on"))).length,
		ran: window.broken === 1,
		zooms: (function () {
			const rect = svg.querySelector("#frames > g:last-child > rect");
			if (!rect)
				return false; /* the frames have no room */
			rect.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
			rect.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
			return !svg.querySelector("#unzoom").classList.contains("hide");
		})(),
	};
}

async function checkAll(browser, directory, bin) {
	const page = await browser.newPage();
	const file = path.join(directory, "graph.svg");
	let checked = 0, failed = 0;

	/* Returns what was drawn, or null if the options are refused. */
	function draw(stacks, options) {
		const drawn = spawnSync(path.resolve(bin, "flamegraph"), options, { cwd: directory, input: stacks, maxBuffer: 1e8 });
		fs.writeFileSync(file, drawn.stdout);
		return drawn.stdout.length ? drawn : null;
	}

	function report(what, fine, seen) {
		checked++;
		failed += fine ? 0 : 1;
		if (!fine)
			console.log("not ok " + JSON.stringify(what) + ": " + JSON.stringify(seen));
	}

	async function check(what, stacks, options, wanted, mayFail) {
		if (!draw(stacks, options)) {
			report(what, mayFail, "nothing is drawn");
			return;
		}
		await page.tab.goto(browser.urlOf(file));
		const seen = await page.tab.evaluate(inPage);
		const missing = wanted.filter(name => !seen.names.includes(name));
		const fine = !missing.length && seen.scripts === 1 && !seen.strangers.length && !seen.handlers && !seen.ran && (seen.zooms || mayFail) && !page.errors.length;
		report(what, fine, { missing, ...seen, names: undefined, errors: page.errors.splice(0) });
	}

	/* A frame with these attributes, which are one line of a file. */
	function drawWith(...fields) {
		fs.writeFileSync(path.join(directory, "attributes"), ["main", ...fields].join("\t") + "\n");
		return draw("main;leaf 200\n", ["--nameattr", "attributes"]);
	}

	/* What the user links to is kept, and nothing of it happens until it is clicked. */
	async function link() {
		drawWith(`href=javascript:${RUN}`, "target=_self");
		await page.tab.goto(browser.urlOf(file));
		const before = await page.tab.evaluate(() => [window.broken === 1, document.querySelector("a").href.baseVal].join());
		report("a link to javascript:", before === `false,javascript:${RUN}`, before);
		const ran = await page.tab.evaluate(function () {
			document.querySelector("a rect").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
			return new Promise(resolve => setTimeout(() => resolve(window.broken === 1), 200));
		});
		report("which runs when it is clicked", ran, ran);
	}

	const shown = NAMES.filter(name => !/[;\n]/.test(name));
	const stacks = shown.map((name, i) => `${name};leaf_${i} 10\n`).join("");
	await check("names", stacks, [], shown.map(name => name.replace(/[\u0000\u0001\u001b]/g, "\ufffd")));
	await check("names of frames without elements", stacks + "wide 100000\n", ["--compact", "--minwidth", "0"],
		shown.map(name => name.replace(/[\u0000\u0001\u001b]/g, "\ufffd")));
	for (const text of OPTIONS) {
		const options = ["--nametype", text, "--fonttype", text, "--encoding", text];
		if (!/[<>]/.test(text))
			options.push("--notes", text);
		if (!text.startsWith("<image")) /* well-formed XML: elements in a title are meant as such */
			options.push("--title", text, "--subtitle", text, "--countname", text);
		await check(text, "main;leaf 200\n", options, []);
	}
	for (const option of PLAIN) {
		for (const text of NUMBERS.concat(OPTIONS))
			await check([option, text], "main;leaf 200\n", [`--${option}=${text}`], [], true);
	}
	for (const text of OPTIONS.filter(text => !text.startsWith("<image"))) {
		for (const field of FIELDS.filter(field => field !== "g_extra" && field !== "a_extra" && (field !== "href" || !text.startsWith("javascript")))) {
			drawWith(`${field}=${text}`);
			await page.tab.goto(browser.urlOf(file));
			const seen = await page.tab.evaluate(inPage);
			report([field, text], seen.scripts === 1 && !seen.strangers.length && !seen.handlers && !seen.ran && !page.errors.length, seen);
		}
		fs.writeFileSync(path.join(directory, "palette.map"), `main->${text}\n`);
		await check(["palette.map", text], "main;leaf 200\n", ["--cp"], []);
		fs.rmSync(path.join(directory, "palette.map"));
	}
	await link();
	console.log(`# hostile: ${checked} pages, ${failed} failed`);
	return failed ? 1 : 0;
}

if (process.argv.length !== 3) {
	console.error("usage: node hostile.js BIN");
	process.exit(2);
}
driver.exit(driver.run((browser, directory) => checkAll(browser, directory, process.argv[2])));

#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * Names and options that look like markup or script stay text in the browser:
 * none of it runs, and none of it becomes an element or a handler.
 *
 *   node hostile.js BIN
 */
"use strict";

const { execFileSync } = require("child_process");
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

function inPage() {
	const svg = document.documentElement;
	const elements = Array.from(svg.querySelectorAll("*"));
	const known = ["defs", "linearGradient", "stop", "style", "script", "rect", "text", "g", "title"];
	const names = Array.from(svg.querySelectorAll("#frames title"), title => title.textContent.replace(/ \([^(]*\)$/, ""));
	return {
		names,
		scripts: svg.querySelectorAll("script").length,
		strangers: elements.filter(element => !known.includes(element.localName)).map(element => element.localName),
		handlers: elements.filter(element => Array.from(element.attributes).some(({ name }) => name.startsWith("on"))).length,
		ran: window.broken === 1,
		zooms: (function () {
			const rect = svg.querySelector("#frames > g:last-child > rect");
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

	async function check(what, stacks, options, wanted) {
		fs.writeFileSync(file, execFileSync(path.join(bin, "flamegraph"), options, { input: stacks, stdio: ["pipe", "pipe", "ignore"], maxBuffer: 1e8 }));
		await page.tab.goto(browser.urlOf(file));
		const seen = await page.tab.evaluate(inPage);
		const missing = wanted.filter(name => !seen.names.includes(name));
		const fine = !missing.length && seen.scripts === 1 && !seen.strangers.length && !seen.handlers && !seen.ran && seen.zooms && !page.errors.length;
		checked++;
		failed += fine ? 0 : 1;
		if (!fine)
			console.log("not ok " + JSON.stringify(what) + ": " + JSON.stringify({ missing, ...seen, names: undefined, errors: page.errors.splice(0) }));
	}

	const shown = NAMES.filter(name => !/[;\n]/.test(name));
	const stacks = shown.map((name, i) => `${name};leaf_${i} 10\n`).join("");
	await check("names", stacks, [], shown.map(name => name.replace(/[\u0000\u0001\u001b]/g, "\ufffd")));
	for (const text of OPTIONS) {
		const options = ["--nametype", text, "--fonttype", text, "--encoding", text];
		if (!/[<>]/.test(text))
			options.push("--notes", text);
		if (!text.startsWith("<image")) /* well-formed XML: elements in a title are meant as such */
			options.push("--title", text, "--subtitle", text, "--countname", text);
		await check(text, "main;leaf 200\n", options, []);
	}
	console.log(`# hostile: ${checked} pages, ${failed} failed`);
	return failed ? 1 : 0;
}

if (process.argv.length !== 3) {
	console.error("usage: node hostile.js BIN");
	process.exit(2);
}
driver.exit(driver.run((browser, directory) => checkAll(browser, directory, process.argv[2])));

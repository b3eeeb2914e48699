#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * Puts one SVG into pages in every way there is, and checks that it works there,
 * leaves the rest of the page alone and throws no exception.
 *
 *   node embed.js BIN [OPTION...]
 */
"use strict";

const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const url = require("url");
const driver = require("./driver.js");
const inpage = require("./inpage.js");

const HTML = (body, head = "") => `<!DOCTYPE html><meta charset="utf-8">${head}<style>.hide{color:red}</style><p id="search">page</p>${body}`;

const CSP = policy => `<meta http-equiv="Content-Security-Policy" content="${policy}">`;

/* What graph number n of a document shows. */
const graphState = function (n) {
	const svg = document.querySelectorAll("svg")[n];
	const byId = id => svg.querySelector("#" + id);
	return {
		search: byId("search").textContent,
		zoomed: !byId("unzoom").classList.contains("hide"),
		url: location.search,
	};
};

/* Returns the details at once: Chromium may report the real pointer at any moment, which hides them. */
const clickFrame = function (n) {
	const frames = Array.from(document.querySelectorAll("svg")[n].querySelectorAll("#frames > *"));
	const narrow = frames.filter(frame => Number(frame.querySelector("rect").getAttribute("width")) < 600);
	const rect = narrow[0].querySelector("rect");
	rect.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
	rect.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
	return document.querySelectorAll("svg")[n].querySelector("#details").textContent;
};

class Checker {
	constructor(page) {
		this.page = page;
		this.checked = 0;
		this.failed = 0;
	}

	is(what, value, expected) {
		const ok = JSON.stringify(value) === JSON.stringify(expected);
		console.log((ok ? "ok " : "not ok ") + what + (ok ? "" : `: ${JSON.stringify(value)}, expected ${JSON.stringify(expected)}`));
		this.checked++;
		this.failed += ok ? 0 : 1;
	}

	noErrors(what) {
		this.is(what + ": no exceptions", this.page.errors.splice(0), []);
	}
}

/* A graph alone in the document of `frame`. */
async function alone(check, what, frame, hasAddress) {
	const details = await frame.evaluate(clickFrame, 0);
	const state = await frame.evaluate(graphState, 0);
	check.is(what + ": zooms", [state.zoomed, /^.+: .+ \(/.test(details)], [true, true]);
	if (hasAddress)
		check.is(what + ": address", /^\?x=[\d.]+&y=\d+$/.test(state.url), true);
	check.noErrors(what);
}

async function search(check, term) {
	check.page.answer = term;
	await check.page.tab.keyboard.press("F3");
	check.page.answer = null;
}

/* Two graphs in one document: keys go to the one used last, and neither writes to the address. */
async function two(check, what, frame) {
	const states = async name => [(await frame.evaluate(graphState, 0))[name], (await frame.evaluate(graphState, 1))[name]];
	await search(check, ".");
	check.is(what + ": no graph used yet, the key is the page's", await states("search"), ["Search", "Search"]);
	await frame.evaluate(clickFrame, 1);
	check.is(what + ": second zooms", await states("zoomed"), [false, true]);
	await search(check, ".");
	check.is(what + ": key to the second", await states("search"), ["Search", "Reset Search"]);
	await frame.evaluate(clickFrame, 0);
	await search(check, ".");
	check.is(what + ": key to the first", await states("search"), ["Reset Search", "Reset Search"]);
	await check.page.tab.keyboard.press("Escape");
	check.is(what + ": escape to the first", await states("zoomed"), [false, true]);
	check.is(what + ": address untouched", await states("url"), ["", ""]);
	check.noErrors(what);
}

/* The number of frames that can be seen. */
const drawnFrames = function () {
	const boxes = Array.from(document.querySelectorAll("#frames rect"), rect => rect.getBoundingClientRect());
	return boxes.filter(box => box.width > 0 && box.height > 0).length;
};

/* Name -> contents of the files. */
function pagesWith(svg) {
	const inline = svg.slice(svg.indexOf("<svg"));
	const quoted = HTML(inline).replace(/&/g, "&amp;").replace(/"/g, "&quot;");
	return {
		"graph.svg": svg,
		"inline.html": HTML(inline),
		"two.html": HTML(inline + inline),
		"object.html": HTML('<object data="graph.svg" type="image/svg+xml"></object>'),
		"iframe.html": HTML('<iframe src="graph.svg" width="1300" height="700"></iframe>'),
		"srcdoc.html": HTML(`<iframe srcdoc="${quoted}" width="1300" height="700"></iframe>`),
		"sandbox.html": HTML('<iframe sandbox="allow-scripts" src="graph.svg" width="1300" height="700"></iframe>'),
		"img.html": HTML('<img src="graph.svg">'),
		"policy.html": HTML(inline, CSP("default-src 'self'; style-src 'unsafe-inline'")),
		"strict.html": HTML(inline, CSP("default-src 'none'")),
		"late.html": HTML(`<div id="place"></div><script>onload = () => {
			const text = new DOMParser().parseFromString(document.getElementById("graph").value, "text/html");
			const svg = document.importNode(text.querySelector("svg"), true);
			const script = document.createElement("script");
			script.textContent = svg.querySelector("script").textContent.replace("<![CDATA[", "").replace("]]>", "");
			document.getElementById("place").append(svg);
			document.head.append(script);
			init({ target: svg });
		};</script><textarea id="graph">${inline.replace(/&/g, "&amp;")}</textarea>`),
	};
}

/* Opens the pages at a base address, http: or file:. */
async function checkPages(check, base) {
	const { tab } = check.page;
	const kind = base.slice(0, 4);
	const open = async function (name) {
		await tab.goto(base + name);
		const frame = tab.frames()[1] || tab.mainFrame();
		await frame.evaluate(inpage.settle);
		return frame;
	};
	await alone(check, kind + " svg", await open("graph.svg"), true);
	await alone(check, kind + " inline", await open("inline.html"), true);
	await two(check, kind + " two inline", await open("two.html"));
	for (const name of ["object", "iframe", "srcdoc", "sandbox"]) {
		const hasAddress = kind === "http" && name !== "srcdoc" && name !== "sandbox";
		await alone(check, `${kind} ${name}`, await open(name + ".html"), hasAddress);
	}
	await open("img.html");
	check.is(kind + " img: is drawn", await tab.evaluate(() => document.images[0].naturalWidth > 0), true);
	check.noErrors(kind + " img");
	for (const name of ["policy", "strict"]) {
		await open(name + ".html");
		check.is(`${kind} ${name}: is drawn`, await tab.evaluate(drawnFrames) > 50, true);
		check.noErrors(`${kind} ${name}`);
	}
	await alone(check, kind + " inserted by a script", await open("late.html"), true);
}

function main(bin, options) {
	return driver.run(async function (browser, directory) {
		const stacks = execFileSync(process.execPath, [path.join(__dirname, "stacks.js"), "small"]);
		const pages = pagesWith(execFileSync(path.join(bin, "flamegraph"), options, { input: stacks, encoding: "utf8" }));
		for (const name of Object.keys(pages))
			fs.writeFileSync(path.join(directory, name), pages[name]);
		const check = new Checker(await browser.newPage());
		for (const base of [browser.urlOf(directory), url.pathToFileURL(directory)])
			await checkPages(check, base + "/");
		console.log(`# embed: ${check.checked} checked, ${check.failed} failed`);
		return check.failed ? 1 : 0;
	});
}

if (process.argv.length < 3) {
	console.error("usage: node embed.js BIN [OPTION...]");
	process.exit(2);
}
driver.exit(main(process.argv[2], process.argv.slice(3)));

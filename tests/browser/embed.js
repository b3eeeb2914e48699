#!/usr/bin/env node
/*
 * Puts one SVG into pages in every way there is, and looks whether it lives
 * there, keeps to itself and throws nothing.
 *
 *   node embed.js BIN
 */
"use strict";

const { execFileSync } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const url = require("url");
const driver = require("./driver.js");

const HTML = (body, head = "") => `<!DOCTYPE html><meta charset="utf-8">${head}<style>.hide{color:red}</style><p id="search">page</p>${body}`;

const CSP = policy => `<meta http-equiv="Content-Security-Policy" content="${policy}">`;

/* In the document that holds graphs: what graph number n shows. */
const graphState = function (n) {
	const svg = document.querySelectorAll("svg")[n];
	const byId = id => svg.querySelector("#" + id);
	return {
		details: byId("details").textContent,
		search: byId("search").textContent,
		zoomed: !byId("unzoom").classList.contains("hide"),
		url: location.search,
	};
};

const clickFrame = function (n) {
	const frames = Array.from(document.querySelectorAll("svg")[n].querySelectorAll("#frames > *"));
	const narrow = frames.filter(frame => Number(frame.querySelector("rect").getAttribute("width")) < 600);
	const rect = narrow[0].querySelector("rect");
	rect.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
	rect.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
};

class Checker {
	constructor(page) {
		this.page = page;
		this.failed = 0;
	}

	is(what, value, expected) {
		const ok = JSON.stringify(value) === JSON.stringify(expected);
		console.log((ok ? "ok " : "not ok ") + what + (ok ? "" : `: ${JSON.stringify(value)}, expected ${JSON.stringify(expected)}`));
		this.failed += ok ? 0 : 1;
	}

	noErrors(what) {
		this.is(what + ": no exceptions", this.page.errors.splice(0), []);
	}
}

/* A graph that is alone in its document, `frame`. */
async function alone(check, what, frame, hasAddress) {
	await frame.evaluate(clickFrame, 0);
	const state = await frame.evaluate(graphState, 0);
	check.is(what + ": zooms", [state.zoomed, /^.+: .+ \(/.test(state.details)], [true, true]);
	if (hasAddress)
		check.is(what + ": address", /^\?x=[\d.]+&y=\d+$/.test(state.url), true);
	check.noErrors(what);
}

async function search(check, term) {
	check.page.answer = term;
	await check.page.tab.keyboard.press("F3");
	check.page.answer = null;
}

/* Two in one document: keys go to the one used last, the address is nobody's. */
async function two(check, what, frame) {
	const states = async name => [(await frame.evaluate(graphState, 0))[name], (await frame.evaluate(graphState, 1))[name]];
	await search(check, ".");
	check.is(what + ": no graph used yet, key is the page's", await states("search"), ["Search", "Search"]);
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

/* How many frames are where a person can see them. */
const drawnFrames = function () {
	const boxes = Array.from(document.querySelectorAll("#frames rect"), rect => rect.getBoundingClientRect());
	return boxes.filter(box => box.width > 0 && box.height > 0).length;
};

async function main(bin) {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), "flamegraph-embed-"));
	const stacks = execFileSync("node", [path.join(__dirname, "stacks.js"), "small"]);
	const svg = execFileSync(path.join(bin, "flamegraph"), { input: stacks, encoding: "utf8" });
	const inline = svg.slice(svg.indexOf("<svg"));
	const quoted = HTML(inline).replace(/&/g, "&amp;").replace(/"/g, "&quot;");
	const pages = {
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
	for (const name of Object.keys(pages))
		fs.writeFileSync(path.join(directory, name), pages[name]);

	const browser = await driver.start();
	const page = await browser.newPage();
	const check = new Checker(page);
	const child = () => page.tab.frames()[1] || page.tab.mainFrame();
	const open = (base, name) => page.tab.goto(base + name).then(() => page.tab.waitForTimeout(200));
	for (const base of [browser.urlOf(directory) + "/", url.pathToFileURL(directory) + "/"]) {
		const kind = base.slice(0, 4);
		await open(base, "graph.svg");
		await alone(check, kind + " svg", page.tab, true);
		await open(base, "inline.html");
		await alone(check, kind + " inline", page.tab, true);
		await open(base, "two.html");
		await two(check, kind + " two inline", page.tab);
		for (const name of ["object", "iframe", "srcdoc", "sandbox"]) {
			await open(base, name + ".html");
			await alone(check, `${kind} ${name}`, child(), name !== "srcdoc" && kind === "http" && name !== "sandbox");
		}
		await open(base, "img.html");
		check.is(kind + " img: is drawn", await page.tab.evaluate(() => document.images[0].naturalWidth > 0), true);
		check.noErrors(kind + " img");
		for (const name of ["policy", "strict"]) {
			await open(base, name + ".html");
			check.is(`${kind} ${name}: is drawn`, await page.tab.evaluate(drawnFrames) > 50, true);
			check.noErrors(`${kind} ${name}`);
		}
		await open(base, "late.html");
		await alone(check, kind + " put in by a script", page.tab, true);
	}
	await browser.stop();
	fs.rmSync(directory, { recursive: true });
	return check.failed ? 1 : 0;
}

if (process.argv.length !== 3) {
	console.error("usage: node embed.js BIN");
	process.exit(2);
}
main(process.argv[2]).then(status => process.exit(status), function (error) {
	console.error(error);
	process.exit(1);
});

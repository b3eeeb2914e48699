#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * Addresses that somebody else wrote: whatever s, x and y are, nothing of it runs or becomes
 * an element, nothing is thrown, and no search freezes the page.
 *
 *   node address.js BIN
 */
"use strict";

const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const url = require("url");
const driver = require("./driver.js");

const RUN = "window.broken=1";
const LONE = "\ud800"; /* no text: what stands for it in an address is not UTF-8 */
const TEXTS = [
	`<script>${RUN}</script>`, `"><image href="x" onerror="${RUN}"/>`, `javascript:${RUN}`, "</text></svg>", "]]>", "&lt;b&gt;", "&#60;b>",
	"\u0000", "\u202e", "%", "%zz", "%ff", "__proto__", "constructor", "${" + RUN + "}", "a".repeat(3000), "[".repeat(1000), "(".repeat(1000),
	"-1", "0", "NaN", "Infinity", "-Infinity", "1e999", "-1e308", "9".repeat(400), "0x10", "10.0", "1,2", "", " ", "\n", "é日本🔥", LONE,
];

/* Of which matching one name takes longer than the universe is old. */
const ENDLESS = [
	"(a+)+$", "(a|a)*$", "(a|aa)+$", "([a-a]*)*b", "(?:a{1,}){1,}[b]", "(a?){60}b", "(a+)+\\1$", "((a)?){60}b", "a?".repeat(60) + "a{60}b",
	"(.*)".repeat(12) + "@", "b|(a+)+$", "(a|a)".repeat(60) + "b", "[)](a+)+$|(a+)+$", "\\((a+)+$|(a+)+[)]$",
];

/* And of which it does not. */
const QUICK = ["main", "^main|^work|^read|^none", "a*b", "(main|work) ", "[(]*[*+]", "\\(\\d+ samples", "^(?:m|w).*n", "(?<=m)a", "a{2,3}b"];

function look() {
	const svg = document.querySelector("svg");
	const known = ["svg", "defs", "linearGradient", "stop", "style", "script", "rect", "text", "g", "title"];
	const elements = Array.from(svg.querySelectorAll("*"));
	return {
		ran: window.broken === 1,
		strangers: elements.filter(element => !known.includes(element.localName)).length + svg.querySelectorAll("script").length - 1,
		handlers: elements.filter(element => Array.from(element.attributes).some(({ name }) => name.startsWith("on"))).length,
		places: Array.from(svg.querySelectorAll("rect"), rect => rect.outerHTML).filter(text => /NaN|Infinity/.test(text)).length,
	};
}

const INNOCENT = JSON.stringify({ ran: false, strangers: 0, handlers: 0, places: 0 });

/* The note and the button of the search, once the note does not begin with `before`. */
function note(before) {
	const text = id => document.getElementById(id).textContent.slice(0, 60);
	return new Promise(function (resolve) {
		const poll = () => before && text("matched").startsWith(before) ? setTimeout(poll, 20) : resolve(text("matched") + "/" + text("search"));
		poll();
	});
}

function zoomsIn() {
	const group = document.querySelector("#frames > g:last-child");
	group.querySelector("rect").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
	return !document.querySelector("#unzoom").classList.contains("hide");
}

class Checker {
	constructor(page) {
		this.page = page;
		this.checked = this.failed = 0;
	}

	is(what, value, expected) {
		this.checked++;
		if (value === expected)
			return;
		this.failed++;
		console.log(`not ok ${what.slice(0, 100)}: ${JSON.stringify(value)}, expected ${JSON.stringify(expected)}`);
	}

	/* Returns how many milliseconds it takes until the page answers. */
	async open(address) {
		const begun = Date.now();
		await this.page.tab.goto(address);
		await this.page.tab.evaluate(() => new Promise(resolve => setTimeout(resolve)));
		return Date.now() - begun;
	}
}

async function texts(check, address) {
	for (const text of TEXTS) {
		const coded = text === LONE ? "%ed%a0%80" : encodeURIComponent(text);
		for (const query of [`s=${coded}`, `x=10.0&y=${coded}&s=${coded}`, `x=${coded}&${coded}=${coded}&y=${coded}`]) {
			await check.open(address + "?" + query);
			check.is(query, JSON.stringify(await check.page.tab.evaluate(look)), INNOCENT);
			check.is(query + ": exceptions", check.page.errors.splice(0).join(), "");
		}
	}
}

function noteFits() {
	const box = document.getElementById("matched").getBBox();
	return box.x >= 0 && box.x + box.width <= document.querySelector("svg").viewBox.baseVal.width;
}

/* Every one is given up, or begins to be searched for; meanwhile the page answers. */
async function endless(check, address, terms, patient) {
	const { tab, errors } = check.page;
	for (const term of terms) {
		const time = await check.open(`${address}?s=${encodeURIComponent(term)}`);
		check.is(`${term} answers after ${time} ms`, time < 60000, true);
		check.is(term, await tab.evaluate(note, ""), `Searching: ${term}`.slice(0, 60) + "/Search");
		check.is(`${term}: zooms`, await tab.evaluate(zoomsIn), true);
		if (patient) {
			check.is(`${term}: ends`, await tab.evaluate(note, "Searching"), `Search takes too long: ${term}`.slice(0, 60) + "/Search");
		} else {
			await tab.keyboard.press("Escape");
			await tab.keyboard.press("Escape");
			check.is(`${term}: Escape`, await tab.evaluate(note, ""), "/Search");
		}
		check.is(`${term}: exceptions`, errors.splice(0).join(), "");
	}
}

/* These are matched before the page goes on, and the worker matches as the page does. */
async function quick(check, address) {
	const { tab } = check.page;
	for (const term of QUICK) {
		await check.open(`${address}?s=${encodeURIComponent(term)}`);
		const found = await tab.evaluate(note, "");
		check.is(`${term} is quick`, found.startsWith("Searching"), false);
		await check.open(`${address}?s=${encodeURIComponent(`(?:${term})(?:)*`)}`);
		const aside = await tab.evaluate(note, "Searching");
		const unwrapped = aside.replace(`(?:${term})(?:)*`, term);
		check.is(`${term} in a worker`, unwrapped, found);
	}
}

/* A page whose policy allows no worker. */
async function policy(check, address) {
	await check.open(`${address}?s=${encodeURIComponent(ENDLESS[0])}`);
	check.is("no worker", await check.page.tab.evaluate(note, "Searching"), `Search takes too long: ${ENDLESS[0]}/Search`);
	check.is("no worker: the note is within the picture", await check.page.tab.evaluate(noteFits), true);
	check.is("no worker: zooms", await check.page.tab.evaluate(zoomsIn), true);
	check.is("no worker: exceptions", check.page.errors.splice(0).join(), "");
}

function main(bin) {
	return driver.run(async function (browser, directory) {
		const stacks = `main;${"a".repeat(60)} 40\nmain;ab;work() 30\n`;
		const svg = execFileSync(path.join(bin, "flamegraph"), { input: stacks, encoding: "utf8" });
		const rule = '<meta http-equiv="Content-Security-Policy" content="worker-src \'none\'">';
		fs.writeFileSync(path.join(directory, "graph.svg"), svg);
		fs.writeFileSync(path.join(directory, "policy.html"), `<!DOCTYPE html><meta charset="utf-8">${rule}${svg.slice(svg.indexOf("<svg"))}`);
		const check = new Checker(await browser.newPage());
		const web = browser.urlOf(directory) + "/", file = url.pathToFileURL(directory) + "/";
		await texts(check, web + "graph.svg");
		await endless(check, web + "graph.svg", ENDLESS, false);
		for (const base of [web, file]) {
			await endless(check, base + "graph.svg", ENDLESS.slice(0, 1), true);
			await quick(check, base + "graph.svg");
			await policy(check, base + "policy.html");
		}
		console.log(`# address: ${check.checked} checked, ${check.failed} failed`);
		return check.failed ? 1 : 0;
	});
}

if (process.argv.length !== 3) {
	console.error("usage: node address.js BIN");
	process.exit(2);
}
driver.exit(main(process.argv[2]));

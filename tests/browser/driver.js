/* SPDX-License-Identifier: MIT */
/*
 * Starts Chromium, serves files to it, performs a scenario's steps in a page,
 * and reads what the page shows.
 */
"use strict";

const fs = require("fs");
const http = require("http");
const os = require("os");
const path = require("path");
const chromium = require("./chromium.js");
const inpage = require("./inpage.js");

const BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"];
const WIDTH = 1300; /* pixels of the viewport */
const HITTABLE = 3; /* pixels; narrower frames are not clicked */
const LINK_TIMEOUT = 5000; /* milliseconds until a clicked link is followed */
const LOAD_TIMEOUT = 300000; /* milliseconds from one page to the next */

/* ---- what is needed ---- */

/* Thrown where something that the test needs is missing. */
class Missing extends Error {}

function isExecutable(file) {
	try {
		fs.accessSync(file, fs.constants.X_OK);
		return fs.statSync(file).isFile();
	} catch (error) {
		return false;
	}
}

/* $CHROMIUM is a path or a name to look for in $PATH. */
function chromiumPath() {
	const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : BROWSERS;
	const directories = (process.env.PATH || "").split(path.delimiter);
	const files = names.flatMap(name => name.includes("/") ? [name] : directories.map(directory => path.join(directory, name)));
	const found = files.find(isExecutable);
	if (!found)
		throw new Missing(process.env.CHROMIUM || "chromium (Debian: chromium-headless-shell)");
	return found;
}

/* ---- a page ---- */

/* A tab that does not answer would block the test forever. */
const watchdog = setTimeout(function () {
	console.log("not ok: no answer from the browser");
	process.exit(1);
}, LOAD_TIMEOUT).unref();

class Page {
	constructor(tab) {
		this.tab = tab;
		this.errors = [];
		this.answer = null; /* to the next dialog */
		this.frames = null;
		this.untouched = null; /* the address of a page that no step was taken in */
		tab.on("pageerror", error => this.errors.push(error.message));
		tab.on("dialog", dialog => this.answer === null ? dialog.dismiss() : dialog.accept(this.answer));
	}

	async load(url) {
		if (this.untouched === url)
			return;
		watchdog.refresh();
		await this.tab.bringToFront(); /* a tab behind another follows no links */
		await this.tab.goto(url, { timeout: LOAD_TIMEOUT });
		await this.fitViewport();
		await this.prepare();
		this.untouched = url;
	}

	async prepare() {
		await this.tab.mouse.move(1, 1);
		await this.tab.evaluate(inpage.settle);
		await this.tab.evaluate(inpage.prepare);
	}

	/* The whole graph is visible without scrolling. */
	async fitViewport() {
		const graphHeight = await this.tab.evaluate(() => document.documentElement.getBoundingClientRect().height);
		const height = Math.ceil(graphHeight) + 20;
		if (height !== this.tab.viewportSize().height)
			await this.tab.setViewportSize({ width: WIDTH, height });
	}

	hasFont() {
		return this.tab.evaluate(inpage.hasFont);
	}

	find(step) {
		return this.tab.evaluate(inpage.find, { row: step.row, rank: step.rank, hittable: HITTABLE });
	}

	async look() {
		const state = await this.tab.evaluate(inpage.look);
		if (state.frames !== null)
			this.frames = state.frames.split("\n");
		return { ...state, frames: this.frames };
	}

	focusedTitle() {
		return this.tab.evaluate(inpage.focusedTitle);
	}

	/* Returns whether the step could be taken. */
	async take(step) {
		this.untouched = null;
		const verb = Page.verbs[step.do];
		const frame = step.row === undefined ? null : await this.find(step);
		if (step.row !== undefined && !frame)
			return false;
		return await verb(this, step, frame) !== false;
	}

	async press(id) {
		const box = await this.tab.evaluate(function (id) {
			const { x, y, width, height } = document.getElementById(id).getBoundingClientRect();
			return { x: x + width / 2, y: y + height / 2, width };
		}, id);
		if (!box.width)
			return false; /* hidden */
		await this.tab.mouse.click(box.x, box.y);
		return true;
	}
}

Page.verbs = {
	hover: (page, step, frame) => page.tab.mouse.move(frame.x, frame.y),
	leave: page => page.tab.mouse.move(1, 1),
	click: async function (page, step, frame) {
		await page.tab.mouse.click(frame.x, frame.y);
		if (frame.isLink) /* the browser follows it after the click is handled */
			await page.tab.waitForFunction(() => window.followed, null, { timeout: LINK_TIMEOUT }).catch(() => null);
	},

	press: (page, step) => page.press(step.id),

	"ctrl-click": async function (page, step, frame) {
		await page.tab.keyboard.down("Control");
		await page.tab.mouse.click(frame.x, frame.y);
		await page.tab.keyboard.up("Control");
	},

	key: async function (page, step) {
		const upsideDown = step.upsideDown && await page.tab.evaluate(() => window.test.upsideDown);
		await page.tab.keyboard.press(upsideDown ? step.upsideDown : step.key);
	},

	reload: async function (page) {
		await page.tab.mouse.move(1, 1);
		await page.tab.reload();
		await page.prepare();
	},

	change: async function (page, step) {
		page.answer = step.term;
		await page.press("term");
		page.answer = null;
	},

	search: async function (page, step) {
		page.answer = step.term;
		await (step.by === "button" ? page.press("search") : page.tab.keyboard.press(step.by));
		page.answer = null;
	},
};

/* ---- the browser ---- */

const TYPES = { ".svg": "image/svg+xml", ".html": "text/html" };

/* Serves the files in a directory, under their absolute names, to this machine. */
function serve(directory) {
	const server = http.createServer(function (request, response) {
		const file = path.resolve(decodeURIComponent(request.url.split("?")[0]));
		const send = function (error, bytes) {
			response.writeHead(error ? 404 : 200, { "content-type": TYPES[path.extname(file)] || "text/plain" });
			response.end(bytes);
		};
		if (file.startsWith(directory + path.sep))
			fs.readFile(file, send);
		else
			send(new Error("not served"));
	});
	return new Promise(resolve => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/*
 * Calls test(browser, directory) with a new browser and an empty directory whose
 * files urlOf() names, and removes both afterwards.  Returns what the test returns.
 */
async function run(test) {
	const executablePath = chromiumPath();
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), "flamegraph-browser-"));
	const server = await serve(directory);
	try {
		const browser = await chromium.launch({ executablePath, args: FLAGS });
		try {
			return await test({
				newPage: async () => new Page(await browser.newPage({ viewport: { width: WIDTH, height: 720 } })),
				urlOf: file => `http://127.0.0.1:${server.address().port}${file.split(path.sep).map(encodeURIComponent).join("/")}`,
			}, directory);
		} finally {
			await browser.close();
		}
	} finally {
		server.close();
		fs.rmSync(directory, { recursive: true, force: true });
	}
}

/*
 * Ends the process with the status that a test promises.  ctest reports status
 * 77 as a skipped test; TESTS_REQUIRED=1 in the environment makes it a failure.
 */
async function exit(promise) {
	let status = 1;
	try {
		status = await promise;
	} catch (error) {
		if (error instanceof Missing) {
			console.log("skipped: no " + error.message);
			status = process.env.TESTS_REQUIRED ? 1 : 77;
		} else {
			console.error(error);
		}
	}
	process.exit(status);
}

module.exports = { Missing, run, exit };

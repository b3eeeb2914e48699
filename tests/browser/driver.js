/*
 * A browser, the files in it, and one page at a time: what a scenario's steps
 * do, and what the page shows afterwards.
 */
"use strict";

const fs = require("fs");
const http = require("http");
const os = require("os");
const path = require("path");
const chromium = require("./chromium.js");

const BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"];
const HITTABLE = 3; /* pixels a frame must be wide to be clicked at */

/* ---- what is needed ---- */

/* 77 tells ctest that the test was skipped; TESTS_REQUIRED=1 makes that a failure. */
function skip(missing) {
	console.log("skipped: no " + missing);
	process.exit(process.env.TESTS_REQUIRED ? 1 : 77);
}

function chromiumPath() {
	const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : BROWSERS;
	const directories = (process.env.PATH || "").split(path.delimiter);
	const files = names.flatMap(name => directories.map(directory => path.resolve(directory, name)));
	return files.find(file => fs.existsSync(file)) ||
		skip(names[0] + " (Debian: chromium-headless-shell or chromium)");
}

/* ---- inside the page ---- */

/*
 * Once, before any step: how to see the frames.  Ours shows a zoom by copies of
 * frames and by the group of all, made transparent, stretched or cut off.
 */
function prepare() {
	const number = (element, name) => Number(element.getAttribute(name));
	const svg = document.querySelector("svg");
	const toSvg = element => svg.getScreenCTM().inverse().multiply(element.getScreenCTM());

	function isVisible(element) {
		return getComputedStyle(element).display !== "none";
	}

	/* Which of a group's frames its clip leaves. */
	function clipOf(list) {
		const id = /#([^")]*)/.exec(list.getAttribute("clip-path") || "");
		if (!id)
			return () => true;
		const rect = document.getElementById(id[1]).firstElementChild;
		const x = number(rect, "x"), y = number(rect, "y"), end = x + number(rect, "width") - 1e-4;
		const height = rect.getAttribute("height");
		const bottom = height.endsWith("%") ? Infinity : y + Number(height);
		return frame => number(frame, "x") >= x - 1e-4 && number(frame, "x") < end &&
			number(frame, "y") >= y && number(frame, "y") < bottom;
	}

	function framesIn(list) {
		if (!list || getComputedStyle(list).opacity === "0")
			return [];
		const matrix = toSvg(list), isInside = clipOf(list);
		return Array.from(list.children).filter(isVisible).map(function (group) {
			const [title, rect, text] = ["title", "rect", "text"].map(name => group.querySelector(name));
			return title && number(rect, "width") > 0 && isInside(rect) && {
				group, rect, text, title: title.textContent, y: number(rect, "y"),
				fill: rect.getAttribute("fill"),
				x: number(rect, "x") * matrix.a + matrix.e, width: number(rect, "width") * matrix.a,
			};
		}).filter(Boolean);
	}

	/* What lies on thin frames that match, as "x y width". */
	function marked() {
		const path = document.getElementById("marks");
		const isSeen = path && path.getAttribute("opacity") !== "0";
		const places = new Set();
		for (const [, ...numbers] of isSeen ? path.getAttribute("d").matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)/g) : [])
			places.add(numbers.map(Number).join(" "));
		return { fill: path && path.getAttribute("fill"), places };
	}

	const place = frame => [frame.title, frame.y, frame.x.toFixed(3), frame.width.toFixed(3)].join("\t");

	/* From top to bottom of the pile: a copy lies on its frame. */
	function frames() {
		const copies = framesIn(document.getElementById("zoomed"));
		const covered = new Set(copies.map(place));
		const { fill, places } = marked();
		const drawn = framesIn(document.getElementById("frames")).filter(frame => !covered.has(place(frame)));
		for (const frame of drawn)
			frame.fill = places.has(["x", "y", "width"].map(name => number(frame.rect, name)).join(" ")) ? fill : frame.fill;
		return copies.concat(drawn);
	}

	const drawn = frames();
	const rootY = drawn.find(frame => /^all \(/.test(frame.title)).y;
	window.test = {
		isVisible, frames, place, rootY,
		upsideDown: drawn.some(frame => frame.y > rootY),
	};
}

/* Everything a person can tell about the page. */
function look() {
	const { frames, isVisible, place } = window.test;
	const byId = id => document.getElementById(id);
	return {
		frames: frames().map(frame => [
			place(frame), frame.fill, frame.text.textContent,
			frame.text.textContent && Math.round(frame.text.getAttribute("x") - frame.rect.getAttribute("x")),
			frame.group.classList.contains("parent") ? "dimmed" : "",
		].join("\t")).sort(),
		details: byId("details").textContent,
		title: byId("title").textContent,
		unzoom: isVisible(byId("unzoom")),
		search: byId("search").textContent,
		searching: byId("search").classList.contains("show"),
		ignorecase: byId("ignorecase").classList.contains("show"),
		matched: isVisible(byId("matched")) ? byId("matched").textContent.trim() : "",
		url: location.search + location.hash,
		followed: Boolean(window.followed), /* a link */
	};
}

/* Where to hit the frame that a step means, or null. */
function find({ row, rank, hittable }) {
	const { frames, rootY } = window.test;
	const shown = frames()
		.map(frame => ({ frame, box: frame.rect.getBoundingClientRect() }))
		.filter(({ box }) => box.width >= hittable);
	const rows = Array.from(new Set(shown.map(({ frame }) => frame.y)));
	rows.sort((a, b) => Math.abs(a - rootY) - Math.abs(b - rootY));
	const y = row < 0 ? rows[rows.length + row] : rows[row];
	const found = shown.filter(({ frame }) => frame.y === y);
	found.sort((a, b) => Math.round(b.box.width - a.box.width) || a.box.x - b.box.x);
	if (!found[rank])
		return null;
	const { frame, box } = found[rank];
	return {
		x: box.x + box.width / 2, y: box.y + box.height / 2, title: frame.title,
		linkX: frame.rect.getAttribute("x"), linkY: frame.rect.getAttribute("y"),
	};
}

function focusedTitle() {
	const title = document.activeElement && document.activeElement.querySelector(":scope > title");
	return title && title.textContent;
}

/* ---- a page ---- */

class Page {
	constructor(tab) {
		this.tab = tab;
		this.errors = [];
		this.answer = null;
		tab.on("pageerror", error => this.errors.push(error.message));
		tab.on("dialog", dialog => this.answer === null ? dialog.dismiss() : dialog.accept(this.answer));
	}

	async load(url) {
		await this.tab.bringToFront(); /* links of pages behind another are not followed */
		await this.tab.goto("about:blank");
		await this.tab.goto(url, { timeout: 300000 });
		const height = await this.tab.evaluate(() => document.documentElement.getBoundingClientRect().height);
		await this.tab.setViewportSize({ width: 1300, height: Math.ceil(height) + 20 });
		await this.tab.mouse.move(1, 1);
		await this.tab.evaluate(prepare);
	}

	/* For an address whose parameters name a frame. */
	async open(url, scenario) {
		let query = scenario.query;
		await this.load(url);
		if (!query)
			return true;
		if (scenario.at) {
			const frame = await this.find(scenario.at);
			if (!frame)
				return false;
			query = query.replace("{x}", frame.linkX).replace("{y}", frame.linkY);
		}
		await this.load(url + "?" + query);
		return true;
	}

	find(step) {
		return this.tab.evaluate(find, { row: step.row, rank: step.rank, hittable: HITTABLE });
	}

	look() {
		return this.tab.evaluate(look);
	}

	focusedTitle() {
		return this.tab.evaluate(focusedTitle);
	}

	/* Returns whether the step could be taken. */
	async take(step) {
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
		await page.tab.waitForTimeout(20); /* a link is followed a little later */
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
		await page.tab.evaluate(prepare);
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

/* Serves any file of this machine to this machine, by its absolute name. */
function serve() {
	const server = http.createServer(function (request, response) {
		const file = decodeURIComponent(request.url.split("?")[0]);
		fs.readFile(file, function (error, bytes) {
			response.writeHead(error ? 404 : 200, { "content-type": TYPES[path.extname(file)] || "text/plain" });
			response.end(bytes);
		});
	});
	return new Promise(resolve => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function start() {
	const executablePath = chromiumPath();
	const server = await serve();
	const browser = await chromium.launch({ executablePath, args: FLAGS });
	return {
		newPage: async () => new Page(await browser.newPage()),
		urlOf: file => "http://127.0.0.1:" + server.address().port + encodeURI(path.resolve(file)),
		async stop() {
			await browser.close();
			server.close();
		},
	};
}

module.exports = { start };

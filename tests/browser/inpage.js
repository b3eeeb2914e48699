/* SPDX-License-Identifier: MIT */
/*
 * Functions that driver.js runs inside the page.  They read the frames as a
 * person sees them.
 *
 * Our page shows a zoom with copies of frames, in #zoomed, and makes the group
 * of all frames transparent, stretches it or clips it.  One path, #marks, colors
 * the many matches that are thinner than a pixel.  A compact page draws such frames
 * as lines, in #thin, and has data that say what they are.
 */
"use strict";

/* Ends after what the page put off with setTimeout() while it loaded: timers run in order. */
function settle() {
	return new Promise(resolve => setTimeout(resolve));
}

/* Defines window.test for the functions below. */
function prepare() {
	const svg = document.querySelector("svg");
	const byId = id => document.getElementById(id);
	const number = (element, name) => Number(element.getAttribute(name));
	const toSvg = element => svg.getScreenCTM().inverse().multiply(element.getScreenCTM());

	function isVisible(element) {
		return getComputedStyle(element).display !== "none";
	}

	/* Returns a function that tells whether a frame is inside the group's clip. */
	function clipOf(list) {
		const id = /#([^")]*)/.exec(list.getAttribute("clip-path") || "");
		if (!id)
			return () => true;
		const rect = byId(id[1]).firstElementChild;
		const x = number(rect, "x"), y = number(rect, "y"), end = x + number(rect, "width") - 1e-4;
		const height = rect.getAttribute("height");
		const bottom = height.endsWith("%") ? Infinity : y + Number(height);
		return frame => number(frame, "x") >= x - 1e-4 && number(frame, "x") < end &&
			number(frame, "y") >= y && number(frame, "y") < bottom;
	}

	function makeElement(name, attributes, text = "") {
		const made = document.createElementNS(svg.namespaceURI, name);
		for (const attribute of Object.keys(attributes))
			made.setAttribute(attribute, attributes[attribute]);
		made.textContent = text;
		return made;
	}

	/* The lines of a path, M<x> <y>h<width> and m<step> 0h<width>: y -> [left, right], in tenths of a pixel. */
	function linesOf(path) {
		const rows = new Map();
		let x = 0, y = 0;
		for (const [, move, left, top, width] of path.getAttribute("d").matchAll(/([Mm])([-\d]+) ([-.\d]+)h(\d+)/g)) {
			x = move === "M" ? Number(left) : x + Number(left);
			y = move === "M" ? Number(top) : y;
			rows.set(y, (rows.get(y) || []).concat([[x, x + Number(width)]]));
			x += Number(width);
		}
		return rows;
	}

	/* "5.67%"; C rounds a tie to the even digit. */
	function percent(part, whole) {
		const thousandths = 1e5 * part / whole, hundredths = Math.floor(thousandths / 10), rest = thousandths - 10 * hundredths;
		return ((hundredths + (rest > 5 || (rest === 5 && hundredths % 2))) / 100).toFixed(2) + "%";
	}

	/* Detached elements, as the frames of a compact page would have if they were wider. The color is that of the line. */
	function thinGroups(thin) {
		const data = JSON.parse(thin.querySelector("metadata").textContent), paths = Array.from(thin.querySelectorAll("path"));
		const lines = paths.map(linesOf), height = Number(thin.getAttribute("stroke-width"));
		const [, whole, countname] = /^all \(([\d,]+) (.*), 100%\)$/.exec(byId("frames").querySelector("title").textContent);
		const total = Number(whole.replace(/,/g, ""));
		let depth = 0, x = 0;
		return data.x.map(function (step, i) {
			const y = data.tops[depth += data.depth[i]], width = data.width[i], left = x += step;
			const delta = data.delta && data.delta[i] !== null ? data.delta[i] : undefined;
			const change = delta === undefined ? "" : (delta > 0 ? "; +" : delta < 0 ? "; -" : "; ") + percent(Math.abs(delta), total);
			const title = `${data.names[data.name[i]]} (${data.count[i].toLocaleString("en")} ${countname}, ${percent(data.count[i], total)}${change})`;
			const row = lines[data.color[i]].get(Number(y) + height / 2) || [];
			const painted = row.some(([from, to]) => from <= left && left + width <= to);
			const group = makeElement("g", {});
			group.append(makeElement("title", {}, title), makeElement("text", {}), makeElement("rect", {
				x: (left / 10).toFixed(1), y, width: (width / 10).toFixed(1),
				fill: painted ? paths[data.color[i]].getAttribute("stroke") : "not painted",
			}));
			return group;
		});
	}

	/* The thin frames that have no element. */
	function thinIn(list) {
		const key = group => group.querySelector("title").textContent + ["x", "y", "width"].map(name => group.querySelector("rect").getAttribute(name));
		const thin = list.querySelector("#thin"), elements = new Set();
		for (const group of thin ? list.children : []) {
			if (group !== thin)
				elements.add(key(group));
		}
		return thin ? thinGroups(thin).filter(group => !elements.has(key(group))) : [];
	}

	function framesIn(list) {
		if (!list || getComputedStyle(list).opacity === "0")
			return [];
		const matrix = toSvg(list), isInside = clipOf(list);
		return Array.from(list.children).filter(isVisible).concat(thinIn(list)).map(function (group) {
			const [title, rect, text] = ["title", "rect", "text"].map(name => group.querySelector(name));
			return title && number(rect, "width") > 0 && isInside(rect) && {
				group, rect, text: text || makeElement("text", {}), title: title.textContent, y: number(rect, "y"),
				fill: rect.getAttribute("fill"),
				x: number(rect, "x") * matrix.a + matrix.e, width: number(rect, "width") * matrix.a,
			};
		}).filter(Boolean);
	}

	/* Gives the frames under the path its color.  The path has "M<x> <y>h<width>" for each. */
	function applyMarks(frames, path) {
		if (!path || path.getAttribute("opacity") === "0")
			return;
		const key = numbers => numbers.map(Number).join(" ");
		const marked = new Set();
		for (const [, ...numbers] of path.getAttribute("d").matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)/g))
			marked.add(key(numbers));
		for (const frame of frames) {
			if (marked.has(key(["x", "y", "width"].map(name => frame.rect.getAttribute(name)))))
				frame.fill = path.getAttribute("fill");
		}
	}

	const place = frame => [frame.title, frame.y, frame.x.toFixed(3), frame.width.toFixed(3)].join("\t");

	/* A copy hides the frame under it. */
	function readFrames() {
		const copies = framesIn(byId("zoomed"));
		const covered = new Set(copies.map(place));
		const drawn = framesIn(byId("frames")).filter(frame => !covered.size || !covered.has(place(frame)));
		applyMarks(drawn, byId("marks"));
		return copies.concat(drawn);
	}

	/* Reading thousands of frames takes longer than a step, so they are read again only after a change. */
	let known = null;

	function changesFrames({ target }) {
		const text = (target.closest ? target : target.parentElement || svg).closest("text");
		return !text || text.parentNode !== svg; /* not the title, the details, the buttons */
	}

	function forget(changes) {
		if (changes.some(changesFrames))
			known = null;
	}

	const observer = new MutationObserver(forget);
	observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

	/* The same array as long as nothing changes. */
	function frames() {
		forget(observer.takeRecords());
		known = known || readFrames();
		return known;
	}

	const drawn = frames();
	const rootY = drawn.find(frame => /^all \(/.test(frame.title)).y;
	window.test = {
		isVisible, frames, place, rootY, looked: null,
		upsideDown: drawn.some(frame => frame.y > rootY),
	};
}

/* What a person sees.  `frames` is one text, which is transferred fast, or null if unchanged since the last look. */
function look() {
	const { frames, isVisible, place, looked } = window.test;
	const byId = id => document.getElementById(id);
	const describe = frame => [
		place(frame), frame.fill, frame.text.textContent,
		frame.text.textContent && Math.round(frame.text.getAttribute("x") - frame.rect.getAttribute("x")),
		frame.group.classList.contains("parent") ? "dimmed" : "",
	].join("\t");
	window.test.looked = frames();
	return {
		frames: frames() === looked ? null : frames().map(describe).sort().join("\n"),
		details: byId("details").textContent,
		title: byId("title").textContent,
		unzoom: isVisible(byId("unzoom")),
		search: byId("search").textContent,
		searching: byId("search").classList.contains("show"),
		ignorecase: byId("ignorecase").classList.contains("show"),
		matched: isVisible(byId("matched")) ? byId("matched").textContent.trim() : "",
		url: location.search + location.hash,
		followed: Boolean(window.followed), /* set by the links, see graphs.sh */
	};
}

/* The frame that a step names, and where to click it, or null. */
function find({ row, rank, hittable }) {
	const { frames, rootY } = window.test;
	const shown = frames()
		.filter(frame => frame.width >= hittable - 1)
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
		isLink: frame.group.localName === "a",
		linkX: frame.rect.getAttribute("x"), linkY: frame.rect.getAttribute("y"),
	};
}

function focusedTitle() {
	const title = document.activeElement && document.activeElement.querySelector(":scope > title");
	return title && title.textContent;
}

/* Whether the font that the graphs are drawn with is installed: all its characters are 1233 of 2048 units wide. */
function hasFont() {
	const context = document.createElement("canvas").getContext("2d");
	context.font = '2048px "DejaVu Sans Mono"';
	return Math.abs(context.measureText("iW").width - 2 * 1233) < 2;
}

module.exports = { hasFont, settle, prepare, look, find, focusedTitle };

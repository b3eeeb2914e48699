/*
 * What a flame graph does in a browser: details of the frame under the
 * pointer, zoom, search, and all of it by keyboard.
 *
 * A graph may be a document of its own or one of several in an HTML page, so
 * everything is looked up inside the <svg> that holds this script.
 *
 * A click in a graph of 100,000 frames must not be felt.  To hide, move or
 * color each frame would take a second, so a zoom leaves the frames alone: it
 * makes the whole group of them transparent, which changes nothing but one
 * layer, and shows copies of the few that are left.  Many matches thinner than a
 * pixel are colored by one path that lies on them.  Apart from that the frames
 * are read once, what has not changed is not written, and texts are first all
 * written, then all measured: a measurement after each change would lay out the
 * graph anew.
 */
function flamegraph(options) {
	"use strict";

	const ROUNDING = 0.0001; /* x and width are rounded, their sum is not exact */
	const MARGIN = 3; /* from the left edge of a frame to its label */
	const MANY = 3000; /* frames that take longer to change than the whole graph as one */
	const ROUND = 4; /* pixels; a frame with less has no straight edge but is all corners */
	const TERM = 30; /* characters of a search that are shown */
	const SHOWN = 0, ANCESTOR = 1, HIDDEN = 2; /* states of a frame */

	const graphs = window.flamegraphs = window.flamegraphs || []; /* all in this page */
	const graph = { svg: null, lastUsed: 0 };
	const lengths = new Map(); /* name -> number of characters -> their length */
	const owners = new Map(); /* the group of a frame or of its copy -> the frame */
	let svg = null;
	let allFrames = null;
	let copies = null; /* the group of what is shown while zoomed */
	let marks = null; /* the path over thin matches */
	let whole = {}; /* attributes of both the frames' group and the path */
	let zoomed = null; /* the frame zoomed to */
	let searched = null; /* the term of the search that is on */
	let ignoreCase = false;

	function byId(id) {
		return svg.querySelector("#" + id);
	}

	/* ---- frames ---- */

	/* The elements of a frame, or of its copy. */
	function elementsOf(group) {
		const [title, rect, text] = ["title", "rect", "text"].map(name => group.querySelector(name));
		return title && rect && text && { group, title, rect, text, label: text.textContent };
	}

	function readFrame(group) {
		const drawn = elementsOf(group);
		if (!drawn)
			return null;
		const [xText, yText, widthText] = ["x", "y", "width"].map(name => drawn.rect.getAttribute(name));
		const x = Number(xText), y = Number(yText), width = Number(widthText);
		const frame = {
			drawn, copy: null, xText, yText,
			title: drawn.title.textContent,
			name: null,
			fill: drawn.rect.getAttribute("fill"),
			drawnX: x, drawnWidth: width,
			x, y, width, /* where it is now, if it is to be seen or not */
			state: SHOWN, matched: false, filled: false,
		};
		owners.set(group, frame);
		return frame;
	}

	function frames() {
		if (!allFrames)
			allFrames = Array.from(byId("frames").children, readFrame).filter(Boolean);
		return allFrames;
	}

	/* What a person sees of the frame. */
	function seen(frame) {
		return frame.copy || frame.drawn;
	}

	/* The title without its counts.  Most frames are too narrow to ever need it. */
	function nameOf(frame) {
		if (frame.name === null)
			frame.name = frame.title.replace(/\([^(]*\)$/, "");
		return frame.name;
	}

	/* The element of the frame that holds the node, or null. */
	function groupAt(node) {
		const list = byId("frames");
		while (node && node.parentNode !== list && (!copies || node.parentNode !== copies))
			node = node.parentNode;
		return node;
	}

	function frameAt(node) {
		frames();
		return owners.get(groupAt(node)) || null;
	}

	function isNearerRoot(frame, other) {
		return options.inverted ? frame.y < other.y : frame.y > other.y;
	}

	/* ---- labels ---- */

	/*
	 * The text for a frame; length(n) is the length of the first n characters
	 * of its name.  Null when a length that matters is not known.
	 */
	function fittingLabel(frame, length) {
		const room = frame.width - MARGIN;
		if (room < 2 * options.fontsize * options.fontwidth)
			return "";
		const name = nameOf(frame);
		if (/^\s*$/.test(name))
			return name;
		const full = length(name.length);
		if (full === undefined)
			return null;
		if (full < room)
			return name;
		for (let n = Math.floor(room / full * name.length); n > 0; n -= 2) {
			const used = length(n + 2);
			if (used === undefined)
				return null;
			if (used <= room)
				return name.slice(0, n) + "..";
		}
		return "";
	}

	function lengthOf(frame, n, measure) {
		if (!lengths.has(frame.name))
			lengths.set(frame.name, new Map());
		const known = lengths.get(frame.name);
		const count = Math.min(n, frame.name.length);
		if (measure && !known.get(count)) /* 0 where the graph is not displayed yet */
			known.set(count, seen(frame).text.getSubStringLength(0, count));
		return known.get(count);
	}

	function setLabel(frame, label) {
		const shown = seen(frame);
		if (shown === frame.copy && label !== "")
			shown.text.setAttribute("x", frame.x + MARGIN);
		if (shown.label !== label)
			shown.text.textContent = shown.label = label;
	}

	function fitLabels() {
		const unmeasured = [];
		for (const frame of frames()) {
			if (frame.state === HIDDEN)
				continue;
			const label = fittingLabel(frame, n => lengthOf(frame, n, false));
			setLabel(frame, label === null ? nameOf(frame) : label);
			if (label === null)
				unmeasured.push(frame);
		}
		const labels = unmeasured.map(frame => fittingLabel(frame, n => lengthOf(frame, n, true)));
		unmeasured.forEach((frame, i) => setLabel(frame, labels[i]));
	}

	/* ---- zoom: where the frames are ---- */

	function fullWidth() {
		return svg.viewBox.baseVal.width - 2 * options.xpad;
	}

	function setPlace(frame, state, x, width) {
		frame.state = state;
		frame.x = x;
		frame.width = width;
	}

	function restorePlaces() {
		for (const frame of frames())
			setPlace(frame, SHOWN, frame.drawnX, frame.drawnWidth);
	}

	/*
	 * Stretches the target to the full width.  Returns whether it has
	 * ancestors, that is, whether there is anything to zoom out to.  What is
	 * hidden stays hidden, but moves along: the share of matches counts it.
	 */
	function placeAround(target) {
		const full = fullWidth();
		const left = target.x, right = left + target.width;
		const ratio = full / target.width;
		let hasAncestors = false;
		for (const frame of frames()) {
			const x = frame.x;
			const nearerRoot = isNearerRoot(frame, target);
			if (nearerRoot && x <= left && x + frame.width + ROUNDING >= right) {
				setPlace(frame, frame.state === HIDDEN ? HIDDEN : ANCESTOR, options.xpad, full);
				hasAncestors = true;
			} else if (nearerRoot || x < left || x + ROUNDING >= right) {
				frame.state = HIDDEN;
			} else {
				setPlace(frame, frame.state, (x - left) * ratio + options.xpad, frame.width * ratio);
			}
		}
		return hasAncestors;
	}

	/* ---- zoom: what is seen of them ---- */

	function element(name, attributes) {
		const made = document.createElementNS(svg.namespaceURI, name);
		setAttributes(made, attributes);
		return made;
	}

	/* A null value removes the attribute. */
	function setAttributes(to, attributes) {
		for (const name of Object.keys(attributes)) {
			if (attributes[name] === null)
				to.removeAttribute(name);
			else
				to.setAttribute(name, attributes[name]);
		}
	}

	function copy(frame) {
		const group = frame.drawn.group.cloneNode(true);
		group.removeAttribute("id");
		group.classList.toggle("parent", frame.state === ANCESTOR);
		frame.copy = elementsOf(group);
		setAttributes(frame.copy.rect, { x: frame.x, width: frame.width, fill: fillOf(frame) });
		owners.set(group, frame);
		return group;
	}

	function dropCopies() {
		if (!copies)
			return;
		for (const group of copies.children) {
			const frame = owners.get(group);
			if (frame)
				frame.copy = null;
			owners.delete(group);
		}
		copies.remove();
		copies = null;
	}

	/* Takes the pointer from the transparent frames behind it. */
	function shield() {
		const { y, height } = byId("frames").getBBox();
		return element("rect", { x: 0, y, width: "100%", height, fill: "none", "pointer-events": "all" });
	}

	function showCopies(list) {
		copies = element("g", { id: "zoomed" });
		copies.append(...list);
		(marks || byId("frames")).after(copies);
	}

	/*
	 * Stretches the frames as they were drawn, and cuts off what does not stand
	 * on the one zoomed to.  That is right for those that are all corners.
	 */
	function stretch() {
		const { drawnX: x, drawnWidth: width, y, drawn } = zoomed;
		const ratio = fullWidth() / width;
		const bottom = y + Number(drawn.rect.getAttribute("height"));
		const id = "clip" + graphs.indexOf(graph);
		const clip = byId(id) || element("clipPath", { id });
		clip.replaceChildren(element("rect", options.inverted ? { x, y, width, height: "100%" }
			: { x, y: 0, width, height: bottom }));
		byId("frames").before(clip);
		setWhole({
			opacity: null,
			"clip-path": "url(#" + id + ")",
			transform: ratio === 1 ? null : `translate(${options.xpad - x * ratio}) scale(${ratio} 1)`,
		});
	}

	function setWhole(attributes) {
		whole = attributes;
		for (const part of [byId("frames"), marks].filter(Boolean))
			setAttributes(part, whole);
	}

	function display() {
		const focused = frameAt(document.activeElement);
		dropCopies();
		if (!zoomed) {
			setWhole({ opacity: null, "clip-path": null, transform: null });
		} else {
			const shown = frames().filter(frame => frame.state !== HIDDEN);
			if (shown.length > MANY) {
				showCopies(shown.filter(frame => frame.state === ANCESTOR || frame.width >= ROUND).map(copy));
				stretch();
			} else {
				showCopies([shield()].concat(shown.map(copy)));
				setWhole({ opacity: 0, "clip-path": null, transform: null });
			}
		}
		fitLabels();
		placeTabStop();
		if (focused)
			focus(focused);
	}

	/* Tab goes from the buttons to the root, to what is seen of it. */
	function placeTabStop() {
		const root = frames().reduce((a, b) => isNearerRoot(b, a) ? b : a);
		root.drawn.group.setAttribute("tabindex", root.copy ? "-1" : "0");
		if (root.copy)
			root.copy.group.setAttribute("tabindex", "0");
	}

	function showZoom(frame) {
		zoomed = frame;
		display();
		byId("unzoom").classList.toggle("hide", !zoomed);
		setParameters({ x: zoomed && zoomed.xText, y: zoomed && zoomed.yText });
		showMatched();
	}

	function zoom(frame) {
		if (frame.state === ANCESTOR)
			restorePlaces();
		if (frame.width > 0)
			showZoom(placeAround(frame) ? frame : null);
	}

	function unzoom() {
		restorePlaces();
		showZoom(null);
	}

	/* ---- search ---- */

	function compile(term) {
		try {
			return new RegExp(term, ignoreCase ? "i" : "");
		} catch (error) {
			return null;
		}
	}

	function fillOf(frame) {
		return frame.matched ? options.searchcolor : frame.fill;
	}

	function mark(isMatch) {
		for (const frame of frames())
			frame.matched = isMatch(frame);
		const changed = frames().filter(frame => frame.matched !== frame.filled);
		const thin = changed.length <= MANY ? [] : frames().filter(frame => frame.matched && frame.drawnWidth < 1);
		const inPath = new Set(thin);
		for (const frame of frames()) {
			const filled = frame.matched && !inPath.has(frame);
			if (frame.filled !== filled)
				frame.drawn.rect.setAttribute("fill", filled ? options.searchcolor : frame.fill);
			frame.filled = filled;
			if (frame.copy)
				frame.copy.rect.setAttribute("fill", fillOf(frame));
		}
		coverThin(thin);
	}

	function coverThin(thin) {
		if (marks)
			marks.remove();
		marks = null;
		if (!thin.length)
			return;
		const height = thin[0].drawn.rect.getAttribute("height");
		const d = thin.map(frame => `M${frame.xText} ${frame.yText}h${frame.drawnWidth}v${height}h-${frame.drawnWidth}`).join("");
		marks = element("path", { id: "marks", class: "layer", d, fill: options.searchcolor, "pointer-events": "none" });
		setAttributes(marks, whole);
		byId("frames").after(marks);
	}

	/*
	 * A match inside or on top of another one counts once.  Siblings whose
	 * rounded edges overlap count as one inside the other: a graph must show
	 * the percentage that it shows everywhere.
	 */
	function matchedPercent() {
		const matched = frames().filter(frame => frame.matched);
		matched.sort((a, b) => a.x - b.x || b.width - a.width);
		let covered = 0, end = -Infinity;
		for (const frame of matched) {
			if (frame.x + ROUNDING < end)
				continue;
			covered += frame.width;
			end = frame.x + frame.width;
		}
		return 100 * covered / frames().reduce((widest, frame) => Math.max(widest, frame.width), 0);
	}

	function showNote(note) {
		byId("matched").textContent = note;
		byId("matched").classList.toggle("hide", !note);
	}

	function showMatched() {
		if (searched === null)
			return;
		const percent = matchedPercent();
		showNote("Matched: " + (percent === 100 ? percent : percent.toFixed(1)) + "%");
	}

	/* The search that is on becomes this one; null ends it. */
	function setSearched(term) {
		searched = term;
		byId("search").textContent = term === null ? "Search" : "Reset Search";
		byId("search").classList.toggle("show", term !== null);
		byId("term").textContent = term !== null && term.length > TERM ? term.slice(0, TERM) + ".." : term;
		byId("term").classList.toggle("hide", term === null);
		setParameters({ s: term });
		showNote("");
		showMatched();
	}

	function search(term) {
		const pattern = compile(term);
		const isMatch = frame => pattern.test(frame.title);
		if (!pattern) {
			showNote("Invalid search: " + term);
		} else if (searched !== null || frames().some(isMatch)) {
			mark(isMatch);
			setSearched(term);
		}
	}

	function endSearch() {
		mark(() => false);
		setSearched(null);
	}

	function askSearch() {
		const term = window.prompt("Search for a regular expression, for example ^ext4_\n" +
			"(Ctrl-I: ignore case or not)", searched || "");
		if (term)
			search(term);
	}

	function toggleSearch() {
		if (searched !== null)
			endSearch();
		else
			askSearch();
	}

	function toggleCase() {
		ignoreCase = !ignoreCase;
		byId("ignorecase").classList.toggle("show", ignoreCase);
		if (searched !== null)
			search(searched);
	}

	/* ---- parameters in the address ---- */

	function otherGraphs() {
		return graphs.filter(other => other !== graph && other.svg.isConnected);
	}

	function decode(text) {
		try {
			return decodeURIComponent(text);
		} catch (error) {
			return text;
		}
	}

	/* As [name, value, the parameter as it stands in the address]. */
	function parameters() {
		return location.search.slice(1).split("&").filter(Boolean).map(function (raw) {
			const [name, ...value] = raw.split("=");
			return [decode(name), decode(value.join("=")), raw];
		});
	}

	/* A null value removes the parameter; those not named stay as they are. */
	function setParameters(changes) {
		if (otherGraphs().length)
			return; /* x and y could be anyone's */
		const set = name => name + "=" + encodeURIComponent(changes[name]);
		const wanted = Object.keys(changes).filter(name => changes[name] !== null);
		const old = parameters().filter(([name]) => !(name in changes) || wanted.includes(name));
		const added = wanted.filter(name => !old.some(([oldName]) => oldName === name));
		const query = old.map(([name, , raw]) => name in changes ? set(name) : raw).concat(added.map(set));
		const search = query.length ? "?" + query.join("&") : "";
		try {
			history.replaceState(history.state, "", location.href.split(/[?#]/)[0] + search + location.hash);
		} catch (error) {
			/* Refused to some frames and files, which then have no link to share. */
		}
	}

	function followParameters() {
		if (otherGraphs().length)
			return;
		const values = new Map(parameters());
		const x = values.get("x"), y = values.get("y"), term = values.get("s");
		const frame = x && y && frames().find(frame => frame.xText === x && frame.yText === y);
		if (frame)
			zoom(frame);
		if (term)
			search(term);
	}

	/* ---- pointer and keyboard ---- */

	const buttons = new Map([["unzoom", unzoom], ["search", toggleSearch], ["ignorecase", toggleCase], ["term", askSearch]]);

	function showDetails(group) {
		const title = group.querySelector("title");
		if (!title)
			return;
		byId("details").textContent = options.nametype + " " + title.textContent;
		showShare(frameAt(group));
	}

	function hideDetails() {
		byId("details").textContent = " ";
		showShare(null);
	}

	/* What the title says of the whole, of the frame zoomed to. */
	function showShare(frame) {
		const isPart = zoomed && frame && frame !== zoomed && frame.state !== ANCESTOR;
		const share = isPart ? (100 * frame.drawnWidth / zoomed.drawnWidth).toFixed(2) + "% of the zoomed frame" : "";
		if (byId("share").textContent !== share)
			byId("share").textContent = share;
	}

	function onFocus(event) {
		const group = groupAt(event.target);
		graph.lastUsed = performance.now();
		if (group)
			showDetails(group);
	}

	/* Only the pointer takes the details away again: a click moves the focus, too. */
	function onEnter(event) {
		if (groupAt(event.target))
			onFocus(event);
		else
			hideDetails();
	}

	function onClick(event) {
		const button = buttons.get(event.target.id);
		const frame = frameAt(event.target);
		if (button) {
			button();
		} else if (frame && (frame.drawn.group.localName !== "a" || event.ctrlKey)) {
			event.preventDefault(); /* do not follow the link */
			zoom(frame);
		}
	}

	/* The shown frame next to another one in the direction of an arrow key. */
	function neighbour(from, key) {
		const vertical = key === "ArrowUp" || key === "ArrowDown";
		const sign = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
		let best = null, nearest = Infinity;
		for (const frame of frames()) {
			const distance = sign * (vertical ? frame.y - from.y : frame.x - from.x);
			const aligned = vertical ? isAbove(frame, from) : frame.y === from.y;
			if (frame.state === HIDDEN || !aligned || distance <= 0 || distance > nearest)
				continue;
			if (distance < nearest || frame.width > best.width)
				best = frame;
			nearest = distance;
		}
		return best;
	}

	/* Whether the middle of the narrower lies in the wider one. */
	function isAbove(frame, other) {
		const narrow = frame.width < other.width ? frame : other;
		const wide = narrow === frame ? other : frame;
		const middle = narrow.x + narrow.width / 2;
		return wide.x <= middle && middle <= wide.x + wide.width;
	}

	function focus(frame) {
		const { group } = seen(frame);
		if (!group.hasAttribute("tabindex"))
			group.setAttribute("tabindex", "-1");
		group.focus({ preventScroll: true });
	}

	function moveFocus(from, key) {
		const to = neighbour(from, key);
		if (to)
			focus(to);
	}

	/* Keys for the button or frame in focus. */
	function focusAction(event) {
		const focused = document.activeElement;
		const key = event.key;
		if (!svg.contains(focused) || event.ctrlKey || event.altKey || event.metaKey)
			return null;
		const button = buttons.get(focused.id), frame = frameAt(focused);
		if (button && (key === "Enter" || key === " "))
			return button;
		if (frame && key === "Enter" && focused.localName !== "a")
			return () => zoom(frame);
		if (frame && key.startsWith("Arrow"))
			return () => moveFocus(frame, key);
		return null;
	}

	function graphAction(event) {
		const key = event.key.toLowerCase();
		if (event.altKey || event.metaKey || event.shiftKey)
			return null;
		if (key === "f3" || (event.ctrlKey && key === "f"))
			return toggleSearch;
		if (event.ctrlKey && key === "i")
			return toggleCase;
		if (key === "escape")
			return zoomed ? unzoom : searched !== null ? endSearch : null;
		return null;
	}

	/* With several graphs in a page, keys are for the one used last. */
	function isInUse() {
		return svg.isConnected && otherGraphs().every(other => other.lastUsed < graph.lastUsed);
	}

	function onKey(event) {
		const action = event.key && isInUse() && (focusAction(event) || graphAction(event));
		if (action) {
			event.preventDefault();
			action();
		}
	}

	/* With nothing selected, copying takes the name of the frame in focus. */
	function onCopy(event) {
		const frame = frameAt(document.activeElement);
		if (frame && document.getSelection().isCollapsed) {
			event.clipboardData.setData("text/plain", nameOf(frame).trim());
			event.preventDefault();
		}
	}

	/* ---- start ---- */

	function listen() {
		svg.addEventListener("mouseover", onEnter);
		/* Not on the <svg>: for Chromium that would be a stop of Tab, then, with a ring around the whole. */
		document.addEventListener("focusin", event => svg.contains(event.target) && onFocus(event));
		svg.addEventListener("mouseout", hideDetails);
		svg.addEventListener("click", onClick);
		window.addEventListener("keydown", onKey);
		document.addEventListener("copy", onCopy);
	}

	function makeAccessible() {
		placeTabStop();
		byId("frames").setAttribute("role", "application");
		byId("frames").setAttribute("aria-label", "Frames: arrow keys move, Enter zooms, Escape zooms out");
		byId("ignorecase").setAttribute("aria-label", "Ignore case");
		buttons.forEach(function (action, id) {
			byId(id).setAttribute("tabindex", "0");
			byId(id).setAttribute("role", "button");
		});
	}

	/* The term of the search, to be changed by a click, and the share of the frame zoomed to. */
	function addTexts() {
		const beside = Number(byId("search").getAttribute("x")) - 10;
		for (const [id, other] of [["term", "search"], ["share", "matched"]])
			byId(other).after(element("text", { id, class: id === "term" ? "hide" : "", x: beside, y: byId(other).getAttribute("y"), "text-anchor": "end" }));
		byId("term").setAttribute("aria-label", "Change the search");
	}

	/*
	 * Reads the frames, so that the first click does not wait for it.  Many get
	 * a layer of their own, which costs the finest smoothing of their labels.
	 */
	function makeReady() {
		if (frames().length > MANY)
			byId("frames").classList.add("layer");
		makeAccessible();
	}

	function start() {
		if (svg.querySelector("#frames > *")) {
			addTexts();
			listen();
			setTimeout(makeReady);
			followParameters();
		}
	}

	function adopt(found) {
		if (svg || !found || graphs.some(other => other.svg === found))
			return;
		svg = graph.svg = found;
		graphs.push(graph);
		if (document.readyState === "loading")
			document.addEventListener("DOMContentLoaded", start);
		else
			start();
	}

	/* onload of the <svg>: needed only where a script has put the graph into a page. */
	window.init = function (event) {
		const target = event && event.target;
		adopt(target && target.closest ? target.closest("svg") : document.querySelector("svg"));
	};

	adopt(document.currentScript && document.currentScript.closest("svg"));
}

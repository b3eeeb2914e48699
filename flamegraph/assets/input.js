	/* ---- pointer and keyboard ---- */

	const buttons = new Map([["unzoom", unzoom], ["search", toggleSearch], ["ignorecase", toggleCase], ["term", askSearch],
		["previous", () => step(-1)], ["next", () => step(1)]]);

	function showDetails(group) {
		const title = group.querySelector("title");
		if (!title)
			return;
		byId("details").textContent = options.nametype + " " + title.textContent;
		showShare(group);
	}

	function hideDetails() {
		pointed = null;
		markFunction(null);
		byId("details").textContent = " ";
		showShare(null);
	}

	/* The title has the share of the whole graph; this is the share of the frame zoomed to. */
	function showShare(group) {
		const frame = zoomed && group && frameAt(group);
		const isPart = frame && frame !== zoomed && frame.state !== ANCESTOR;
		const share = isPart ? (100 * frame.drawnWidth / zoomed.drawnWidth).toFixed(2) + "% of the zoomed frame" : "";
		if (byId("share").textContent !== share)
			byId("share").textContent = share;
	}

	function onFocus(target) {
		const group = groupAt(target);
		graph.lastUsed = performance.now();
		if (group && current && group !== seen(current).group)
			setCurrent(null);
		if (group)
			showDetails(group);
	}

	/* The pointer hides the details, a change of focus does not: a click moves the focus, too. */
	function onEnter(event) {
		pointed = groupUnder(event);
		if (!pointed) {
			hideDetails();
			return;
		}
		graph.lastUsed = performance.now();
		showDetails(pointed);
		markFunction(event.shiftKey ? pointed : null);
	}

	function onClick(event) {
		const button = buttons.get(event.target.id);
		const frame = frameAt(groupUnder(event));
		if (button) {
			button();
		} else if (frame && (seen(frame).group.localName !== "a" || event.ctrlKey)) {
			event.preventDefault(); /* do not follow the link */
			zoom(frame);
		}
	}

	/* The visible frame that is next in the direction of an arrow key. */
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

	/* Whether the middle of the narrower frame is inside the wider one. */
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

	/* What a key does to the button or frame that has the focus. */
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
			return zoomed ? unzoom : searched !== null || missed !== null ? endSearch : null;
		return null;
	}

	/* Letters are the page's if somebody types, or has not yet used a graph that is a part of it. */
	function letterAction({ key, target, ctrlKey, altKey, metaKey }) {
		const typing = target.closest && target.closest("input, textarea, select, [contenteditable]");
		if (ctrlKey || altKey || metaKey || typing || (!isDocument() && !graph.lastUsed))
			return null;
		if (key === "l" && options.legend)
			return toggleLegend;
		if (searched !== null && (key === "n" || key === "N"))
			return () => step(key === "n" ? 1 : -1);
		return null;
	}

	/* If a page has several graphs, keys go to the one used last. */
	function isInUse() {
		return svg.isConnected && otherGraphs().every(other => other.lastUsed < graph.lastUsed);
	}

	function onKey(event) {
		const action = event.key && isInUse() && (focusAction(event) || graphAction(event) || letterAction(event));
		if (event.key === "Shift" && !event.repeat)
			markFunction(pointed);
		if (action) {
			event.preventDefault();
			action();
		}
	}

	function onKeyUp(event) {
		if (event.key === "Shift" && pointed) {
			markFunction(null);
			showShare(pointed);
		}
	}

	/* If nothing is selected, copies the name of the frame that has the focus. */
	function onCopy(event) {
		const frame = frameAt(document.activeElement);
		if (frame && document.getSelection().isCollapsed) {
			event.clipboardData.setData("text/plain", nameOf(frame).trim());
			event.preventDefault();
		}
	}

	/* ---- start ---- */

	/*
	 * Reads the frames when the graph is first touched, and before a click needs them.  Many
	 * frames get a layer of their own, at the price of subpixel smoothing in their labels.
	 */
	function makeReady() {
		if (frames().length > MANY)
			byId("frames").classList.add("layer");
	}

	function listen() {
		const touched = () => setTimeout(makeReady);
		svg.addEventListener("mouseover", touched, { once: true });
		svg.addEventListener("mouseover", onEnter);
		/* On the document: on the <svg>, Chromium would let Tab stop at the whole graph. */
		document.addEventListener("focusin", touched, { once: true });
		document.addEventListener("focusin", event => svg.contains(event.target) && onFocus(event.target));
		svg.addEventListener("mouseout", hideDetails);
		svg.addEventListener("click", onClick);
		window.addEventListener("keydown", onKey);
		window.addEventListener("keyup", onKeyUp);
		if (isDocument())
			window.addEventListener("popstate", onBack);
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

	/* The search term, which a click changes, the buttons from match to match, and the share of the frame zoomed to. */
	function addTexts() {
		const beside = Number(byId("search").getAttribute("x")) - GAP;
		for (const [id, other, label] of [["next", "search", "Next"], ["previous", "search", "Prev"], ["term", "search", ""], ["share", "matched", ""]]) {
			byId(other).after(element("text", { id, class: id === "share" ? "" : "hide", x: beside, y: byId(other).getAttribute("y"), "text-anchor": "end" }));
			byId(id).textContent = label;
		}
		for (const [id, name] of [["term", "Change the search"], ["previous", "Previous match"], ["next", "Next match"]])
			byId(id).setAttribute("aria-label", name);
	}

	function start() {
		if (svg.querySelector("#frames > *")) {
			addTexts();
			listen();
			makeAccessible();
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

	/* Called by the onload of the <svg>; needed only if a script has put the graph into a page. */
	window.init = function (event) {
		const target = event && event.target;
		adopt(target && target.closest ? target.closest("svg") : document.querySelector("svg"));
	};

	adopt(document.currentScript && document.currentScript.closest("svg"));
}

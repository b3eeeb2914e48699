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

	/* ---- zoom: the display ---- */

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
		const group = frame.drawn ? frame.drawn.group.cloneNode(true) : thinGroup(frame);
		group.removeAttribute("id");
		group.classList.toggle("parent", frame.state === ANCESTOR);
		if (!group.querySelector("text"))
			addText(frame, group);
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

	/* Keeps the pointer from the transparent frames below. */
	function shield() {
		const { y, height } = byId("frames").getBBox();
		return element("rect", { x: 0, y, width: "100%", height, fill: "none", "pointer-events": "all" });
	}

	function showCopies(list) {
		copies = element("g", { id: "zoomed" });
		copies.append(...list);
		(marks || byId("frames")).after(copies);
	}

	/* The only clip of this graph, with another content. */
	function clipTo(place) {
		const id = "clip" + graphs.indexOf(graph);
		const clip = byId(id) || element("clipPath", { id });
		clip.replaceChildren(element("rect", place));
		byId("frames").before(clip);
		return "url(#" + id + ")";
	}

	/* A piece of the background over the drawn ancestors of the frame zoomed to. */
	function cover() {
		const rootY = frames()[0].y, { y } = zoomed;
		const top = options.inverted ? rootY : y + Number(frameHeight());
		const piece = svg.querySelector("rect").cloneNode();
		piece.setAttribute("clip-path", clipTo({ x: 0, y: top, width: "100%", height: Math.abs(rootY - y) }));
		return piece;
	}

	/*
	 * Stretches the group of the drawn frames and clips it to the one zoomed to and
	 * those above it.  Narrow frames, which are all corners, look right that way;
	 * copies cover the others.
	 */
	function stretch() {
		const { drawnX: x, drawnWidth: width, y } = zoomed;
		const ratio = fullWidth() / width;
		const bottom = y + Number(frameHeight());
		const place = options.inverted ? { x, y, width, height: "100%" } : { x, y: 0, width, height: bottom };
		setWhole({
			opacity: null,
			"clip-path": clipTo(place),
			transform: `translate(${options.xpad - x * ratio}) scale(${ratio} 1)`,
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
			const many = shown.length > MANY;
			if (many && zoomed.drawnWidth === fullWidth()) { /* no frame moves */
				showCopies([cover()].concat(shown.filter(frame => frame.state === ANCESTOR).map(copy)));
				setWhole({ opacity: null, "clip-path": null, transform: null });
			} else if (many) {
				showCopies(shown.filter(frame => frame.state === ANCESTOR || frame.width >= ROUND).map(copy));
				stretch();
			} else {
				showCopies([shield()].concat(shown.map(copy)));
				setWhole({ opacity: 0, "clip-path": null, transform: null });
			}
		}
		fitLabels();
		placeTabStop();
		setCurrent(current);
		markFunction(null);
		if (focused)
			focus(focused);
	}

	/* Tab moves from the buttons to the root, or to its copy if it has one. */
	function placeTabStop() {
		const root = byId("frames").firstElementChild; /* parents are drawn before children */
		const copy = copies && owners.get(root).copy;
		root.setAttribute("tabindex", copy ? "-1" : "0");
		if (copy)
			copy.group.setAttribute("tabindex", "0");
	}

	function showZoom(frame) {
		zoomed = frame;
		display();
		byId("unzoom").classList.toggle("hide", !zoomed);
		setParameters({ x: zoomed && zoomed.xText, y: zoomed && zoomed.yText }, true);
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

	/* ---- frames ---- */

	/* The elements of a frame, or of its copy. In a compact graph a frame too narrow for a label has no text. */
	function elementsOf(group) {
		const parts = {};
		for (let child = group.firstElementChild; child; child = child.nextElementSibling)
			parts[child.localName] = parts[child.localName] || child;
		const { title, rect, text } = parts;
		return title && rect && { group, title, rect, text, label: text ? text.textContent : "" };
	}

	function readFrame(group) {
		const drawn = elementsOf(group);
		if (!drawn)
			return null;
		const [xText, yText, widthText] = ["x", "y", "width"].map(name => drawn.rect.getAttribute(name));
		const x = Number(xText), y = Number(yText), width = Number(widthText);
		const frame = {
			drawn, copy: null, xText, yText,
			title: null, name: null, /* read on demand */
			fill: drawn.rect.getAttribute("fill"),
			drawnX: x, drawnWidth: width,
			x, y, width, /* its present place, visible or not */
			state: SHOWN, matched: false, filled: false,
		};
		owners.set(group, frame);
		return frame;
	}

	function frames() {
		if (!allFrames)
			allFrames = withThin(Array.from(byId("frames").children, readFrame).filter(Boolean));
		return allFrames;
	}

	/* All frames are as high as the root, which is the first. */
	function frameHeight() {
		return frames()[0].drawn.rect.getAttribute("height");
	}

	/* The elements that show the frame; a thin one gets its own now. */
	function seen(frame) {
		return frame.copy || frame.drawn || drawThin(frame);
	}

	function titleOf(frame) {
		if (frame.title === null)
			frame.title = frame.drawn ? frame.drawn.title.textContent : thinTitle(frame);
		return frame.title;
	}

	/* The title without its counts, computed on demand: most frames are too narrow for a label. */
	function nameOf(frame) {
		if (frame.name === null)
			frame.name = titleOf(frame).replace(/\([^(]*\)$/, "");
		return frame.name;
	}

	/* The group of the frame that contains the node, or null. */
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

	/* The group of the frame under the pointer; a thin one gets its own now. */
	function groupUnder({ target, clientX, clientY }) {
		const group = groupAt(target);
		if (!group || group.id !== "thin")
			return group;
		const frame = thinAt(clientX, clientY);
		return frame && seen(frame).group;
	}

	function isNearerRoot(frame, other) {
		return options.inverted ? frame.y < other.y : frame.y > other.y;
	}

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

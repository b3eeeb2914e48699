	/* ---- labels ---- */

	/*
	 * The label that fits into a frame.  length(n) returns the width of the first
	 * n characters of its name, or undefined if they have not been measured; then
	 * the label is null.
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
		if (measure && !known.get(count)) /* 0 was measured before the graph was displayed */
			known.set(count, seen(frame).text.getSubStringLength(0, count));
		return known.get(count);
	}

	/*
	 * A drawn frame under a copy that is as wide gets the label, too: the first new label
	 * costs the most, since all frames are painted again, and Reset Zoom finds it there.
	 */
	function setLabel(frame, label) {
		const { copy, drawn } = frame;
		if (copy && label !== "")
			copy.text.setAttribute("x", frame.x + MARGIN);
		for (const shown of [copy, !copy || frame.width === frame.drawnWidth ? drawn : null]) {
			if (shown && shown.label !== label)
				shown.text.textContent = shown.label = label;
		}
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

	/* ---- outlines over frames ---- */

	/* Outlines these frames where they are now, and no others, by a path with this id. */
	function outline(id, list) {
		const shown = list.filter(frame => frame.state !== HIDDEN);
		if (byId(id))
			byId(id).remove();
		if (!shown.length)
			return;
		const d = shown.map(function ({ x, yText, width, drawn }) {
			const w = Math.max(width, 1);
			return `M${x} ${yText}h${w}v${drawn.rect.getAttribute("height")}h-${w}z`;
		}).join("");
		svg.append(element("path", { id, d, "pointer-events": "none" }));
	}

	/* Marks all frames of the function whose frame this is; null, none. */
	function markFunction(group) {
		const frame = group && frameAt(group);
		const same = frame ? frames().filter(other => other.state !== HIDDEN && nameOf(other) === nameOf(frame)) : [];
		outline("same", same);
		if (frame)
			byId("share").textContent = `${same.length} frames of this function, ${coveredPercent(same).toFixed(2)}%`;
	}

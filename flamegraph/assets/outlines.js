	/* ---- outlines over frames, and the legend ---- */

	/* Outlines these frames where they are now, and no others, by a path with this id. */
	function outline(id, list) {
		const shown = list.filter(frame => frame.state !== HIDDEN);
		if (byId(id))
			byId(id).remove();
		if (!shown.length)
			return;
		const height = frameHeight();
		const d = shown.map(function ({ x, yText, width }) {
			const w = Math.max(width, 1);
			return `M${x} ${yText}h${w}v${height}h-${w}z`;
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

	/* One row for each color that has a meaning. */
	function legend() {
		const line = 1.5 * options.fontsize, x = options.xpad + line;
		const made = element("g", { id: "legend", transform: `translate(0 ${2.5 * options.fontsize})` });
		const back = element("rect", { x: options.xpad, height: line * (options.legend.length + 0.5) });
		made.append(back);
		options.legend.forEach(function ([fill, meaning], i) {
			const text = element("text", { x: x + line, y: line * (i + 1) });
			text.textContent = meaning;
			made.append(element("rect", { x, y: line * (i + 0.4), width: options.fontsize, height: options.fontsize * 0.9, fill }), text);
		});
		svg.append(made);
		const widths = Array.from(made.querySelectorAll("text"), text => text.getComputedTextLength());
		back.setAttribute("width", Math.max(...widths) + 3 * line);
	}

	function toggleLegend() {
		if (byId("legend"))
			byId("legend").remove();
		else
			legend();
	}

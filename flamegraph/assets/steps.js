	/* ---- search: from match to match ---- */

	/* Makes this match the current one, outlined until the focus goes elsewhere; null, none. */
	function setCurrent(frame) {
		if (current && !frame)
			byId("share").textContent = "";
		current = frame;
		outline("current", current ? [current] : []);
	}

	/* Goes to the match that is so many further on, from left to right and round again. */
	function step(by) {
		const matches = frames().filter(frame => frame.matched && frame.state !== HIDDEN);
		if (!matches.length)
			return;
		const from = matches.includes(current) ? matches.indexOf(current) : by > 0 ? -1 : 0;
		const to = (from + by + matches.length) % matches.length;
		setCurrent(matches[to]);
		focus(current);
		seen(current).group.scrollIntoView({ block: "nearest", inline: "nearest" });
		byId("share").textContent = `match ${to + 1} of ${matches.length}`;
	}

	/* The buttons, and the term to the left of them. */
	function showSteps() {
		const texts = ["next", "previous", "term"].map(byId);
		for (const text of texts)
			text.classList.toggle("hide", searched === null);
		const lengths = searched === null ? [] : texts.map(text => text.getComputedTextLength());
		let x = Number(byId("search").getAttribute("x"));
		lengths.forEach(function (length, i) {
			texts[i].setAttribute("x", x - GAP);
			x -= GAP + length;
		});
	}

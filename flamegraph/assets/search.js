	/* ---- search ---- */

	function compile(term) {
		try {
			return new RegExp(term, ignoreCase ? "i" : "");
		} catch (error) {
			return null;
		}
	}

	function fillOf(frame) {
		return frame.matched ? options.searchcolor : frame.fill;
	}

	function mark(isMatch) {
		for (const frame of frames())
			frame.matched = isMatch(frame);
		const changed = frames().filter(frame => frame.matched !== frame.filled);
		const thin = changed.length <= MANY ? [] : frames().filter(frame => frame.matched && frame.drawnWidth < 1);
		const inPath = new Set(thin);
		for (const frame of frames()) {
			const filled = frame.matched && !inPath.has(frame);
			if (frame.filled !== filled)
				frame.drawn.rect.setAttribute("fill", filled ? options.searchcolor : frame.fill);
			frame.filled = filled;
			if (frame.copy)
				frame.copy.rect.setAttribute("fill", fillOf(frame));
		}
		coverThin(thin);
	}

	function coverThin(thin) {
		if (marks)
			marks.remove();
		marks = null;
		if (!thin.length)
			return;
		const height = thin[0].drawn.rect.getAttribute("height");
		const d = thin.map(frame => `M${frame.xText} ${frame.yText}h${frame.drawnWidth}v${height}h-${frame.drawnWidth}`).join("");
		marks = element("path", { id: "marks", class: "layer", d, fill: options.searchcolor, "pointer-events": "none" });
		setAttributes(marks, whole);
		byId("frames").after(marks);
	}

	/*
	 * A match above another one is not counted, nor is a sibling that overlaps it
	 * because x and width are rounded: the Perl script's page shows the same
	 * percentage.
	 */
	function matchedPercent() {
		const matched = frames().filter(frame => frame.matched);
		matched.sort((a, b) => a.x - b.x || b.width - a.width);
		let covered = 0, end = -Infinity;
		for (const frame of matched) {
			if (frame.x + ROUNDING < end)
				continue;
			covered += frame.width;
			end = frame.x + frame.width;
		}
		return 100 * covered / frames().reduce((widest, frame) => Math.max(widest, frame.width), 0);
	}

	function showNote(note) {
		byId("matched").textContent = note;
		byId("matched").classList.toggle("hide", !note);
	}

	function showMatched() {
		if (searched === null)
			return;
		const percent = matchedPercent();
		showNote("Matched: " + (percent === 100 ? percent : percent.toFixed(1)) + "%");
	}

	/* Sets the current search term; null ends the search. */
	function setSearched(term) {
		searched = term;
		missed = null;
		byId("search").textContent = term === null ? "Search" : "Reset Search";
		byId("search").classList.toggle("show", term !== null);
		byId("term").textContent = term !== null && term.length > TERM ? term.slice(0, TERM) + ".." : term;
		byId("term").classList.toggle("hide", term === null);
		setParameters({ s: term });
		showNote("");
		showMatched();
	}

	function search(term) {
		const pattern = compile(term);
		const isMatch = frame => pattern.test(frame.title);
		if (!pattern) {
			showNote("Invalid search: " + term);
		} else if (searched !== null || frames().some(isMatch)) {
			mark(isMatch);
			setSearched(term);
		} else {
			missed = term;
			showNote("No match: " + term);
		}
	}

	function endSearch() {
		mark(() => false);
		setSearched(null);
	}

	function askSearch() {
		const term = window.prompt("Search for a regular expression, for example ^ext4_\n" +
			"(Ctrl-I: ignore case or not)", searched || missed || "");
		if (term)
			search(term);
	}

	function toggleSearch() {
		if (searched !== null)
			endSearch();
		else
			askSearch();
	}

	function toggleCase() {
		ignoreCase = !ignoreCase;
		byId("ignorecase").classList.toggle("show", ignoreCase);
		const term = searched !== null ? searched : missed;
		if (term !== null)
			search(term);
	}

	/* ---- search ---- */

	function fillOf(frame) {
		return frame.matched ? options.searchcolor : frame.fill;
	}

	/* `matches` says for each frame whether it matches; an empty array, that none does. */
	function mark(matches) {
		frames().forEach(function (frame, i) {
			frame.matched = Boolean(matches[i]);
		});
		const changed = frames().filter(frame => frame.matched !== frame.filled);
		const many = changed.length > MANY;
		const thin = frames().filter(frame => frame.matched && (!frame.drawn || (many && frame.drawnWidth < 1)));
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
		const height = frameHeight();
		const d = thin.map(frame => `M${frame.xText} ${frame.yText}h${frame.drawnWidth}v${height}h-${frame.drawnWidth}`).join("");
		marks = element("path", { id: "marks", class: "layer", d, fill: options.searchcolor, "pointer-events": "none" });
		setAttributes(marks, whole);
		byId("frames").after(marks);
	}

	/*
	 * How much of the graph these frames are.  One above another is not counted, nor
	 * is a sibling that overlaps it because x and width are rounded: of matches, the
	 * Perl script's page shows the same percentage.
	 */
	function coveredPercent(list) {
		const ordered = list.slice().sort((a, b) => a.x - b.x || b.width - a.width);
		let covered = 0, end = -Infinity;
		for (const frame of ordered) {
			if (frame.x + ROUNDING < end)
				continue;
			covered += frame.width;
			end = frame.x + frame.width;
		}
		return 100 * covered / frames().reduce((widest, frame) => Math.max(widest, frame.width), 0);
	}

	/* A note that is too long for its place begins further left, at the edge at most. */
	function showNote(note) {
		const label = byId("matched");
		label.textContent = note;
		label.classList.toggle("hide", !note);
		label.removeAttribute("dx");
		const over = note && label.getComputedTextLength() - NOTE; /* lays out the graph */
		if (over > 0)
			label.setAttribute("dx", Math.max(-over, EDGE - label.getAttribute("x")));
	}

	function showMatched() {
		if (searched === null)
			return;
		const percent = coveredPercent(frames().filter(frame => frame.matched));
		showNote("Matched: " + (percent === 100 ? percent : percent.toFixed(1)) + "%");
	}

	/* Sets the current search term; null ends the search. */
	function setSearched(term) {
		searched = term;
		missed = null;
		byId("search").textContent = term === null ? "Search" : "Reset Search";
		byId("search").classList.toggle("show", term !== null);
		byId("term").textContent = term !== null && term.length > TERM ? term.slice(0, TERM) + ".." : term;
		setParameters({ s: term });
		setCurrent(null);
		showNote("");
		showMatched();
		showSteps();
	}

	function showMatches(term, matches) {
		if (searched !== null || matches.includes(true)) {
			mark(matches);
			setSearched(term);
		} else {
			showMissed(term, "No match: ");
		}
	}

	function showMissed(term, note) {
		missed = term;
		showNote(note + term);
	}

	function search(term) {
		const titles = frames().map(titleOf);
		const flags = ignoreCase ? "i" : "";
		endMatching();
		if (!isExpression(term)) {
			showNote("Invalid search: " + term);
			return;
		}
		const matches = isQuick(term, titles) && matchTitles(term, flags, titles, QUICK);
		if (matches) {
			showMatches(term, matches);
			return;
		}
		showMissed(term, "Searching: ");
		matchAside([term, flags, titles], found => found ? showMatches(term, found) : showMissed(term, "Search takes too long: "));
	}

	function endSearch() {
		endMatching();
		mark([]);
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

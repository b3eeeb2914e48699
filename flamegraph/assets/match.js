	/* ---- search: matching ---- */

	/*
	 * Nothing stops a regular expression that has begun, and some take a time that is
	 * exponential in the length of the title.  One that may is left to a worker, which
	 * can be ended; all others are matched at once.
	 */

	function isExpression(term) {
		try {
			return Boolean(new RegExp(term));
		} catch (error) {
			return false;
		}
	}

	/*
	 * The most steps that a title of this length can take: a start at each character, each
	 * repetition ending anywhere, and each alternative of a group.  A repeated group has no
	 * such bound.
	 */
	function mostSteps(term, length) {
		let most = 0, steps = length, depth = 0, last = "", isClass = false;
		for (const token of term.match(/\\?[^]/g)) {
			if (isClass) {
				isClass = token !== "]";
			} else if (token === "|" && depth === 0) {
				most = Math.max(most, steps);
				steps = length;
			} else if (token === "|" || (token === "?" && last !== "(")) {
				steps *= 2;
			} else if (token === "*" || token === "+" || token === "{") {
				steps *= last === ")" ? Infinity : length;
			} else {
				isClass = token === "[";
				depth += token === "(" ? 1 : token === ")" ? -1 : 0;
			}
			last = isClass ? "" : token;
		}
		return Math.max(most, steps);
	}

	function isQuick(term, titles) {
		return mostSteps(term, titles.reduce((longest, title) => Math.max(longest, title.length), 2)) <= STEPS;
	}

	/* Whether each title matches; null if that takes longer.  Runs in the worker, too. */
	function matchTitles(term, flags, titles, milliseconds) {
		try {
			const pattern = new RegExp(term, flags), end = performance.now() + milliseconds;
			const matches = [];
			for (let i = 0; i < titles.length; i++) {
				if (performance.now() > end)
					return null;
				matches.push(pattern.test(titles[i]));
			}
			return matches;
		} catch (error) {
			return null; /* it needs more memory than there is */
		}
	}

	/* Calls done(matches), or done(null) if it takes too long or no worker is allowed here. */
	function matchAside(data, done) {
		const source = `onmessage = event => postMessage((${matchTitles})(...event.data, Infinity));`;
		const end = function (matches) {
			endMatching();
			done(matches);
		};
		try {
			const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
			const made = new Worker(address);
			const timer = setTimeout(end, SLOW, null);
			worker = {
				end: function () {
					clearTimeout(timer);
					made.terminate();
					URL.revokeObjectURL(address);
				},
			};
			made.onmessage = event => end(event.data);
			made.onerror = function (event) {
				event.preventDefault(); /* a policy may refuse it */
				end(null);
			};
			made.postMessage(data);
		} catch (error) {
			end(null);
		}
	}

	function endMatching() {
		if (worker)
			worker.end();
		worker = null;
	}

	/* ---- parameters in the address ---- */

	function otherGraphs() {
		return graphs.filter(other => other !== graph && other.svg.isConnected);
	}

	function decode(text) {
		try {
			return decodeURIComponent(text);
		} catch (error) {
			return text;
		}
	}

	/* Each as [name, value, its text in the address]. */
	function parameters() {
		return location.search.slice(1).split("&").filter(Boolean).map(function (raw) {
			const [name, ...value] = raw.split("=");
			return [decode(name), decode(value.join("=")), raw];
		});
	}

	function isDocument() {
		return document.documentElement === svg;
	}

	/*
	 * A null value removes the parameter; parameters that are not named stay unchanged.
	 * With `isPlace`, one can go back to the address before; the history of a page that
	 * the graph is a part of is left alone.
	 */
	function setParameters(changes, isPlace) {
		if (otherGraphs().length)
			return; /* x and y could mean a frame of any of them */
		const set = name => name + "=" + encodeURIComponent(changes[name]);
		const wanted = Object.keys(changes).filter(name => changes[name] !== null);
		const old = parameters().filter(([name]) => !(name in changes) || wanted.includes(name));
		const added = wanted.filter(name => !old.some(([oldName]) => oldName === name));
		const query = old.map(([name, , raw]) => name in changes ? set(name) : raw).concat(added.map(set));
		const search = query.length ? "?" + query.join("&") : "";
		const change = isPlace && !following && isDocument() && search !== location.search ? "pushState" : "replaceState";
		try {
			history[change](history.state, "", location.href.split(/[?#]/)[0] + search + location.hash);
		} catch (error) {
			/* Not allowed in some frames and files; these have no link to share. */
		}
	}

	function followParameters() {
		if (otherGraphs().length)
			return;
		const term = new Map(parameters()).get("s");
		followZoom();
		if (term)
			search(term);
	}

	/* Back, or forward, to another zoom; the search stays as it is. */
	function onBack() {
		followZoom();
		setParameters({ s: searched });
	}

	function followZoom() {
		const values = new Map(parameters());
		const x = values.get("x"), y = values.get("y");
		const frame = x && y && frames().find(frame => frame.xText === x && frame.yText === y) || null;
		following = true;
		if (frame && frame !== zoomed) {
			restorePlaces();
			zoom(frame);
		} else if (zoomed && !frame) {
			unzoom();
		}
		following = false;
	}

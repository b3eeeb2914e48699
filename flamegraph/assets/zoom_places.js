	/* ---- zoom: the places of the frames ---- */

	function fullWidth() {
		return svg.viewBox.baseVal.width - 2 * options.xpad;
	}

	function setPlace(frame, state, x, width) {
		frame.state = state;
		frame.x = x;
		frame.width = width;
	}

	function restorePlaces() {
		for (const frame of frames())
			setPlace(frame, SHOWN, frame.drawnX, frame.drawnWidth);
	}

	/*
	 * Stretches the target to the full width.  Returns whether it has ancestors,
	 * that is, something to zoom out to.  Hidden frames stay hidden but move, too:
	 * the percentage matched includes them.
	 */
	function placeAround(target) {
		const full = fullWidth();
		const left = target.x, right = left + target.width;
		const ratio = full / target.width;
		let hasAncestors = false;
		for (const frame of frames()) {
			const x = frame.x;
			const nearerRoot = isNearerRoot(frame, target);
			if (nearerRoot && x <= left && x + frame.width + ROUNDING >= right) {
				setPlace(frame, frame.state === HIDDEN ? HIDDEN : ANCESTOR, options.xpad, full);
				hasAncestors = true;
			} else if (nearerRoot || x < left || x + ROUNDING >= right) {
				frame.state = HIDDEN;
			} else {
				setPlace(frame, frame.state, (x - left) * ratio + options.xpad, frame.width * ratio);
			}
		}
		return hasAncestors;
	}

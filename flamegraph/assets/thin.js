	/* ---- frames without an element ---- */

	/*
	 * A compact graph draws the frames that are thinner than a pixel as lines: #thin has a
	 * path for each color, and columns of what these frames are. "x", "depth" and "drawn", the
	 * number of elements drawn before it, are steps from the frame before; x and width are
	 * tenths of a pixel. One gets elements of its own where the pointer or the focus comes to it,
	 * and a zoom shows it by a copy.
	 */
	function withThin(drawn) {
		const data = byId("thin") && JSON.parse(byId("thin").querySelector("metadata").textContent);
		if (!data)
			return drawn;
		const colors = Array.from(byId("thin").querySelectorAll("path"), path => path.getAttribute("stroke"));
		const all = [];
		let next = 0, elements = 0, depth = 0, tenths = 0;
		data.x.forEach(function (step, i) {
			for (elements += data.drawn[i]; next < elements; next++)
				all.push(drawn[next]);
			depth += data.depth[i];
			tenths += step;
			all.push(thinFrame(data, i, data.tops[depth], tenths, colors[data.color[i]]));
		});
		return all.concat(drawn.slice(next));
	}

	function thinFrame(data, i, yText, tenths, fill) {
		const x = tenths / 10, y = Number(yText), width = data.width[i] / 10;
		return {
			drawn: null, copy: null, xText: x.toFixed(1), yText,
			title: null, name: null, /* made of these on demand */
			own: data.names[data.name[i]], count: data.count[i], delta: data.delta ? data.delta[i] : null,
			fill,
			drawnX: x, drawnWidth: width,
			x, y, width,
			state: SHOWN, matched: false, filled: false,
		};
	}

	/* As "%.2f" of C has it, which rounds 0.125 to 0.12: a tie goes to the even digit. */
	function percent(part) {
		const exact = 100 * part / options.total, eighths = Math.abs(exact) * 8;
		return (eighths % 4 === 1 ? exact - Math.sign(exact) / 1000 : exact).toFixed(2) + "%";
	}

	function thinTitle({ own, count, delta }) {
		const [, countname] = /^all \(\S+ ([^]*), 100%\)$/.exec(titleOf(frames()[0])) || [];
		const grouped = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
		const change = delta === null ? "" : (delta > 0 ? "; +" : "; ") + percent(delta);
		return `${own} (${grouped} ${countname}, ${percent(count)}${change})`;
	}

	/* New elements, as the other frames have them. */
	function thinGroup(frame) {
		const group = element("g", {}), title = element("title", {});
		title.textContent = titleOf(frame);
		group.append(title, element("rect", {
			x: frame.xText, y: frame.yText, width: frame.drawnWidth.toFixed(1), height: frameHeight(),
			fill: fillOf(frame), rx: 2, ry: 2,
		}));
		return group;
	}

	/* A label has the same place in each frame. */
	function addText(frame, group) {
		const root = frames()[0].drawn;
		const y = frame.y + Number(root.text.getAttribute("y")) - Number(root.rect.getAttribute("y"));
		group.append(element("text", { x: frame.x + MARGIN, y }));
	}

	function drawThin(frame) {
		const group = thinGroup(frame);
		byId("frames").append(group);
		owners.set(group, frame);
		frame.filled = frame.matched;
		frame.drawn = elementsOf(group);
		return frame.drawn;
	}

	/* The frame under this place of the window: the nearest in its row, since lines are painted to the next pixel. */
	function thinAt(clientX, clientY) {
		const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(byId("frames").getScreenCTM().inverse());
		const height = Number(frameHeight()), away = frame => Math.abs(frame.drawnX + frame.drawnWidth / 2 - x);
		const row = frames().filter(frame => frame.drawnWidth < 1 && frame.drawnWidth > 0 && frame.y <= y && y <= frame.y + height);
		return row.reduce((best, frame) => best && away(best) <= away(frame) ? best : frame, null);
	}
